// Light, dark or as the system has it, without loading the page again.
const ORDER = ["auto", "light", "dark"];
const YEAR_S = 31536000;

export function startTheme() {
  const links = [...document.querySelectorAll("[data-theme-switch]")];
  links.forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    const root = document.documentElement;
    const next = ORDER[(ORDER.indexOf(root.dataset.theme) + 1) % ORDER.length];
    root.dataset.theme = next;
    document.cookie = `cetu_theme=${next}; path=/; max-age=${YEAR_S}; samesite=lax`;
    for (const other of links) other.querySelector(".tool-text").textContent = other.dataset.labels.split("|")[ORDER.indexOf(next)];
  }));
}
