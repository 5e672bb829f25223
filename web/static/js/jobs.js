// Follows jobs that are being done, and shows the page anew when one has gone on to its next state.
const FIRST_MS = 700;
const MOST_MS = 5000;

export function start(place) {
  const bars = [...place.querySelectorAll("[data-job]")];
  if (bars.length) follow(bars, place.dataset.lost, FIRST_MS);
}

async function follow(bars, lost, pause) {
  await new Promise((resolve) => setTimeout(resolve, pause));
  let next = Math.min(pause * 1.25, MOST_MS);
  for (const bar of bars) {
    const told = bar.querySelector("[data-told]");
    try {
      const response = await fetch(bar.dataset.job, { headers: { Accept: "application/json" } });
      if (response.status < 500 && !response.ok) return window.location.reload();
      const job = await response.json();
      if (job.state && job.state !== bar.dataset.state) return window.location.reload();
      show(bar.querySelector("progress"), told, job);
    } catch {
      // The server is being started again: the job goes on with it.
      told.textContent = lost;
      next = MOST_MS;
    }
  }
  return follow(bars, lost, next);
}

function show(bar, told, job) {
  if (job.total) {
    bar.max = job.total;
    bar.value = job.done;
  }
  told.textContent = job.total ? `${job.done} / ${job.total} ${job.now}` : job.now;
}
