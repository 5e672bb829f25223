// Findings are taken over into a corrected copy one by one, or set aside: once, or for good in this browser.
const RIGHT_KEY = "cetu.right";

export function start(root) {
  const words = JSON.parse(root.dataset.words);
  const draft = root.querySelector(".draft");
  const right = readRight();
  const items = [...root.querySelectorAll("[data-finding]")].map((item) => itemOf(item, draft));
  const bar = barOf(words, () => textOf(draft));
  draft.before(bar.element);
  const count = () => bar.tell(items.filter((item) => item.isTaken).length);
  for (const item of items) {
    // What is done most often stands before what is decided for good.
    const tools = toolsOf(item, words, right, count);
    const decision = item.element.querySelector(".right");
    if (decision) decision.before(tools);
    else item.element.append(tools);
    if (right.has(item.key)) setAside(item, true);
  }
  count();
}

function itemOf(element, draft) {
  const mark = draft.querySelector(`#f${element.dataset.finding}`);
  const link = mark?.querySelector("a");
  const before = link ? textOf(link) : "";
  return { element, mark, link, before, expected: element.dataset.expected, key: `${before} → ${element.dataset.expected}`, isTaken: false };
}

function toolsOf(item, words, right, count) {
  const tools = document.createElement("p");
  tools.className = "finding-tools";
  if (item.expected && item.link) {
    const accept = buttonOf(words.accept);
    accept.addEventListener("click", () => {
      item.isTaken = !item.isTaken;
      item.link.firstChild.nodeValue = item.isTaken ? item.expected : item.before;
      item.mark.classList.toggle("taken", item.isTaken);
      item.element.classList.toggle("done", item.isTaken);
      accept.textContent = item.isTaken ? words.undo : words.accept;
      count();
    });
    tools.append(accept);
  }
  // Who may decide does so for everybody, with a reason: the form is in the page.
  if (item.element.querySelector(".right")) {
    tools.append(skipOf(item, words));
    return tools;
  }
  const fine = buttonOf(right.has(item.key) ? words.doubt : words.right);
  fine.addEventListener("click", () => {
    const isRight = !right.has(item.key);
    if (isRight) right.add(item.key);
    else right.delete(item.key);
    keepRight(right);
    setAside(item, isRight);
    fine.textContent = isRight ? words.doubt : words.right;
  });
  tools.append(fine);
  return tools;
}

// Set aside on this page only: the next check finds it again.
function skipOf(item, words) {
  const skip = buttonOf(words.skip);
  let isSkipped = false;
  skip.addEventListener("click", () => {
    isSkipped = !isSkipped;
    setAside(item, isSkipped);
    skip.textContent = isSkipped ? words.doubt : words.skip;
  });
  return skip;
}

function setAside(item, isRight) {
  item.element.classList.toggle("done", isRight);
  item.mark?.classList.toggle("aside", isRight);
}

function barOf(words, text) {
  const element = document.createElement("p");
  element.className = "draft-tools";
  const copy = buttonOf(words.copy);
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text());
    copy.textContent = words.copied;
    window.setTimeout(() => { copy.textContent = words.copy; }, 1500);
  });
  const save = buttonOf(words.save);
  save.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text()], { type: "text/plain;charset=utf-8" }));
    link.download = `${words.file}.txt`;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  const state = document.createElement("span");
  state.className = "soft small";
  state.setAttribute("role", "status");
  element.append(copy, save, state);
  return { element, tell: (n) => { state.textContent = words.taken.replace("#", n); } };
}

// The numbers at the marks are no part of the text.
function textOf(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("sup").forEach((number) => number.remove());
  return copy.textContent;
}

function buttonOf(label) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-plain";
  button.textContent = label;
  return button;
}

function readRight() {
  try { return new Set(JSON.parse(window.localStorage.getItem(RIGHT_KEY) ?? "[]")); } catch { return new Set(); }
}

function keepRight(right) {
  try { window.localStorage.setItem(RIGHT_KEY, JSON.stringify([...right])); } catch { /* private window: for this page only */ }
}
