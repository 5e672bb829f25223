// The reader: outline follows the text, definitions pop up, marks keep the reader's choice.
const MARKS_KEY = "cetu.marks";
const WAIT_MS = 250;

export function start(reader) {
  keepMarks(reader);
  followOutline(reader);
  foldOutline(reader);
  popUpTerms(reader);
  if (!window.location.hash) document.getElementById("lit")?.scrollIntoView({ block: "center" });
}

function keepMarks(reader) {
  const boxes = [...reader.querySelectorAll("[data-switches] input[name=mark]")];
  let off = [];
  try { off = JSON.parse(window.localStorage.getItem(MARKS_KEY) ?? "[]"); } catch { off = []; }
  for (const box of boxes) {
    box.checked = !off.includes(box.value);
    box.addEventListener("change", () => {
      const now = boxes.filter((other) => !other.checked).map((other) => other.value);
      try { window.localStorage.setItem(MARKS_KEY, JSON.stringify(now)); } catch { /* private window: not kept */ }
    });
  }
}

function foldOutline(reader) {
  const fold = reader.querySelector("[data-fold]");
  if (fold && window.matchMedia("(max-width: 1280px) and (max-height: 700px), (max-width: 900px)").matches) fold.open = false;
}

function followOutline(reader) {
  const links = new Map();
  for (const link of reader.querySelectorAll(".reader-outline a")) links.set(link.hash.slice(1), link);
  const targets = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  if (!targets.length) return;
  let here = null;
  const update = () => {
    const line = 120;
    let found = targets[0];
    for (const target of targets) if (target.getBoundingClientRect().top <= line) found = target;
    const link = links.get(found.id);
    if (link === here) return;
    here?.classList.remove("here");
    here?.removeAttribute("aria-current");
    link.classList.add("here");
    link.setAttribute("aria-current", "true");
    here = link;
    const pane = link.closest(".beside");
    if (pane && pane.scrollHeight > pane.clientHeight) pane.scrollTop = link.offsetTop - pane.clientHeight / 2;
  };
  let isAsked = false;
  document.addEventListener("scroll", () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => { isAsked = false; update(); });
  }, { passive: true });
  update();
}

function popUpTerms(reader) {
  const cache = new Map();
  let card = null;
  let timer = 0;
  let owner = null;
  const close = () => {
    window.clearTimeout(timer);
    owner?.removeAttribute("aria-describedby");
    card?.remove();
    card = null;
    owner = null;
  };
  const open = async (link) => {
    const term = link.dataset.term;
    if (!cache.has(term)) {
      const response = await fetch(`${reader.dataset.define}?term=${encodeURIComponent(term)}`);
      if (!response.ok) return;
      cache.set(term, await response.json());
    }
    if (owner !== link) return;
    const result = cache.get(term);
    if (!result.matches.length) return;
    card = cardOf(result.matches[0]);
    document.body.append(card);
    const box = link.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 16);
    const isBelow = box.bottom + card.offsetHeight + 12 < window.innerHeight;
    card.style.left = `${window.scrollX + Math.max(left, 16)}px`;
    card.style.top = `${window.scrollY + (isBelow ? box.bottom + 8 : box.top - card.offsetHeight - 8)}px`;
    link.setAttribute("aria-describedby", card.id);
    card.addEventListener("mouseleave", close);
  };
  const plan = (link) => {
    if (owner === link) return;
    close();
    owner = link;
    timer = window.setTimeout(() => open(link), WAIT_MS);
  };
  const terms = (event) => event.target.closest?.("a[data-term]");
  reader.addEventListener("mouseover", (event) => { const link = terms(event); if (link) plan(link); });
  reader.addEventListener("mouseout", (event) => {
    if (terms(event) && !card?.contains(event.relatedTarget)) window.setTimeout(() => { if (!card?.matches(":hover")) close(); }, 120);
  });
  reader.addEventListener("focusin", (event) => { const link = terms(event); if (link) plan(link); else close(); });
  reader.addEventListener("focusout", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
}

function cardOf(match) {
  const card = document.createElement("div");
  card.className = "term-card";
  card.id = "term-card";
  card.setAttribute("role", "tooltip");
  card.lang = "zh-CN";
  const name = document.createElement("h2");
  name.textContent = match.term;
  const text = document.createElement("p");
  text.className = "serif";
  text.textContent = match.definition;
  const source = document.createElement("p");
  source.className = "soft small";
  source.textContent = match.year ? `${match.title}（${match.year}）` : match.title;
  card.append(name, text, source);
  return card;
}
