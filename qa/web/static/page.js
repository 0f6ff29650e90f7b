// Tends the frame beside the answers: opens the first quote of a new answer, says which citation is
// shown, and on a narrow screen lays the letter over the answers. Copies citations and links, keeps
// the address and the list of questions asked, and reads keys. Without it the links of the citations
// still open letters in the frame, for they name it as their target.
(() => {
  "use strict";
  const WIDE = matchMedia("(min-width: 1000px)");
  const byId = (id) => document.getElementById(id);
  const HISTORY = "letters-qa asked";
  const MOST_REMEMBERED = 50;
  const CHANGED = [409, 410]; // a citation whose words the letter does not say any more
  const MOST_TRIES = 20; // of one question while it is busy
  let lastAnswer = null;
  let tries = 0;
  let cameFrom = null;
  let writing = null; // the summary that is asked for

  function showReader(on) {
    document.body.classList.toggle("reading", on);
  }

  // What is shown is read from the frame itself, never remembered: the mark on a citation cannot
  // differ from the passage beside it.
  function shownAddress() {
    try {
      const { pathname, search } = byId("letter").contentWindow.location;
      return /\/(l\/|p\/|t$)/.test(pathname) ? pathname + search : null;
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
    document.querySelector(".reader .bar h2").textContent = frame.contentDocument.title;
    markCurrent();
  }

  function answerChanged() {
    const answer = document.querySelector("#answer [data-answer]");
    const number = answer ? answer.dataset.answer : null;
    askAgain(document.querySelector("#answer [data-again]:not([data-waits])"));
    if (number === lastAnswer) return markCurrent();
    tries = 0;
    lastAnswer = number;
    document.body.classList.toggle("answered", Boolean(number));
    if (answer) remember(answer);
    const summary = answer && answer.querySelector(".summary");
    if (summary) summarise(summary);
    else writing?.abort();
    const first = answer && answer.dataset.found === "true" && answer.querySelector(".citation a.cite");
    if (first) byId("letter").contentWindow.location.replace(first.href);
    showReader(Boolean(first) && WIDE.matches);
    return markCurrent();
  }

  // Asks the same once more when it is less busy, unless something else is shown or typed by then.
  function askAgain(notice) {
    if (!notice || tries >= MOST_TRIES) return;
    const question = questionBox().value;
    notice.dataset.waits = "true";
    tries += 1;
    setTimeout(() => {
      if (notice.isConnected && questionBox().value === question) byId("ask").click();
    }, 1000 * Number(notice.dataset.again));
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
      const text = (await response.text()).trim();
      if (CHANGED.includes(response.status)) message = text;
      if (!response.ok) throw new Error(response.statusText);
      await toClipboard(text, button.dataset.copy.endsWith("form=html"));
      message = said.dataset.said.replace("{}", button.textContent);
      if (response.headers.get("Letter-Since") === "moved") message += ". " + said.dataset.moved;
    } catch (error) {
      console.warn(error);
    }
    said.textContent = message;
  }

  // Downloads a citation; says here, not in a file, that the letter's words have changed.
  async function downloadCitation(link) {
    const said = link.closest("details").querySelector(".copied");
    const response = await fetch(link.href);
    said.textContent = "";
    if (response.headers.get("Letter-Since") === "moved") said.textContent = said.dataset.moved;
    if (CHANGED.includes(response.status)) said.textContent = await response.text();
    else location.assign(link.href);
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

  // The address asks the same again, whoever opens it. A page that was opened by it stays as it is.
  function remember(answer) {
    const { link, question } = answer.dataset;
    const here = location.pathname + location.search;
    if (link !== here) history.pushState({}, "", link);
    byId("other-language").search = new URL(link, location.href).search;
    const asked = askedBefore().filter((one) => one.link !== link);
    keep([{ link, question }, ...asked].slice(0, MOST_REMEMBERED));
  }

  // Who has signed in; undefined until the page knows.
  const visitor = () => document.querySelector("[data-visitor]")?.dataset.visitor;

  // What another visitor of this browser has asked is never shown, and goes.
  function askedBefore() {
    try {
      const kept = JSON.parse(localStorage.getItem(HISTORY));
      if (Array.isArray(kept)) return visitor() ? [] : kept; // of an older version, without a name
      return kept && kept.visitor === visitor() ? kept.asked : [];
    } catch {
      return [];
    }
  }

  function keep(asked) {
    if (visitor() === undefined) return;
    try {
      localStorage.setItem(HISTORY, JSON.stringify({ visitor: visitor(), asked }));
    } catch (error) {
      console.warn(error); // private windows may refuse
    }
    showHistory();
  }

  function showHistory() {
    const box = byId("asked-before");
    const asked = askedBefore();
    box.hidden = asked.length === 0;
    box.querySelector("ol").replaceChildren(...asked.map(({ link, question }) => {
      const item = document.createElement("li");
      const anchor = document.createElement("a");
      anchor.href = new URL(link, location.href).origin === location.origin ? link : "#";
      anchor.textContent = question;
      item.append(anchor);
      return item;
    }));
  }

  // Puts text into a box of Gradio's as if it were typed.
  function type(box, text) {
    const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value");
    set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  globalThis.lettersQA = { askedBefore, type }; // for what suggests

  const questionBox = () => document.querySelector("#question input, #question textarea");

  async function copyLink(button) {
    let message = button.dataset.said;
    try {
      await toClipboard(location.href, false);
    } catch (error) {
      console.warn(error);
      message = button.dataset.failed;
    }
    button.textContent = message;
  }

  // Asks for the summary of an answer, and shows it as it comes: each line takes the place of the
  // one before. The quotes stand whether it comes or not; another answer ends it.
  async function summarise(place) {
    writing?.abort();
    writing = new AbortController();
    try {
      const response = await fetch(place.dataset.ask, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Accept-Language": place.dataset.language },
        body: place.dataset.asked,
        signal: writing.signal,
      });
      if (!response.ok) return say(place, (await response.json()).detail);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let waiting = "";
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const lines = (waiting + part.value).split("\n");
        waiting = lines.pop();
        for (const line of lines) showSummary(place, JSON.parse(line));
      }
    } catch (error) {
      if (error.name !== "AbortError") console.warn(error);
    }
  }

  function showSummary(place, summary) {
    const { comes, by, dropped, cost } = place.dataset;
    place.querySelector(".text").replaceChildren(...summary.sentences.flatMap((one) => [
      `${one.text}${/[.!?…]["”»’']?$/.test(one.text) ? "" : "."} `, ...one.quotes.map((number) => toQuote(place, number)), " ",
    ]));
    const left = Object.values(summary.dropped).reduce((sum, count) => sum + count, 0);
    const { tokens } = summary;
    const said = summary.whole ? [
      summary.sentences.length && by.replace("{}", summary.model),
      summary.told && `${summary.told}.`,
      left && dropped.replace("{}", left),
      tokens && cost.replace("{}", tokens.read).replace("{}", tokens.written),
    ] : [comes.replace("{}", summary.model)];
    say(place, said.filter(Boolean).join(" "));
  }

  function say(place, text) {
    place.querySelector(".hint").textContent = text;
    place.hidden = false;
  }

  function toQuote(place, number) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `[${number}]`;
    button.ariaLabel = place.dataset.quote.replace("{}", number);
    button.dataset.toQuote = number;
    return button;
  }

  function goToQuote(button) {
    const cards = button.closest(".answer").querySelectorAll(".quotes > .card");
    const card = cards[button.dataset.toQuote - 1];
    card.querySelector("a.cite").focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  // Sends a form of feedback as /api/feedback takes it, and says what came of it.
  async function sendFeedback(form) {
    const said = form.querySelector(".noted");
    const field = (name) => form.elements.namedItem(name);
    const [doc_id, unit, note] = ["doc_id", "unit", "note"].map((name) => field(name).value.trim());
    const sent = { ...JSON.parse(form.dataset.asked), nowhere: field("nowhere").checked, note };
    if (!sent.nowhere && doc_id && unit) sent.right = { doc_id, unit };
    try {
      const response = await fetch(form.dataset.feedback, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(sent),
      });
      said.textContent = response.ok ? form.dataset.said : (await response.json()).detail;
    } catch (error) {
      said.textContent = String(error);
    }
  }

  // Moves to the next or the former quote.
  function step(by) {
    const links = [...document.querySelectorAll("#answer .card a.cite, #answer .near a.cite")];
    const at = links.indexOf(document.activeElement);
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by];
    if (!next) return;
    next.focus();
    next.closest("article").scrollIntoView({ block: "nearest" });
  }

  function pressed(event) {
    if (event.key === "Escape") {
      if (document.activeElement === questionBox()) document.activeElement.blur();
      else closeReader();
      return;
    }
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      questionBox().focus();
      questionBox().select();
    } else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
  }

  function start() {
    document.addEventListener("click", (event) => {
      const link = event.target.closest('a[target="letter"]');
      if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        cameFrom = link;
        showReader(true);
        if (!WIDE.matches) byId("close-letter").focus();
      }
      if (event.target.closest("#close-letter")) closeReader();
      const copy = event.target.closest("button[data-copy]");
      if (copy) copyCitation(copy);
      const address = event.target.closest("button[data-copy-link]");
      if (address) copyLink(address);
      const file = event.target.closest(".cite-as a[download]");
      if (file && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        downloadCitation(file);
      }
      const cited = event.target.closest("button[data-to-quote]");
      if (cited) goToQuote(cited);
      const fill = event.target.closest("button[data-fill]");
      if (fill) type(questionBox(), fill.dataset.fill);
      const press = event.target.closest("button[data-press]");
      if (press) document.getElementById(press.dataset.press)?.click();
      if (event.target.closest("#forget")) keep([]);
    });
    document.addEventListener("submit", (event) => {
      const form = event.target.closest("form[data-feedback]");
      if (!form) return;
      event.preventDefault();
      sendFeedback(form);
    });
    document.addEventListener("keydown", pressed);
    addEventListener("popstate", () => location.reload());
    const known = new MutationObserver(() => {
      if (visitor() === undefined) return;
      known.disconnect();
      keep(askedBefore());
      const answer = document.querySelector("#answer [data-answer]");
      if (answer) remember(answer);
    });
    known.observe(byId("visitor"), { subtree: true, childList: true });
    keep(askedBefore());
    byId("letter").addEventListener("load", letterLoaded);
    byId("answer").setAttribute("aria-live", "polite");
    new MutationObserver(answerChanged).observe(byId("answer"), {
      subtree: true, childList: true, attributes: true, attributeFilter: ["data-answer"],
    });
  }

  // Gradio draws the page after this script has run.
  const drawn = new MutationObserver(() => {
    if (!byId("answer") || !byId("letter") || !byId("asked-before")) return;
    drawn.disconnect();
    start();
  });
  drawn.observe(document.documentElement, { subtree: true, childList: true });
})();
