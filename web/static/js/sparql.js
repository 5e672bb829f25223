// The query box as an editor: colours, faults while typing, completion from the library's own vocabulary. Without this it is a plain box.
const form = document.querySelector("[data-sparql]");
const given = document.getElementById("sparql-words");

if (form && given && window.Yasqe) start(form, JSON.parse(given.textContent));

function start(root, words) {
  const box = root.querySelector("textarea");
  const place = root.querySelector("[data-editor]");
  completeFrom("property", words.properties);
  completeFrom("class", words.classes);
  const editor = new window.Yasqe(place, {
    value: box.value,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "auto",
    viewportMargin: Infinity,
    autocompleters: ["variables", "cetu-property", "cetu-class"],
    // The Tab key leaves the box, as everywhere.
    extraKeys: {
      Tab: false,
      "Shift-Tab": false,
      "Ctrl-Space": (self) => self.autocomplete(),
      "Ctrl-/": (self) => self.commentLines(),
      "Shift-Ctrl-F": (self) => self.autoformat(),
      "Ctrl-Enter": () => root.requestSubmit(),
      "Cmd-Enter": () => root.requestSubmit(),
    },
  });
  const field = editor.getInputField();
  field.setAttribute("aria-label", words.label);
  field.setAttribute("aria-describedby", "sparql-hint");
  root.querySelector("[data-plain]").hidden = true;
  place.hidden = false;
  document.getElementById("sparql-hint").hidden = false;
  editor.refresh();
  editor.on("change", () => { box.value = editor.getValue(); });
  root.addEventListener("submit", () => { box.value = editor.getValue(); });
  window.cetuEditor = editor;
}

// The editor's own lists of properties and classes ask servers elsewhere: ours are in the page.
function completeFrom(kind, iris) {
  window.Yasqe.forkAutocompleter(kind, { name: `cetu-${kind}`, bulk: true, persistenceId: null, get: () => iris }, false);
}
