// Sends files in parcels, each of which becomes a job, and leads to it. What has not been sent stays chosen, whatever happens.
const MOST_BYTES = 100e6;
const MOST_FILES = 200;

export function start(form) {
  const words = JSON.parse(form.dataset.words);
  const input = form.querySelector("input[type=file]");
  const progress = form.querySelector("[data-progress]");
  const button = form.querySelector("button");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!input.files.length) return;
    button.disabled = true;
    const view = shownIn(progress);
    const left = parcelsOf([...input.files]);
    const total = [...input.files].reduce((sum, file) => sum + file.size, 0) || 1;
    const accepted = [];
    let sent = 0;
    let trouble = null;
    while (left.length && !trouble) {
      const parcel = left[0];
      const tell = (bytes) => view.tell(words.sending, (sent + bytes) / total);
      tell(0);
      const answer = await send(form.action, parcel, form.elements.label?.value ?? "", tell);
      if (answer.address) {
        accepted.push(answer);
        sent += parcel.reduce((sum, file) => sum + file.size, 0);
        left.shift();
      } else trouble = answer;
    }
    keep(input, left.flat());
    button.disabled = false;
    if (!trouble) window.location.assign(accepted.length === 1 ? accepted[0].address : form.dataset.jobsPage);
    else view.fail(trouble, accepted.length, words, form.dataset);
  });
}

function parcelsOf(files) {
  const parcels = [];
  let size = Infinity;
  for (const file of files) {
    if (size + file.size > MOST_BYTES || parcels.at(-1)?.length >= MOST_FILES) {
      parcels.push([]);
      size = 0;
    }
    parcels.at(-1).push(file);
    size += file.size;
  }
  return parcels;
}

function keep(input, files) {
  const chosen = new DataTransfer();
  files.forEach((file) => chosen.items.add(file));
  input.files = chosen.files;
}

// XMLHttpRequest, for fetch does not say how much has been sent.
function send(address, files, label, tell) {
  const body = new FormData();
  files.forEach((file) => body.append("file", file));
  body.append("label", label);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => tell(event.loaded));
    request.addEventListener("error", () => resolve({ status: 0 }));
    request.addEventListener("load", () => {
      let said = {};
      try {
        said = JSON.parse(request.responseText);
      } catch {
        // A proxy's own page: the status says enough.
      }
      resolve({ status: request.status, address: said.address, ...said.error });
    });
    request.send(body);
  });
}

function shownIn(place) {
  const bar = document.createElement("progress");
  bar.max = 1;
  const state = document.createElement("p");
  state.setAttribute("role", "status");
  place.replaceChildren(bar, state);
  place.hidden = false;
  return {
    tell(text, share) {
      bar.value = share;
      state.textContent = `${text} ${Math.round(share * 100)}%`;
    },
    fail(trouble, count, words, addresses) {
      bar.remove();
      state.setAttribute("role", "alert");
      const label = document.createElement("span");
      label.className = "status status-error";
      label.textContent = words.failed;
      state.replaceChildren(label, ` ${explained(trouble, words)} `);
      if (trouble.status === 401) state.append(linkTo(addresses.signIn, words.sign_in, "_blank"), " ");
      if (count) state.append(`${words.accepted} `, linkTo(addresses.jobsPage, words.jobs, "_blank"));
    },
  };
}

function explained(trouble, words) {
  if (trouble.status === 401) return `${trouble.message ?? ""}：${words.again}`;
  if (!trouble.message) return words.lost;
  return trouble.hint ? `${trouble.message}（${trouble.hint}）` : trouble.message;
}

function linkTo(address, text, target) {
  const link = document.createElement("a");
  link.href = address;
  link.target = target;
  link.rel = "noopener";
  link.textContent = text;
  return link;
}
