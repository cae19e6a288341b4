// The review desk: a decision is one request, and the next pair is on the desk before it has been sent. Works without this
// script too, by form and reload.
"use strict";

(() => {
  const root = document.querySelector("[data-review]");
  if (!root) return;
  const find = (what, within = root) => within.querySelector(what);
  const desk = find("[data-desk]");
  const over = find("[data-over]");
  const said = find("[data-said]");
  const ready = [...root.querySelectorAll("template[data-ahead]")].map((held) => held.content.firstElementChild);
  const passed = [];
  let shownAt = performance.now();
  let chain = Promise.resolve();
  let going = 0;

  const current = () => find("form[data-pair]", desk);
  const idOf = (form) => form.dataset.pair;
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window */ } };
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

  function put(form) {
    desk.replaceChildren(...(form ? [form] : []));
    over.hidden = Boolean(form) || going > 0;
    const evidence = find("[data-evidence]");
    if (evidence) evidence.open = recall("review-evidence") !== "closed";
    aim(0);
    window.scrollTo(0, 0);
    shownAt = performance.now();
  }

  const next = () => put(ready.shift());

  function say(words, { wrong = false, page = "" } = {}) {
    said.textContent = words;
    said.classList.toggle("ak-bad", wrong);
    if (page) said.append(" ", Object.assign(document.createElement("a"), { href: page, textContent: "What moved", className: "ak-link" }));
  }

  function take(drawn) {
    const known = new Set([...(current() ? [current()] : []), ...ready].map(idOf));
    for (const { id, html } of drawn) {
      if (known.has(String(id))) continue;
      const held = document.createElement("template");
      held.innerHTML = html.trim();
      ready.push(held.content.firstElementChild);
    }
    if (!current() && ready.length) next();
  }

  // Requests go out one after the other, so that what is undone is what was last decided.
  function send(address, data, { back = null } = {}) {
    going += 1;
    chain = chain.then(async () => {
      for (const form of [current(), ...ready]) if (form) data.append("have", idOf(form));
      for (const id of passed) data.append("passed", id);
      try {
        const answer = await fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin" });
        if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
        heard(await answer.json(), { refused: answer.status === 409, back });
      } catch {
        if (back) restore(back);
        say("The server did not answer; this decision was not taken. Try it again.", { wrong: true });
      }
      going -= 1;
      if (!current()) put(ready.shift());
    });
  }

  function heard(told, { refused, back }) {
    if (refused && told.bars && back) {
      restore(back);
      find("[data-bars]", back).hidden = false;
    }
    if (told.again.length) {
      const held = document.createElement("template");
      held.innerHTML = told.again[0].html.trim();
      restore(held.content.firstElementChild);
    }
    say(told.sentence, { wrong: refused, page: told.page });
    if (told.left) find("[data-left]").textContent = told.left;
    take(told.next);
  }

  function restore(form) {
    const now = current();
    if (now && idOf(now) !== idOf(form)) ready.unshift(now);
    const twin = ready.findIndex((other) => idOf(other) === idOf(form));
    if (twin >= 0) ready.splice(twin, 1);
    put(form);
  }

  function decide(verdict) {
    const form = current();
    if (!form || !find(`button[value="${verdict}"]`, form)) return;
    const data = new FormData(form);
    data.set("verdict", verdict);
    data.set("seconds", ((performance.now() - shownAt) / 1000).toFixed(2));
    next();
    send(form.action, data, { back: form });
  }

  function pass() {
    const form = current();
    if (!form) return;
    passed.push(idOf(form));
    next();
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.set("query", root.dataset.query);
    send(root.dataset.next, data);
  }

  function undo() {
    const form = document.getElementById("rv-undo");
    if (form) send(form.action, new FormData(form));
  }

  // Fields of the result

  const fields = () => [...desk.querySelectorAll("tr[data-field]")];

  function aim(at) {
    const rows = fields();
    const to = Math.min(rows.length - 1, Math.max(0, at));
    rows.forEach((row, index) => row.toggleAttribute("data-aimed", index === to));
  }

  function choose(letter) {
    const row = find("tr[data-aimed]", desk);
    const pick = row && find(`input[data-letter="${letter}"]`, row);
    if (!pick) return;
    pick.checked = true;
    chosen(pick);
  }

  function chosen(input) {
    const row = input.closest("tr");
    const shown = find("[data-value]", row);
    const note = find(".rv-rule .ak-note", row);
    row.dataset.rule ||= JSON.stringify([shown.textContent, note.textContent]);
    const [value, rule] = JSON.parse(row.dataset.rule);
    shown.textContent = input.dataset.letter ? input.parentElement.title : value;
    note.textContent = input.dataset.letter ? `(${input.dataset.letter}) chosen` : rule;
    aim(fields().indexOf(row));
  }

  const move = (by) => aim(fields().findIndex((row) => row.hasAttribute("data-aimed")) + by);

  const keys = {
    s: () => decide("same"), d: () => decide("different"), u: () => decide("unsure"),
    k: pass, n: pass, ArrowRight: pass, z: undo,
    "[": () => choose("A"), 1: () => choose("A"), "]": () => choose("B"), 2: () => choose("B"),
    ArrowDown: () => move(1), ArrowUp: () => move(-1),
    m: () => find("[name=note]", desk)?.focus(),
    e: () => { const evidence = find("[data-evidence]"); if (evidence) evidence.open = !evidence.open; },
  };
  let went = 0;

  // On the window, so that these keys come before those of every page; after `g` the next letter is not theirs.
  window.addEventListener("keydown", (event) => {
    const writes = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (writes && event.key === "Enter" && root.contains(writes)) { event.preventDefault(); writes.blur(); return; }
    if (writes && event.key === "Escape") { writes.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || writes || document.querySelector("dialog[open]")) return;
    if (event.key === "g") { went = Date.now() + 1500; return; }
    if (went && Date.now() < went) { went = 0; return; }
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || (event.key.startsWith("Arrow") && event.target.type === "radio")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat || event.key.startsWith("Arrow")) act();
  }, true);

  root.addEventListener("submit", (event) => {
    if (event.target.id === "rv-undo") { event.preventDefault(); undo(); return; }
    if (!event.target.dataset.pair) return;
    event.preventDefault();
    if (event.submitter?.value) decide(event.submitter.value);
  });
  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-pass]")) { event.preventDefault(); pass(); }
  });
  root.addEventListener("change", (event) => { if (event.target.type === "radio") chosen(event.target); });
  root.addEventListener("toggle", (event) => {
    if (event.target.matches?.("[data-evidence]")) remember("review-evidence", event.target.open ? "open" : "closed");
  }, true);

  if (current()) put(current());
})();
