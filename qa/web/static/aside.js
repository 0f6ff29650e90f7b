// Puts passages aside for a memo: words selected in a letter, a paragraph of it that was clicked, or
// a quote of an answer. The folder is kept in this browser; `memo.js` shows it.
(() => {
  "use strict";
  const KEY = "letters-qa memo";
  const LOCAL = ["127.0.0.1", "localhost", "[::1]"];
  const SHORT = 8; // characters of a version in an address

  function putAside(passage) {
    let folder = { schema: 1, title: "", passages: [] };
    try {
      folder = JSON.parse(localStorage.getItem(KEY)) || folder;
    } catch {
      // what is no folder is begun anew
    }
    const same = (one) => one.doc_id === passage.doc_id && one.start === passage.start && one.end === passage.end && one.version === passage.version;
    if (!folder.passages.some(same)) folder.passages.push({ ...passage, note: "" });
    localStorage.setItem(KEY, JSON.stringify(folder));
  }

  // A quote of an answer: the button names its place.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-aside]");
    if (!button) return;
    const [start, end] = button.dataset.place.split("-").map(Number);
    putAside({ doc_id: button.dataset.aside, start, end, version: button.dataset.version });
    const label = button.textContent;
    button.textContent = button.dataset.said;
    setTimeout(() => { button.textContent = label; }, 2500);
  });

  const tools = document.querySelector(".passage-tools");
  if (!tools) return;
  const said = tools.querySelector("[role=status]");
  let chosen = null; // [start, end] in characters of the letter's text

  const holder = (node) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const text = element.closest(".text, td[data-start], th[data-start]");
    return text && text.closest("article.letter") ? text : null;
  };
  const startOf = (text) => Number((text.dataset.start ? text : text.closest("[data-start]")).dataset.start);

  function offset(node, at) {
    const text = holder(node);
    if (!text) return null;
    const range = document.createRange();
    range.selectNodeContents(text);
    range.setEnd(node, at);
    return startOf(text) + range.toString().length;
  }

  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const [start, end] = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
    if (start === null || end === null) return null;
    const words = range.toString();
    const place = [start + words.length - words.trimStart().length, end - (words.length - words.trimEnd().length)];
    return place[0] < place[1] ? place : null;
  }

  function whole(text) {
    const start = startOf(text);
    return [start, start + text.textContent.length];
  }

  function choose(place, unit = null) {
    chosen = place;
    for (const one of document.querySelectorAll(".unit.chosen")) one.classList.remove("chosen");
    if (unit) unit.classList.add("chosen");
    tools.hidden = !place;
    said.textContent = "";
  }

  document.addEventListener("selectionchange", () => {
    const place = selected();
    if (place) choose(place);
  });
  document.addEventListener("click", (event) => {
    if (tools.contains(event.target) || selected() || event.target.closest("a, button, input")) return;
    const unit = event.target.closest(".unit");
    const text = unit && (holder(event.target) || unit.querySelector(".text"));
    choose(text ? whole(text) : null, unit);
  });
  // With the keyboard: the number of a paragraph chooses it.
  document.addEventListener("focusin", (event) => {
    const number = event.target.closest("a.number");
    const unit = number && number.closest(".unit");
    if (unit) choose(whole(unit.querySelector(".text")), unit);
  });

  const { doc, version } = tools.dataset;
  const query = () => `q=${chosen.join("-")}&v=${version.slice(0, SHORT)}`;
  const work = {
    aside: async () => {
      putAside({ doc_id: doc, start: chosen[0], end: chosen[1], version });
      return tools.dataset.asidePut;
    },
    translate: async () => {
      const detail = { doc_id: doc, start: chosen[0], end: chosen[1], sha256: version };
      tools.dispatchEvent(new CustomEvent("translate", { bubbles: true, detail }));
      return "";
    },
    link: async () => {
      const address = new URL(`${tools.dataset.letter}?${query()}#quote`, location.href);
      await navigator.clipboard.writeText(address.href);
      return LOCAL.includes(location.hostname) ? tools.dataset.localLink : tools.dataset.linkCopied;
    },
    cite: async () => {
      const response = await fetch(`${tools.dataset.cite}?${query()}&form=reference&lang=${document.documentElement.lang}`);
      const text = (await response.text()).trim();
      if (!response.ok) return text;
      await navigator.clipboard.writeText(text);
      return tools.dataset.copied.replace("{}", text);
    },
  };
  tools.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-do]");
    if (!button || !chosen) return;
    try {
      said.textContent = await work[button.dataset.do]();
    } catch (error) {
      console.warn(error);
      said.textContent = tools.dataset.failed;
    }
  });
})();
