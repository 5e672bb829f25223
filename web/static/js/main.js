// Starts what a page has; every page reads and works without any of it.
import { startTheme } from "./theme.js";
import { startKeys } from "./keys.js";
import { startSuggestions } from "./suggestions.js";

startTheme();
startKeys();
document.querySelectorAll("[data-suggest]").forEach(startSuggestions);

const parts = [
  ["[data-reader]", "./reader.js"],
  ["[data-upload]", "./upload.js"],
  ["[data-check]", "./check.js"],
  ["[data-jobs]", "./jobs.js"],
  ["[data-chosen]", "./chosen.js"],
];
for (const [selector, module] of parts) {
  const element = document.querySelector(selector);
  if (element) import(module).then((loaded) => loaded.start(element));
}
