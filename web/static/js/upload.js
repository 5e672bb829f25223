// Uploads one file after the other, and says of each what came of it. Leaving the page stops only what has not begun.
export function start(form) {
  const words = JSON.parse(form.dataset.words);
  const progress = form.querySelector("[data-progress]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = [...form.querySelector("input[type=file]").files];
    if (!files.length) return;
    const label = form.elements.label?.value ?? "";
    const button = form.querySelector("button");
    button.disabled = true;
    const bar = document.createElement("progress");
    bar.max = files.length;
    bar.value = 0;
    const state = document.createElement("p");
    state.setAttribute("role", "status");
    const list = document.createElement("ul");
    const rows = files.map((file) => rowOf(file.name, words.waiting));
    list.append(...rows.map((row) => row.item));
    progress.replaceChildren(bar, state, list);
    progress.hidden = false;
    for (const [i, file] of files.entries()) {
      state.textContent = `${words.sending} ${i + 1} / ${files.length}`;
      rows[i].state.textContent = words.sending;
      await send(form.dataset.upload, file, label, rows[i], words);
      bar.value = i + 1;
    }
    state.textContent = words.done;
    button.disabled = false;
    form.reset();
  });
}

async function send(address, file, label, row, words) {
  const body = new FormData();
  body.append("file", file);
  body.append("label", label);
  try {
    const response = await fetch(address, { method: "POST", body });
    const report = await response.json();
    if (report.error) return fail(row, words, report.error);
    if (report.failed.length) return fail(row, words, report.failed[0]);
    if (!report.added.length) return tell(row, words.unchanged);
    const added = report.added[0];
    tell(row, words[added.status]);
    const link = document.createElement("a");
    link.href = `/documents/${encodeURIComponent(added.id)}`;
    link.textContent = added.title;
    row.state.append(" ", link);
  } catch {
    tell(row, words.lost, "status-error");
  }
  return undefined;
}

function fail(row, words, error) {
  tell(row, words.failed, "status-error");
  row.state.append(` ${error.message}${error.hint ? `（${error.hint}）` : ""}`);
}

function tell(row, text, kind = "status-achieved") {
  const label = document.createElement("span");
  label.className = `status ${kind}`;
  label.textContent = text;
  row.state.replaceChildren(label);
}

function rowOf(name, waiting) {
  const item = document.createElement("li");
  const title = document.createElement("span");
  title.lang = "zh-CN";
  title.textContent = name;
  const state = document.createElement("span");
  state.className = "soft";
  state.textContent = waiting;
  item.append(title, state);
  return { item, state };
}
