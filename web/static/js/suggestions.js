// Suggestions while typing: an ARIA combobox over the plain search box.
const WAIT_MS = 90;
let count = 0;

export function startSuggestions(input) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `suggestions-${(count += 1)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.suggestLabel);
  list.hidden = true;
  input.closest("[data-box]").append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  let timer = 0;
  let asked = "";
  let active = -1;
  let isComposing = false;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    close();
    if (option.dataset.href) window.location.assign(option.dataset.href);
    else {
      input.value = option.dataset.text;
      input.form.requestSubmit();
    }
  };
  const move = (step) => {
    const options = [...list.children];
    if (!options.length || list.hidden) return;
    active = (active + step + options.length + 1) % (options.length + 1);
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active < options.length) input.setAttribute("aria-activedescendant", options[active].id);
    else input.removeAttribute("aria-activedescendant");
  };
  const show = (items) => {
    list.replaceChildren(...items.map((item, i) => optionOf(item, `${list.id}-${i}`)));
    active = items.length;
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    [...list.children].forEach((option) => option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(option);
    }));
  };
  const ask = async () => {
    const prefix = input.value.trim();
    asked = prefix;
    if (!prefix) return close();
    try {
      const response = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(prefix.slice(0, 100))}`);
      if (!response.ok || asked !== prefix || document.activeElement !== input) return undefined;
      show((await response.json()).suggestions);
    } catch { close(); }
    return undefined;
  };

  input.addEventListener("compositionstart", () => { isComposing = true; });
  input.addEventListener("compositionend", () => { isComposing = false; timer = window.setTimeout(ask, WAIT_MS); });
  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    if (!isComposing) timer = window.setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); if (list.hidden) ask(); else move(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); move(-1); }
    else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    else if (event.key === "Enter" && !list.hidden && active < list.children.length) { event.preventDefault(); choose(list.children[active]); }
  });
}

function optionOf(item, id) {
  const option = document.createElement("li");
  option.id = id;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.text = item.text;
  if (item.href) option.dataset.href = item.href;
  if (item.glyph) {
    const glyph = document.createElement("span");
    glyph.className = `glyph t-${item.type}`;
    glyph.textContent = item.glyph;
    glyph.setAttribute("aria-hidden", "true");
    option.append(glyph);
  }
  const name = document.createElement("span");
  name.lang = "zh-CN";
  name.textContent = item.text;
  option.append(name);
  if (item.hint) {
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = item.hint;
    option.append(hint);
  }
  return option;
}
