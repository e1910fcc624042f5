// Beside Save: what it does, asked of the server while somebody types. The form works without it.
const panel = document.getElementById("impact");
const form = panel?.closest("form");
const PAUSE = 400;

let waiting = 0;
let asked = null;

function show(content) {
  for (const part of content.querySelectorAll("[data-impact]")) {
    const place = panel.querySelector(`[data-impact="${part.dataset.impact}"]`);
    // Said again only when it is something else.
    if (place.innerHTML.trim() !== part.innerHTML.trim()) {
      place.replaceChildren(...part.childNodes);
    }
  }
}

async function ask() {
  asked?.abort();
  const mine = new AbortController();
  asked = mine;
  try {
    const response = await fetch(panel.dataset.url, {
      method: "POST",
      body: new FormData(form),
      credentials: "same-origin",
      signal: mine.signal,
    });
    if (!response.ok || response.redirected) {
      throw new Error(String(response.status));
    }
    const read = document.createElement("template");
    read.innerHTML = await response.text();
    show(read.content);
    panel.classList.remove("is-unsaid");
  } catch {
    // What is shown may be of before; saving says everything all the same.
    panel.classList.toggle("is-unsaid", asked === mine);
  }
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
}

if (form) {
  panel.querySelector("[data-impact-button]").hidden = true;
  form.addEventListener("input", soon);
  form.addEventListener("click", (event) => {
    // Rows come and go by buttons.
    if (event.target.closest("button[type=button], .add-row button")) {
      soon();
    }
  });
  if (document.querySelector(".error-list")) {
    soon();
  }
}
