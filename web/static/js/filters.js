// The filters of a network page: none ticked shows all, else only what is ticked; at once, and the address says so.
const NAMES = ["type", "relation"];

// Calls onChange({type: Set, relation: Set}) with what is ticked; gives the state of now.
export function startFilters(root, onChange) {
  const boxes = [...root.querySelectorAll("input[type=checkbox]")];
  const state = () => Object.fromEntries(NAMES.map((name) => [name, new Set(boxes.filter((box) => box.name === name && box.checked).map((box) => box.value))]));
  root.addEventListener("change", () => {
    const chosen = state();
    onChange(chosen);
    mirror(chosen);
  });
  return state();
}

export function fits(chosen, value) {
  return chosen.size === 0 || chosen.has(value);
}

function mirror(chosen) {
  const address = new URL(window.location.href);
  put(address, chosen);
  window.history.replaceState(null, "", address);
  for (const link of document.querySelectorAll(".exports a[href*='format=']")) {
    const target = new URL(link.href);
    put(target, chosen);
    link.href = target.pathname + target.search;
  }
}

function put(address, chosen) {
  for (const name of NAMES) {
    address.searchParams.delete(name);
    chosen[name].forEach((value) => address.searchParams.append(name, value));
  }
}
