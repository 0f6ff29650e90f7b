// Suggests as one types: names of the letters from the server, and questions asked before from this
// browser. A combobox with a list: arrows choose, Enter takes, Escape closes. Also shows what one may
// ask next under an answer. Without it one types and asks all the same.
(() => {
  "use strict";
  const ROOT = new URL("..", document.currentScript.src).pathname.replace(/\/$/, "");
  const PAUSE = 60; // milliseconds without a key before the server is asked
  const MOST_ASKED = 3;
  const FEWEST = 2;
  const byId = (id) => document.getElementById(id);
  const box = () => document.querySelector("#question input, #question textarea");
  const list = () => byId("suggestions");
  let options = [];
  let active = -1;
  let waiting = 0;
  let request = null;
  let chosen = null; // what was put in last: it needs no suggestion

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function askedBefore(typed) {
    const words = plain(typed).split(/\s+/).filter(Boolean);
    return globalThis.lettersQA.askedBefore()
      .map(({ question }) => question)
      .filter((one, at, all) => all.indexOf(one) === at && plain(one) !== plain(typed.trim()))
      .filter((one) => words.every((word) => plain(one).includes(word)))
      .slice(0, MOST_ASKED)
      .map((text) => ({ kind: "asked", text, detail: "", start: 0 }));
  }

  async function look() {
    const typed = box().value;
    request?.abort();
    if (typed.trim().length < FEWEST || typed === chosen) return close();
    request = new AbortController();
    try {
      const response = await fetch(`${ROOT}/api/suggest?q=${encodeURIComponent(typed)}`, {
        signal: request.signal,
      });
      if (!response.ok) return close();
      const { suggestions } = await response.json();
      if (box().value === typed && document.activeElement === box()) {
        show([...askedBefore(typed), ...suggestions]);
      }
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
    return undefined;
  }

  function show(found) {
    const place = list();
    const input = box();
    input.parentElement.append(place);
    options = found;
    active = -1;
    place.replaceChildren(...found.map((one, at) => {
      const item = document.createElement("li");
      item.id = `suggestion-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const name = document.createElement("span");
      name.textContent = one.text;
      if (one.kind !== "asked") name.lang = "nl";
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = [place.dataset[one.kind], one.detail].filter(Boolean).join(" · ");
      item.append(name, " ", kind);
      return item;
    }));
    place.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    input.removeAttribute("aria-activedescendant");
    const said = document.querySelector("#suggesting [data-said]");
    said.textContent = found.length ? said.dataset.said.replace("{}", found.length) : "";
  }

  function close() {
    if (list() && box()) show([]);
  }

  function choose(at) {
    active = at;
    const input = box();
    [...list().children].forEach((item, number) => {
      item.setAttribute("aria-selected", String(number === at));
      if (number === at) item.scrollIntoView({ block: "nearest" });
    });
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `suggestion-${at}`);
  }

  function take(at) {
    const { text, start } = options[at];
    chosen = box().value.slice(0, start) + text;
    globalThis.lettersQA.type(box(), chosen);
    close();
  }

  function pressed(event) {
    if (event.target !== box() || list().hidden || event.isComposing) return;
    const { key } = event;
    if (key === "ArrowDown" || key === "ArrowUp") {
      const places = options.length + 1; // the last is none: what was typed
      const step = key === "ArrowDown" ? 1 : -1;
      choose(((active + 1 + step + places) % places) - 1);
    } else if (key === "Enter" && active >= 0) take(active);
    else if (key === "Escape") close();
    else {
      if (key === "Enter" || key === "Tab") close();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  function typed(event) {
    if (event.target !== box() || !event.isTrusted) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  }

  function clicked(event) {
    const item = event.target.closest("#suggestions li");
    if (item) take([...list().children].indexOf(item));
    const button = event.target.closest("button[data-ask-next]");
    if (button) {
      globalThis.lettersQA.type(box(), button.textContent);
      byId("ask").click();
    }
  }

  // Asks what one may ask next, once for each answer.
  async function showNext() {
    const place = document.querySelector("#answer .next:not([data-waits])");
    if (!place) return;
    place.dataset.waits = "true";
    try {
      const response = await fetch(place.dataset.next, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: place.dataset.asked,
      });
      if (!response.ok || !place.isConnected) return;
      const { questions } = await response.json();
      place.querySelector("ul").replaceChildren(...questions.map((question) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.askNext = "";
        button.textContent = question;
        item.append(button);
        return item;
      }));
      place.hidden = questions.length === 0;
    } catch (error) {
      console.warn(error);
    }
  }

  function start() {
    const input = box();
    const attributes = {
      role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": "suggestions", "aria-haspopup": "listbox",
    };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    document.addEventListener("input", typed);
    document.addEventListener("keydown", pressed, true);
    document.addEventListener("mousedown", (event) => {
      if (event.target.closest("#suggestions")) event.preventDefault(); // the box keeps the focus
    });
    document.addEventListener("click", clicked);
    document.addEventListener("focusout", (event) => {
      if (event.target === box()) close();
    });
    new MutationObserver(showNext).observe(byId("answer"), { subtree: true, childList: true });
    showNext();
  }

  // Gradio draws the page after this script has run.
  const drawn = new MutationObserver(() => {
    if (!box() || !list() || !byId("answer") || !globalThis.lettersQA) return;
    drawn.disconnect();
    start();
  });
  drawn.observe(document.documentElement, { subtree: true, childList: true });
})();
