// What the page of letters does better with a script: files can be dropped, an upload tells how far
// it is, and a job's progress is shown until it ends. Without it the forms do the same.
(() => {
  "use strict";
  const LOOK_EVERY = 1000; // milliseconds
  const library = document.querySelector(".library");
  const form = document.getElementById("upload");

  // Shows how far the job is; when it ends, the page is made anew.
  async function look() {
    try {
      const response = await fetch(library.dataset.index, { cache: "no-store" });
      const { job } = await response.json();
      if (!job || job.ended) return location.replace(location.href);
      const bar = document.querySelector("#job progress");
      if (bar && job.total) {
        bar.max = job.total;
        bar.value = job.done;
      }
    } catch (error) {
      console.warn(error); // the server may be restarting
    }
    return setTimeout(look, LOOK_EVERY);
  }
  if (library.dataset.running === "true") setTimeout(look, LOOK_EVERY);

  if (!form) return;
  const files = form.querySelector("input[type=file]");
  const said = form.querySelector(".sending");

  // Shows a bar for each file; they go one after the other. Returns what moves them, given the share
  // of all that has gone, 0 to 1.
  function bars(chosen) {
    const list = document.createElement("ul");
    const each = chosen.map((file) => {
      const item = document.createElement("li");
      const bar = document.createElement("progress");
      bar.setAttribute("aria-label", file.name);
      bar.max = file.size || 1;
      bar.value = 0;
      item.append(file.name, " ", bar);
      list.append(item);
      return bar;
    });
    said.hidden = false;
    said.replaceChildren(form.dataset.uploading, list);
    return (share) => {
      let left = share * each.reduce((sum, bar) => sum + bar.max, 0);
      for (const bar of each) {
        bar.value = Math.min(bar.max, Math.max(0, left));
        left -= bar.max;
      }
    };
  }

  function send() {
    const request = new XMLHttpRequest();
    const sent = bars([...files.files]);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) sent(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      if (!(request.getResponseHeader("content-type") || "").startsWith("text/html")) {
        said.textContent = request.responseText;
        return;
      }
      document.open();
      document.write(request.responseText);
      document.close();
    });
    request.addEventListener("error", () => form.submit());
    request.open("POST", form.action);
    request.send(new FormData(form));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
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
    files.files = event.dataTransfer.files;
    send();
  });
})();
