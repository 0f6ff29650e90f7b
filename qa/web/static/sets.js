// What the page of a set of questions does better with a script: it tells how far the set is, and
// files can be dropped. Without it the page loads itself anew.
(() => {
  "use strict";
  const LOOK_EVERY = 700; // milliseconds
  const page = document.querySelector(".sets");
  const form = document.getElementById("send");

  async function look() {
    try {
      const response = await fetch(page.dataset.job, { cache: "no-store" });
      const job = await response.json();
      if (job.state !== "running") return location.replace(location.href);
      const bar = page.querySelector("progress");
      bar.value = job.done;
      const said = page.querySelector("[data-progress]");
      const parts = said.dataset.progress.split("{}");
      const text = `${parts[0]}${job.done}${parts[1]}${job.total}${parts[2]}`;
      if (said.textContent !== text) said.textContent = text;
    } catch (error) {
      console.warn(error); // the server may be restarting
    }
    return setTimeout(look, LOOK_EVERY);
  }
  if (page.dataset.state === "running") setTimeout(look, LOOK_EVERY);

  if (!form) return;
  form.addEventListener("submit", () => {
    const said = form.querySelector(".sending");
    said.hidden = false;
    said.textContent = form.dataset.sending;
  });
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    document.getElementById("file").files = event.dataTransfer.files;
    form.requestSubmit();
  });
})();
