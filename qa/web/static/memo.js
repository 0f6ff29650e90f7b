// Shows the folder for a memo, which this browser keeps: order, notes, files. What letters say comes
// from the server as it stands now, and is only ever set as text.
(() => {
  "use strict";
  const KEY = "letters-qa memo";
  const root = document.getElementById("memo");
  const list = document.getElementById("list");
  const said = document.getElementById("said");
  const name = document.getElementById("name");
  const texts = root.dataset;
  let folder = { schema: 1, title: "", passages: [] };

  function load() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      if (kept && Array.isArray(kept.passages)) folder = kept;
    } catch {
      // what is no folder is begun anew
    }
    name.value = folder.title;
  }

  const keep = () => localStorage.setItem(KEY, JSON.stringify(folder));

  async function ask(path) {
    const response = await fetch(texts.api + path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(folder),
    });
    if (!response.ok) throw new Error((await response.json()).detail);
    return response;
  }

  function made(tag, text, className) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function button(label, sign, about, work) {
    const element = made("button", sign);
    element.type = "button";
    element.title = label;
    element.setAttribute("aria-label", `${label}: ${about}`);
    element.addEventListener("click", work);
    return element;
  }

  function move(number, by) {
    const [one] = folder.passages.splice(number, 1);
    folder.passages.splice(number + by, 0, one);
    keep();
    return show().then(() => list.children[number + by].querySelector("button").focus());
  }

  function noteOf(one, number) {
    const label = made("label", texts.note, "note");
    const box = made("textarea");
    box.rows = 2;
    box.maxLength = 5000;
    box.value = one.note;
    box.addEventListener("input", () => {
      folder.passages[number].note = box.value;
      keep();
    });
    label.append(box);
    return label;
  }

  function shown(one, number, standing) {
    const entry = made("li", "", "entry");
    const about = standing.reference || one.doc_id;
    entry.append(noteOf(one, number));
    if (standing.text) {
      const quote = made("blockquote", standing.text);
      quote.lang = "nl";
      const where = made("p", "", "where");
      const place = standing.citation;
      const link = made("a", standing.reference);
      link.href = `${texts.letters}${encodeURIComponent(one.doc_id)}?q=${place.start}-${place.end}&v=${place.sha256.slice(0, 8)}&lang=${texts.lang}#quote`;
      link.lang = "nl";
      where.append(link, " ", made("span", standing.title));
      where.lastChild.lang = "nl";
      entry.append(quote, where);
      if (standing.state === "moved") entry.append(made("p", texts.moved, "hint"));
    } else {
      entry.append(made("p", standing.problem, "problem"));
    }
    const actions = made("p", "", "actions");
    if (number > 0) actions.append(button(texts.up, "↑", about, () => move(number, -1)));
    if (number < folder.passages.length - 1) actions.append(button(texts.down, "↓", about, () => move(number, 1)));
    actions.append(button(texts.remove, texts.remove, about, () => {
      folder.passages.splice(number, 1);
      keep();
      show();
    }));
    entry.append(actions);
    return entry;
  }

  async function show() {
    const count = folder.passages.length;
    root.classList.toggle("empty", !count);
    said.textContent = count ? "" : texts.none;
    if (!count) return list.replaceChildren();
    try {
      const { passages } = await (await ask("")).json();
      list.replaceChildren(...folder.passages.map((one, number) => shown(one, number, passages[number])));
    } catch (error) {
      console.warn(error);
      said.textContent = texts.failed;
    }
    return undefined;
  }

  function download(blob, file) {
    const link = made("a");
    link.href = URL.createObjectURL(blob);
    link.download = file;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  name.addEventListener("input", () => {
    folder.title = name.value;
    keep();
  });
  for (const one of document.querySelectorAll("[data-form]")) {
    one.addEventListener("click", async () => {
      try {
        const response = await ask(`/${one.dataset.form}`);
        const file = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition"))[1];
        download(await response.blob(), file);
        said.textContent = "";
      } catch (error) {
        said.textContent = error.message || texts.failed;
      }
    });
  }
  document.getElementById("save").addEventListener("click", () => {
    download(new Blob([JSON.stringify(folder, null, 1)], { type: "application/json" }), "memo.json");
  });
  document.getElementById("empty").addEventListener("click", () => {
    folder = { schema: 1, title: "", passages: [] };
    name.value = "";
    keep();
    show();
  });
  document.getElementById("open").addEventListener("change", async (event) => {
    try {
      const taken = JSON.parse(await event.target.files[0].text());
      const fits = Array.isArray(taken.passages) && taken.passages.every((one) => typeof one.doc_id === "string" && Number.isInteger(one.start) && Number.isInteger(one.end) && typeof one.version === "string");
      if (!fits) throw new Error("no folder");
      folder.title = folder.title || String(taken.title || "");
      for (const { doc_id, start, end, version, note } of taken.passages) {
        folder.passages.push({ doc_id, start, end, version, note: String(note || "") });
      }
      name.value = folder.title;
      keep();
      await show();
      said.textContent = texts.opened;
    } catch (error) {
      console.warn(error);
      said.textContent = texts.notOpened;
    }
    event.target.value = "";
  });
  load();
  show();
})();
