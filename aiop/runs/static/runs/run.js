// Follows a run that is alive: each second what is new, until it ends. Without scripts the page shows it as it was.
(() => {
  const follow = (page) => {
    const summary = document.getElementById("run-summary");
    const lines = document.getElementById("run-lines");
    const said = page.querySelector(".run-said");
    const searching = new URLSearchParams(location.search).has("q");
    let latest = page.dataset.latest;
    let state = null;

    const show = (news) => {
      // A button that is under someone's finger must not be replaced.
      const held = summary.contains(document.activeElement) && document.activeElement.textContent;
      summary.innerHTML = news.summary;
      if (held) {
        [...summary.querySelectorAll("button")].find((button) => button.textContent === held)?.focus();
      }
      if (news.latest !== null) {
        latest = news.latest;
        if (!searching) {
          const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40;
          lines.insertAdjacentHTML("beforeend", news.lines);
          document.getElementById("run-no-lines")?.remove();
          if (atEnd) lines.scrollTop = lines.scrollHeight;
        }
      }
      // Spoken when the state changes only: a voice that counts percents drowns everything else.
      if (state !== null && state !== news.state) said.textContent = summary.querySelector(".run-sentence").textContent;
      state = news.state;
    };

    const ask = async () => {
      let live = true;
      try {
        const answer = await fetch(`${page.dataset.live}?after=${latest}`, { headers: { Accept: "application/json" } });
        if (answer.ok) {
          const news = await answer.json();
          show(news);
          live = news.live;
        }
      } catch {
        // The network may be back in a second.
      }
      if (live) setTimeout(ask, document.hidden ? 10000 : 1000);
      else await settle();
    };

    // Once it has ended, steps, changes and the comparison stand still: they are fetched once.
    const settle = async () => {
      const answer = await fetch(location.href);
      if (!answer.ok) return;
      const settled = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".run-columns");
      if (settled) page.querySelector(".run-columns").replaceWith(settled);
    };
    ask();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const page = document.querySelector(".run-page[data-live]");
    if (page) follow(page);
  });
})();
