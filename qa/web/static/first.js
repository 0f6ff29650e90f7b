// Shows the passages found for a question where its answer lets wait, until it comes. Most answers come
// sooner than one looks up: then nothing is asked and nothing flickers. Without it one waits.
(() => {
  "use strict";
  const ROOT = new URL("..", document.currentScript.src).pathname.replace(/\/$/, "");
  const PATIENCE = 400; // milliseconds that an answer has before its passages are asked for
  const byId = (id) => document.getElementById(id);
  const box = () => document.querySelector("#question input, #question textarea");
  let waiting = 0;
  let request = null;
  let before = "";
  let after = ""; // the question that stands there, which the next may lean on

  // Gradio changes the place of the answer as soon as it is asked for: what stands there tells.
  const standing = () =>
    [...byId("answer").querySelectorAll("[data-answer], .notice")]
      .map((one) => one.dataset.answer ?? one.textContent)
      .join();

  function begin(alone) {
    end();
    before = standing();
    after = alone ? "" : byId("answer").querySelector("[data-question]")?.dataset.question;
    waiting = setTimeout(show, PATIENCE);
  }

  function end() {
    clearTimeout(waiting);
    request?.abort();
    byId("found-first")?.remove();
  }

  function changed() {
    if (standing() !== before) end();
  }

  async function show() {
    const question = box().value.trim();
    // what the filter leaves only Gradio knows
    if (!question || byId("left")?.textContent.trim()) return;
    request = new AbortController();
    try {
      const asked = new URLSearchParams({ q: question, lang: document.documentElement.lang });
      if (after) asked.set("after", after);
      const response = await fetch(`${ROOT}/first?${asked}`, { signal: request.signal });
      if (response.status !== 200) return;
      const place = document.createElement("section");
      place.id = "found-first";
      place.innerHTML = await response.text();
      byId("answer").before(place);
    } catch (error) {
      if (error.name !== "AbortError") console.warn(error);
    }
  }

  function start() {
    new MutationObserver(changed).observe(byId("answer"), {
      subtree: true, childList: true, attributes: true, attributeFilter: ["data-answer"],
    });
    document.addEventListener("click", (event) => {
      const pressed = event.target.closest("#ask, #any-time, #alone, .example");
      if (pressed) begin(pressed.id === "alone");
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing && event.target === box()) begin(false);
    }, true);
  }

  // Gradio draws the page after this script has run.
  const drawn = new MutationObserver(() => {
    if (!byId("answer") || !box()) return;
    drawn.disconnect();
    start();
  });
  drawn.observe(document.documentElement, { subtree: true, childList: true });
})();
