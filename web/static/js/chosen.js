// The documents chosen in the table of the administration: the box above ticks all of the page, and follows what is ticked.
export function start(form) {
  const all = form.elements.namedItem("all");
  const boxes = [...form.elements].filter((box) => box.name === "document");
  all.addEventListener("change", () => boxes.forEach((box) => (box.checked = all.checked)));
  boxes.forEach((box) => box.addEventListener("change", () => tell()));
  // A browser that comes back to the page ticks what was ticked.
  tell();

  function tell() {
    const count = boxes.filter((box) => box.checked).length;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  }
}
