// Asks for the translation of a quote, or of a passage chosen in a letter, and puts it below the
// original, marked as a language model's, with what differs. Without it the buttons do nothing; the
// original is never touched.
(() => {
  "use strict";

  const element = (tag, text = "", attributes = {}) => {
    const made = Object.assign(document.createElement(tag), { textContent: text });
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  // A sentence with the words marked that differ from the original.
  function sentence(one, texts) {
    if (!one.text) return [element("em", `[${texts.none}: ${one.problem}]`), " "];
    const places = one.differences
      .filter((difference) => difference.translation_start !== null)
      .sort((a, b) => a.translation_start - b.translation_start);
    const signs = [...one.text]; // offsets count characters, not halves of them
    const parts = [];
    let at = 0;
    for (const { translation_start: start, translation_end: end } of places) {
      if (start < at) continue;
      parts.push(signs.slice(at, start).join(""), element("mark", signs.slice(start, end).join("")));
      at = end;
    }
    return [...parts, signs.slice(at).join(""), " "];
  }

  function shown({ model, language, sentences }, texts) {
    const words = element("p", "", { lang: language, class: "words" });
    words.append(...sentences.flatMap((one) => sentence(one, texts)));
    const differences = sentences.flatMap((one) => one.differences);
    const parts = [words];
    if (differences.length) {
      const list = element("ul", "", { lang: "en" });
      list.append(...differences.map((one) => element("li", one.message)));
      parts.push(element("p", texts.differs, { class: "hint" }), list);
    }
    return { by: texts.by.replace("{}", model), parts };
  }

  // Fills a section: a status that is read out, then the translation.
  async function translate(place, section, texts) {
    const status = element("p", texts.waits, { role: "status", class: "label" });
    section.replaceChildren(status);
    section.hidden = false;
    try {
      const response = await fetch(texts.address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(place),
      });
      const told = await response.json();
      if (!response.ok) {
        status.textContent = told.detail;
        return;
      }
      const { by, parts } = shown(told.translation, texts);
      status.textContent = by;
      section.append(...parts);
    } catch (error) {
      console.warn(error);
      status.textContent = texts.failed;
    }
  }

  // On a card: the buttons name the place.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-translate]");
    if (!button || button.ariaDisabled === "true") return;
    const card = button.closest("article");
    const section = card.querySelector("section.translation");
    const buttons = card.querySelectorAll("button[data-translate]");
    for (const one of buttons) one.ariaDisabled = "true";
    await translate(JSON.parse(button.dataset.translate), section, { ...section.dataset });
    for (const one of buttons) one.ariaDisabled = null;
  });

  // In a letter: the passage that was chosen, below the unit in which it ends.
  document.addEventListener("translate", (event) => {
    const place = event.detail;
    const units = [...document.querySelectorAll("article.letter [data-start]")];
    const last = units.filter((unit) => Number(unit.dataset.start) < place.end).at(-1);
    const block = last && (last.closest(".rows") || last.closest(".unit"));
    if (!block) return;
    if (block.nextElementSibling?.matches("section.translation")) block.nextElementSibling.remove();
    const texts = event.target.dataset;
    const section = element("section", "", { class: "translation", "aria-label": texts.label });
    block.after(section);
    translate(place, section, texts);
  });
})();
