// The catalogue's pages: days of one's own are typed only where no preset is chosen; a chart leaves as a PNG of what is on screen.
(() => {
  "use strict";

  document.querySelectorAll("select[data-span]").forEach((span) => {
    const days = ["from", "to"].map((end) => span.form.elements[`${span.name}_${end}`]);
    const follow = () => days.forEach((day) => { day.disabled = span.value !== ""; });
    span.addEventListener("change", follow);
    follow();
  });

  const PAINT = ["fill", "fill-opacity", "stroke", "stroke-width", "font-family", "font-size", "font-weight"];

  // A picture knows no stylesheet: what each part looks like on the page is written into it.
  const painted = (chart) => {
    const copy = chart.cloneNode(true);
    const parts = copy.querySelectorAll("*");
    chart.querySelectorAll("*").forEach((part, place) => {
      const style = getComputedStyle(part);
      PAINT.forEach((name) => parts[place].setAttribute(name, style.getPropertyValue(name)));
    });
    const box = chart.viewBox.baseVal;
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    return { copy, width: box.width, height: box.height };
  };

  const save = (chart, name) => {
    const { copy, width, height } = painted(chart);
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = width * 2;
      canvas.height = height * 2;
      const paper = canvas.getContext("2d");
      paper.fillStyle = getComputedStyle(document.body).backgroundColor || "#fff";
      paper.fillRect(0, 0, canvas.width, canvas.height);
      paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
      const link = document.createElement("a");
      link.download = `${name}.png`;
      link.href = canvas.toDataURL("image/png");
      link.click();
    };
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  };

  document.querySelectorAll("[data-png]").forEach((button) => {
    button.addEventListener("click", () => save(document.querySelector(".cg-chart"), button.dataset.png));
  });
})();
