// What the reading view does better with a script: find words in the letter, step from place to place,
// show a note where it is referred to, print. Without it the letter is whole and its links work.
(() => {
  "use strict";
  const finder = document.querySelector(".finder");
  const box = document.getElementById("find");
  const told = finder.querySelector("output");
  const [former, next] = ["former", "next"].map((id) => document.getElementById(id));
  const noteHere = document.getElementById("note-here");
  const marked = [...document.querySelectorAll("mark[id]")];
  let found = [];
  let at = -1;

  // Folds case and accents, a character for a character, so that places stay what they are.
  const fold = (text) => [...text].map((one) => {
    const plain = one.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    return plain.length === one.length ? plain : one;
  }).join("");

  function ranges(words) {
    const wanted = fold(words.trim());
    if (!wanted) return [];
    const places = [];
    for (const text of document.querySelectorAll(".unit .text, .rows td, .rows th")) {
      const nodes = [];
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      let whole = "";
      while (walker.nextNode()) {
        nodes.push([whole.length, walker.currentNode]);
        whole += walker.currentNode.data;
      }
      const folded = fold(whole);
      for (let i = folded.indexOf(wanted); i >= 0; i = folded.indexOf(wanted, i + wanted.length)) {
        places.push(rangeOf(nodes, i, i + wanted.length));
      }
    }
    return places;
  }

  function rangeOf(nodes, start, end) {
    const range = new Range();
    const holding = (place) => nodes.findLast(([from]) => from <= place);
    const [from, first] = holding(start);
    const [to, last] = holding(end - 1);
    range.setStart(first, start - from);
    range.setEnd(last, end - to);
    return range;
  }

  function highlight(name, places) {
    if (!window.CSS || !CSS.highlights) return;
    if (places.length) CSS.highlights.set(name, new Highlight(...places));
    else CSS.highlights.delete(name);
  }

  const places = () => (box.value.trim() ? found : marked);

  function tell() {
    const count = places().length;
    const shown = count > 1 || box.value.trim(); // one mark needs no counting
    told.textContent = shown
      ? finder.dataset.places.replace("{}", at < 0 ? 0 : at + 1).replace("{}", count)
      : "";
    former.disabled = next.disabled = count === 0;
  }

  function find() {
    found = ranges(box.value);
    highlight("found", found);
    at = -1;
    if (found.length) step(1);
    else highlight("here", []);
    tell();
  }

  function step(by) {
    const every = places();
    if (!every.length) return;
    at = at < 0 ? (by > 0 ? 0 : every.length - 1) : (at + by + every.length) % every.length;
    const place = every[at];
    for (const mark of marked) mark.classList.toggle("here", mark === place);
    if (place instanceof Range) highlight("here", [place]);
    const target = place instanceof Range ? place.startContainer.parentElement : place;
    target.scrollIntoView({ block: "center" });
    tell();
  }

  function showNote(link) {
    const text = document.querySelector(`#${CSS.escape(link.dataset.note)} .text`);
    if (!text) return false;
    noteHere.querySelector("p").textContent = `${link.dataset.mark}  ${text.textContent}`;
    noteHere.hidden = false;
    noteHere.cameFrom = link;
    noteHere.querySelector("button").focus();
    return true;
  }

  function closeNote() {
    if (noteHere.hidden) return false;
    noteHere.hidden = true;
    if (noteHere.cameFrom) noteHere.cameFrom.focus();
    return true;
  }

  box.addEventListener("input", find);
  finder.addEventListener("submit", (event) => {
    event.preventDefault();
    step(1);
  });
  former.addEventListener("click", () => step(-1));
  next.addEventListener("click", () => step(1));
  document.getElementById("print").addEventListener("click", () => print());
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.noteref");
    if (link && !event.ctrlKey && !event.metaKey && showNote(link)) event.preventDefault();
    if (event.target.closest("#note-here button")) closeNote();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && closeNote()) event.stopPropagation();
    else if (event.key === "Escape" && document.activeElement === box) {
      box.value = "";
      find();
    }
  });
  if (marked.length) at = 0;
  finder.hidden = false;
  tell();
})();
