// A chart leaves as a PNG of what is on screen: `data-png` names the file, `data-of` the chart, else the nearest one above the button.
(() => {
  "use strict";

  const PAINT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size", "font-weight"];

  // A picture knows no stylesheet: what each part looks like on the page is written into it.
  const painted = (chart) => {
    const copy = chart.cloneNode(true);
    const parts = copy.querySelectorAll("*");
    chart.querySelectorAll("*").forEach((part, place) => {
      const style = getComputedStyle(part);
      PAINT.forEach((name) => parts[place].setAttribute(name, style.getPropertyValue(name)));
    });
    const box = chart.viewBox.baseVal;
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
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
    const within = button.closest("section");
    const chart = button.dataset.of ? document.querySelector(button.dataset.of) : within && within.querySelector("svg.db-line");
    if (!chart) return;
    button.hidden = false;
    button.addEventListener("click", () => save(chart, button.dataset.png));
  });
})();
