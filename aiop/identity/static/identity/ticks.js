// Ticked rows: all at once, how many, and how many wrong merges to expect among them.
"use strict";

for (const form of document.querySelectorAll("[data-ticks]")) {
  const boxes = [...form.querySelectorAll("input[type=checkbox][name]")];
  const all = form.querySelector("[data-all]");
  const show = () => {
    const ticked = boxes.filter((box) => box.checked);
    const count = form.querySelector("[data-count]");
    const wrong = form.querySelector("[data-wrong]");
    if (count) count.textContent = ticked.length.toLocaleString("en");
    if (wrong) wrong.textContent = ticked.reduce((sum, box) => sum + Number(box.dataset.doubt), 0).toFixed(2);
    if (all) { all.checked = ticked.length === boxes.length; all.indeterminate = ticked.length > 0 && !all.checked; }
    for (const button of form.querySelectorAll("[data-needs]")) button.disabled = ticked.length < Number(button.dataset.needs);
  };
  all?.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; show(); });
  form.addEventListener("change", show);
  show();
}

// Looking at a file leaves it chosen, so that it can be decided next.
for (const form of document.querySelectorAll("[data-look]")) {
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.value !== "look") return;
    event.preventDefault();
    const data = new FormData(form);
    data.set("act", "look");
    const answer = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("[data-outcome]").replaceChildren(...page.querySelector("[data-outcome]").children);
  });
}
