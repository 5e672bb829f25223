// "/" goes to the one box, Escape leaves it.
export function startKeys() {
  const boxes = document.querySelectorAll("[data-slash]");
  const box = boxes[boxes.length - 1];
  if (!box) return;
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
}
