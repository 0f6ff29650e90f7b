// Keeps what is followed (in this browser, or on the server for who signs in), asks what is new on
// it, and shows that. What letters say is only ever set as text.
(() => {
  "use strict";
  const KEY = "letters-qa followed";
  const AT_ONCE = 20; // things of which the server tells news in one request
  const root = document.getElementById("following");
  const said = document.getElementById("said");
  const list = document.getElementById("list");
  const add = document.getElementById("add");
  const texts = root.dataset;
  const kinds = JSON.parse(texts.kinds);
  const signedIn = texts.signed === "true";
  let followed = [];

  async function load() {
    if (!signedIn) {
      try {
        followed = JSON.parse(localStorage.getItem(KEY) || "[]");
      } catch {
        followed = [];
      }
      return;
    }
    const response = await fetch(texts.list);
    if (!response.ok) throw new Error(response.statusText);
    followed = (await response.json()).followed;
  }

  async function keep(changed) {
    if (signedIn) {
      const response = await fetch(texts.list, {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ schema: 1, followed: changed }),
      });
      if (!response.ok) throw new Error((await response.json()).detail);
      followed = (await response.json()).followed;
    } else {
      localStorage.setItem(KEY, JSON.stringify(changed));
      followed = changed;
    }
  }

  const names = (one) => [...one.dossiers, ...one.kinds, ...one.senders, ...one.letters].join(", ");
  const title = (one) => [one.question, names(one)].filter(Boolean).join(" · ") || kinds[one.kind];
  const day = (iso) => new Date(iso).toLocaleDateString(texts.lang === "en" ? "en-GB" : texts.lang, { dateStyle: "long" });

  function made(tag, text, className) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function feedOf(one) {
    const query = new URLSearchParams({ what: one.kind });
    if (one.question) query.set("q", one.question);
    for (const [name, values] of [["dossier", one.dossiers], ["kind", one.kinds], ["sender", one.senders], ["letter", one.letters]]) {
      for (const value of values) query.append(name, value);
    }
    query.set("lang", texts.lang);
    if (signedIn) {
      query.set("user", texts.user);
      query.set("token", texts.token);
    }
    return `${texts.feed}?${query}`;
  }

  function shownItem(item) {
    const place = item.citation;
    const shown = made("li");
    if (item.text) {
      const quote = made("blockquote", item.text);
      quote.lang = "nl";
      shown.append(quote);
    }
    const where = made("p", "", "where");
    const link = made("a", item.text ? place.reference : item.title);
    link.href = `${texts.letters}${encodeURIComponent(item.doc_id)}?q=${place.start}-${place.end}&v=${place.sha256.slice(0, 8)}&lang=${texts.lang}#quote`;
    link.lang = "nl";
    where.append(link, " ", made("span", item.date ? day(item.date) : ""));
    shown.append(where);
    return shown;
  }

  function button(label, about, work) {
    const element = made("button", label);
    element.type = "button";
    element.setAttribute("aria-label", `${label}: ${about}`);
    element.addEventListener("click", () => work().catch(failed));
    return element;
  }

  function shownEntry(one, number, news) {
    const entry = made("li", "", "entry");
    const count = news ? news.items.length + news.more : 0;
    const state = made("p", "", "state");
    state.append(made("span", kinds[one.kind]), made("span", count ? texts.new.replace("{}", count) : texts.nothing, count ? "status new" : "status"));
    if (one.looked) state.append(made("span", texts.since.replace("{}", day(one.looked))));
    entry.append(state, made("h2", title(one), "name"));
    if (news && news.items.length) {
      const items = made("ul", "", "news");
      items.append(...news.items.map(shownItem));
      entry.append(items);
    }
    const actions = made("p", "", "actions");
    const feed = made("a", texts.feedName);
    feed.href = feedOf(one);
    if (count) {
      actions.append(button(texts.looked, title(one), () => change((all) => all.map((it, at) => (at === number ? { ...it, looked: new Date().toISOString() } : it)))));
    }
    actions.append(button(texts.remove, title(one), () => change((all) => all.filter((_, at) => at !== number))), feed);
    entry.append(actions);
    return entry;
  }

  async function newsOf(some) {
    const response = await fetch(texts.news, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ schema: 1, followed: some }),
    });
    if (!response.ok) throw new Error((await response.json()).detail);
    return (await response.json()).news;
  }

  async function show() {
    list.replaceChildren();
    if (!followed.length) {
      said.textContent = list.dataset.none;
      return;
    }
    said.textContent = texts.loading;
    const news = [];
    for (let at = 0; at < followed.length; at += AT_ONCE) {
      news.push(...(await newsOf(followed.slice(at, at + AT_ONCE))));
    }
    list.replaceChildren(...followed.map((one, number) => shownEntry(one, number, news[number])));
    said.textContent = "";
  }

  async function change(how) {
    await keep(how(followed));
    await show();
  }

  function failed(error) {
    console.warn(error);
    said.textContent = texts.failed;
  }

  add.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = new FormData(add);
    const value = (name) => String(given.get(name) || "").trim();
    const one = {
      kind: value("kind"), question: value("question"), letters: [], kinds: [],
      dossiers: value("dossier") ? [value("dossier")] : [],
      senders: value("sender") ? [value("sender")] : [],
      looked: new Date().toISOString(),
    };
    const enough = one.kind === "question" ? one.question : one.dossiers.length || one.senders.length || one.kind === "commitments";
    if (!enough) {
      said.textContent = texts.tooLittle;
      return;
    }
    if (one.kind === "letters") one.question = "";
    change((all) => [...all, one]).then(() => add.reset()).catch(failed);
  });

  document.getElementById("export").addEventListener("click", () => {
    const text = JSON.stringify({ schema: 1, followed }, null, 1);
    const link = made("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = "followed.json";
    link.click();
    URL.revokeObjectURL(link.href);
  });

  document.getElementById("import").addEventListener("change", async (event) => {
    try {
      const taken = JSON.parse(await event.target.files[0].text()).followed;
      const fits = Array.isArray(taken) && taken.every((one) => one.kind in kinds && [one.letters, one.dossiers, one.kinds, one.senders].every(Array.isArray));
      if (!fits) throw new Error("no list");
      const known = new Set(followed.map((one) => JSON.stringify([one.kind, title(one)])));
      await change((all) => [...all, ...taken.filter((one) => !known.has(JSON.stringify([one.kind, title(one)])))]);
      said.textContent = texts.imported;
    } catch (error) {
      console.warn(error);
      said.textContent = texts.notImported;
    }
    event.target.value = "";
  });

  // "?q=...&dossier=..." as a question's own page has it: fills in the form.
  const asked = new URLSearchParams(location.search);
  if (asked.get("q")) add.elements.question.value = asked.get("q");
  if (asked.get("dossier")) {
    add.elements.dossier.value = asked.get("dossier");
    if (!asked.get("q")) add.elements.kind.value = "letters";
  }
  if (asked.get("what")) add.elements.kind.value = asked.get("what");
  load().then(show).catch(failed);
})();
