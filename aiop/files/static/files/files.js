// Dropping files, and following work that goes on elsewhere. Everything here also works without it, by form and reload.

(() => {
  const drop = document.querySelector("[data-drop]");
  if (drop) {
    const input = drop.querySelector("input[type=file]");
    const sending = drop.querySelector("[data-sending]");
    // Unfold writes a chosen file's name into a text field beside it, which this form has not, and would fail.
    for (const field of drop.querySelectorAll("input[type=file]")) field.hasChangeListener = true;
    const over = (is) => (event) => {
      event.preventDefault();
      drop.toggleAttribute("data-over", is);
    };
    for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, over(true));
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, over(false));
    drop.addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      drop.requestSubmit();
    });
    drop.addEventListener("submit", (event) => {
      event.preventDefault();
      send(drop, sending);
    });
  }

  function send(form, sending) {
    const request = new XMLHttpRequest();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    sending.hidden = false;
    sending.textContent = "Sending …";
    request.upload.onprogress = (event) => {
      const percent = Math.round((100 * event.loaded) / event.total);
      sending.textContent = percent < 100 ? `Sending, ${percent} % done …` : "Sent. Looking at what it is …";
    };
    request.onload = () => {
      let next = "";
      try {
        next = JSON.parse(request.responseText).next;
      } catch {
        next = "";
      }
      if (next) window.location.assign(next);
      else failed("The server did not take the file. Try again; if it happens again, tell an administrator.");
    };
    request.onerror = () => failed("The connection broke off. Nothing was written; send the file again.");
    const failed = (sentence) => {
      sending.textContent = sentence;
      button.disabled = false;
    };
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(new FormData(form));
  }

  const live = document.querySelector("[data-live]");
  if (live) {
    const sentence = live.querySelector("[data-sentence]");
    const bar = live.querySelector("[data-progress]");
    const look = async () => {
      try {
        const answer = await fetch(live.dataset.live, { headers: { Accept: "application/json" } });
        const now = await answer.json();
        if (now.over) {
          window.location.reload();
          return;
        }
        if (sentence.textContent !== now.sentence) sentence.textContent = now.sentence;
        if (now.percent === null) bar.removeAttribute("value");
        else bar.value = now.percent;
      } catch {
        sentence.textContent = "The server does not answer; this page keeps asking.";
      }
      window.setTimeout(look, 1000);
    };
    window.setTimeout(look, 700);
  }
})();
