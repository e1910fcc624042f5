// The box that finds packages as one types. Without this file it is a plain form.
const PAUSE = 150;

const form = document.querySelector(".compare-chooser[data-search]");
if (form) {
  begin(form);
}

function begin(form) {
  const box = form.querySelector("#compare-q");
  const list = form.querySelector("#compare-found");
  const status = document.getElementById("compare-status");
  const chosen = new Set([...form.querySelectorAll("input[name=package]")].map((input) => input.value));
  let timer = 0;
  let asked = 0;

  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
  })) {
    box.setAttribute(name, value);
  }

  const options = () => [...list.querySelectorAll("[role=option]:not([aria-disabled])")];
  const current = () => list.querySelector("[aria-selected=true]");

  function close() {
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function select(option) {
    current()?.setAttribute("aria-selected", "false");
    if (option) {
      option.setAttribute("aria-selected", "true");
      box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  }

  function step(by) {
    const all = options();
    const at = all.indexOf(current());
    select(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
  }

  function take(option) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = "package";
    input.value = option.dataset.key;
    form.insertBefore(input, form.querySelector("input[name=show]"));
    box.disabled = true;
    form.submit();
  }

  function row(one, number) {
    const option = document.createElement("li");
    option.id = `compare-found-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.key = one.id;
    const name = document.createElement("span");
    name.className = "found-name";
    name.textContent = one.name;
    const words = document.createElement("span");
    words.className = "found-words";
    words.textContent = chosen.has(one.id) ? `${one.words} · stands here already` : one.words;
    option.append(name, words);
    if (chosen.has(one.id)) {
      option.setAttribute("aria-disabled", "true");
    }
    return option;
  }

  function show(results) {
    list.replaceChildren(...results.map(row));
    list.hidden = results.length === 0;
    box.setAttribute("aria-expanded", String(!list.hidden));
    box.removeAttribute("aria-activedescendant");
    const found = results.length === 1 ? "1 package" : `${results.length || "No"} packages`;
    status.textContent = `${found} found.`;
  }

  async function ask() {
    const number = (asked += 1);
    const text = box.value.trim();
    if (!text) {
      close();
      return;
    }
    try {
      const answer = await fetch(`${form.dataset.search}?q=${encodeURIComponent(text)}`);
      const { results } = await answer.json();
      // A slow answer to what was typed before is of no use any more.
      if (number === asked) {
        show(results);
      }
    } catch {
      close();
      status.textContent = "The packages can't be reached now. Press Enter to try again.";
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) {
        ask();
      } else {
        step(event.key === "ArrowDown" ? 1 : -1);
      }
    } else if (event.key === "Enter" && !list.hidden && current()) {
      event.preventDefault();
      take(current());
    }
  });
  box.addEventListener("blur", () => setTimeout(close, PAUSE));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]:not([aria-disabled])");
    if (option) {
      take(option);
    }
  });
}
