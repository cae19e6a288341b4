// The catalogue's pages: days of one's own are typed only where no preset is chosen.
(() => {
  "use strict";

  document.querySelectorAll("select[data-span]").forEach((span) => {
    const days = ["from", "to"].map((end) => span.form.elements[`${span.name}_${end}`]);
    const follow = () => days.forEach((day) => { day.disabled = span.value !== ""; });
    span.addEventListener("change", follow);
    follow();
  });
})();
