// Copies citations, and tends the frame beside the answers: opens the first quote of a new answer,
// says which citation is shown, and on a narrow screen lays the letter over the answers. Without it the links of the
// citations still open letters in the frame, for they name it as their target.
(() => {
  "use strict";
  const WIDE = matchMedia("(min-width: 1000px)");
  const byId = (id) => document.getElementById(id);
  let lastAnswer = null;
  let cameFrom = null;

  function showReader(on) {
    document.body.classList.toggle("reading", on);
  }

  // What is shown is read from the frame itself, never remembered: the mark on a citation cannot
  // differ from the passage beside it.
  function shownAddress() {
    try {
      const { pathname, search } = byId("letter").contentWindow.location;
      return pathname.startsWith("/l/") ? pathname + search : null;
    } catch {
      return null;
    }
  }

  function markCurrent() {
    const shown = shownAddress();
    for (const link of document.querySelectorAll("a.cite")) {
      const own = new URL(link.href);
      if (own.pathname + own.search === shown) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  function letterLoaded() {
    const shown = shownAddress();
    if (!shown) return;
    const frame = byId("letter");
    const dark = document.body.classList.contains("dark");
    frame.contentDocument.documentElement.dataset.theme = dark ? "dark" : "light";
    byId("open-letter").href = shown + frame.contentWindow.location.hash;
    markCurrent();
  }

  function answerChanged() {
    const answer = document.querySelector("#answer [data-answer]");
    const number = answer ? answer.dataset.answer : null;
    if (number === lastAnswer) return markCurrent();
    lastAnswer = number;
    document.body.classList.toggle("answered", Boolean(number));
    const first = answer && answer.dataset.found === "true" && answer.querySelector("a.cite");
    if (first) byId("letter").contentWindow.location.replace(first.href);
    showReader(Boolean(first) && WIDE.matches);
    return markCurrent();
  }

  function closeReader() {
    showReader(false);
    if (cameFrom && cameFrom.isConnected) cameFrom.focus();
    cameFrom = null;
  }

  // Copies the citation at an address; as formatted text too where the form is HTML.
  async function copyCitation(button) {
    const said = button.closest("details").querySelector(".copied");
    let message = said.dataset.failed;
    try {
      const response = await fetch(button.dataset.copy);
      if (!response.ok) throw new Error(response.statusText);
      const text = (await response.text()).trim();
      await toClipboard(text, button.dataset.copy.endsWith("form=html"));
      message = said.dataset.said.replace("{}", button.textContent);
    } catch (error) {
      console.warn(error);
    }
    said.textContent = message;
  }

  async function toClipboard(text, isHtml) {
    if (!navigator.clipboard) return oldClipboard(text);
    if (!isHtml || !window.ClipboardItem) return navigator.clipboard.writeText(text);
    const types = ["text/plain", "text/html"];
    const blobs = types.map((type) => [type, new Blob([text], { type })]);
    return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
  }

  // Where the page is not served over https, browsers offer only this.
  function oldClipboard(text) {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("not copied");
  }

  function start() {
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a.cite");
      if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        cameFrom = link;
        showReader(true);
        if (!WIDE.matches) byId("close-letter").focus();
      }
      if (event.target.closest("#close-letter")) closeReader();
      const copy = event.target.closest("button[data-copy]");
      if (copy) copyCitation(copy);
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !WIDE.matches) closeReader();
    });
    byId("letter").addEventListener("load", letterLoaded);
    byId("answer").setAttribute("aria-live", "polite");
    new MutationObserver(answerChanged).observe(byId("answer"), {
      subtree: true, childList: true, attributes: true, attributeFilter: ["data-answer"],
    });
  }

  // Gradio draws the page after this script has run.
  const drawn = new MutationObserver(() => {
    if (!byId("answer") || !byId("letter")) return;
    drawn.disconnect();
    start();
  });
  drawn.observe(document.documentElement, { subtree: true, childList: true });
})();
