// Keys, the jump box, menus and density. Everything here has a button or link as well.
"use strict";

(() => {
  const root = document.documentElement;
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window */ } };
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

  root.dataset.density = recall("density") || "comfortable";
  if (root.hasAttribute("data-ak-plain")) {
    const theme = (recall("_x_adminTheme") || "").replaceAll('"', "");
    root.classList.toggle("dark", theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches));
  }

  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], .select2-container");
  const open = (id) => { const box = document.getElementById(id); if (box && !box.open) box.showModal(); return box; };
  const links = () => [...document.querySelectorAll(".ak-nav a")];

  function go(letter) {
    const link = links().find((item) => item.dataset.key === letter);
    if (link) link.click();
  }

  function step(by) {
    const rows = [...document.querySelectorAll("[data-row] .ak-open, [data-step]")];
    if (!rows.length) return;
    const at = rows.indexOf(document.activeElement);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    next.focus();
    next.closest("tr, li")?.scrollIntoView({ block: "nearest" });
  }

  function page(name) { document.querySelector(`[data-page="${name}"]`)?.click(); }

  function find() {
    const search = document.getElementById("searchbar");
    if (search) { search.focus(); search.select(); } else { open("ak-jump"); }
  }

  function density() {
    root.dataset.density = root.dataset.density === "compact" ? "comfortable" : "compact";
    remember("density", root.dataset.density);
  }

  const keys = {
    "/": find,
    "?": () => open("ak-keys"),
    j: () => step(1),
    k: () => step(-1),
    n: () => page("next"),
    p: () => page("previous"),
    x: () => document.activeElement?.closest("tr")?.querySelector(".action-select")?.click(),
    z: () => document.querySelector("[data-undo]")?.click(),
    d: density,
  };
  let waiting = 0;

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "k") { event.preventDefault(); open("ak-jump"); return; }
    if (event.key === "Escape") {
      document.querySelectorAll(".ak-menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
      // Who has left a field has the page's keys again.
      if (!document.querySelector("dialog[open]")) typing(event.target)?.blur?.();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (waiting && Date.now() < waiting) { waiting = 0; event.preventDefault(); go(event.key); return; }
    if (event.key === "g") { waiting = Date.now() + 1500; return; }
    // A page's own buttons name their key; the keys of all pages come first.
    const own = event.key.length === 1 && /[a-z]/.test(event.key) ? document.querySelector(`[data-press="${event.key}"]`) : null;
    const act = keys[event.key] || (own && (() => own.click()));
    if (act) { event.preventDefault(); event.stopImmediatePropagation(); act(); }
  }, true);

  function menus() {
    document.addEventListener("click", (event) => {
      document.querySelectorAll(".ak-menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    });
    document.querySelectorAll("ul.ak-panel").forEach((list) => {
      if (list.children.length < 12) return;
      const box = document.createElement("input");
      box.className = "ak-narrow";
      box.placeholder = "Narrow";
      box.setAttribute("aria-label", "Narrow the choices");
      box.addEventListener("input", () => {
        const wanted = box.value.toLowerCase();
        for (const item of list.querySelectorAll("li:not(.ak-first)")) item.hidden = !item.textContent.toLowerCase().includes(wanted);
      });
      const first = document.createElement("li");
      first.className = "ak-first";
      first.append(box);
      list.prepend(first);
    });
  }

  function jump() {
    const box = document.getElementById("ak-jump");
    if (!box) return;
    const input = box.querySelector("input");
    const list = box.querySelector("ul");
    let at = 0;
    const choices = (text) => {
      // Two apps may each have their jobs: a title that is not the only one of its kind is told with its group.
      const count = (title) => links().filter((link) => link.dataset.title === title).length;
      const called = ({ title, group }) => (count(title) > 1 && group ? `${title} (${group})` : title);
      const pages = links().map((link) => ({ words: called(link.dataset), hint: link.dataset.key ? `g ${link.dataset.key}` : "", address: link.href, find: link.hasAttribute("data-search") }));
      if (!text) return pages;
      const searches = pages.filter((item) => item.find).map((item) => ({ words: `Find “${text}” in ${item.words}`, hint: "", address: `${item.address}?q=${encodeURIComponent(text)}` }));
      return [...pages.filter((item) => item.words.toLowerCase().includes(text.toLowerCase())), ...searches];
    };
    let shown = [];
    const draw = () => {
      shown = choices(input.value.trim());
      at = Math.min(at, Math.max(0, shown.length - 1));
      list.replaceChildren(...shown.map((item, index) => {
        const line = document.createElement("li");
        line.role = "option";
        line.id = `ak-option-${index}`;
        line.ariaSelected = String(index === at);
        line.append(Object.assign(document.createElement("span"), { textContent: item.words }), Object.assign(document.createElement("span"), { textContent: item.hint, className: "ak-note" }));
        line.addEventListener("click", () => { location.href = item.address; });
        return line;
      }));
      input.setAttribute("aria-activedescendant", shown.length ? `ak-option-${at}` : "");
      list.children[at]?.scrollIntoView({ block: "nearest" });
    };
    input.addEventListener("input", () => { at = 0; draw(); });
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") at = Math.min(shown.length - 1, at + 1);
      else if (event.key === "ArrowUp") at = Math.max(0, at - 1);
      else if (event.key === "Enter" && shown[at]) { event.preventDefault(); location.href = shown[at].address; return; }
      else return;
      event.preventDefault();
      draw();
    });
    document.querySelectorAll("[data-opens]").forEach((button) => button.addEventListener("click", () => open(button.dataset.opens)));
    new MutationObserver(() => { if (box.open) { input.value = ""; at = 0; draw(); input.focus(); } }).observe(box, { attributes: true, attributeFilter: ["open"] });
  }

  document.addEventListener("DOMContentLoaded", () => {
    menus();
    jump();
    document.querySelectorAll("[data-ak-density]").forEach((button) => button.addEventListener("click", density));
    document.querySelectorAll("dialog [data-close]").forEach((button) => button.addEventListener("click", () => button.closest("dialog").close()));
  });
})();
