// A chart leaves as a PNG of what is on screen: `data-png` names the file, `data-of` the chart, else the one of the same tile.
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

  // Bars are a list on the page: in a picture each is a line of its name, its bar and its number.
  const drawnBars = (list) => {
    const made = (name, given, text) => {
      const part = document.createElementNS("http://www.w3.org/2000/svg", name);
      Object.entries(given).forEach(([key, value]) => part.setAttribute(key, value));
      if (text) part.textContent = text;
      return part;
    };
    const line = 26, left = 190, room = 300, width = 600;
    const height = line * list.children.length + 8;
    const copy = made("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height });
    [...list.children].forEach((item, place) => {
      const bar = item.querySelector("rect"), name = item.querySelector(".db-name"), number = item.querySelector(".db-number");
      const ink = getComputedStyle(name), y = line * place + 4;
      const written = { y: y + 15, fill: ink.color, "font-family": ink.fontFamily, "font-size": 13 };
      const whole = name.textContent.trim();
      copy.append(made("text", { ...written, x: 4 }, whole.length > 26 ? `${whole.slice(0, 25)}…` : whole));
      const long = (room * Number(bar.getAttribute("width"))) / 100;
      copy.append(made("rect", { x: left, y: y + 3, width: long, height: 15, fill: getComputedStyle(bar).fill }));
      copy.append(made("text", { ...written, x: width - 4, "text-anchor": "end" }, number.textContent.trim()));
    });
    return { copy, width, height };
  };

  const save = (chart, name) => {
    const { copy, width, height } = chart.matches("svg") ? painted(chart) : drawnBars(chart);
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
    const chart = button.dataset.of ? document.querySelector(button.dataset.of) : within && within.querySelector("svg.db-line, ul.db-bars");
    if (!chart) return;
    button.hidden = false;
    button.addEventListener("click", () => save(chart, button.dataset.png));
  });
})();
