// Selecting rows of a list: all of a page, several at once with Shift, all pages; and filters without blanks.
"use strict";

const list = document.getElementById("changelist-form");
const ticks = [...list.querySelectorAll("input.action-select")];
const bar = list.querySelector(".actions");
const head = document.getElementById("action-toggle");

function show() {
  const chosen = ticks.filter((tick) => tick.checked).length;
  const across = list.elements.select_across.value === "1";
  const words = bar.querySelector("[data-selected]");
  const sentence = across ? "all" : chosen === 1 ? "one" : "many";
  words.textContent = words.dataset[sentence].replace("#", String(chosen));
  for (const tick of ticks) {
    tick.closest("tr").classList.toggle("selected", tick.checked);
  }
  head.checked = chosen === ticks.length;
  head.indeterminate = chosen > 0 && chosen < ticks.length;
  const all = bar.querySelector("[data-select-all]");
  if (all) {
    all.hidden = across || chosen < ticks.length;
  }
  bar.querySelector("[data-clear]").hidden = chosen === 0;
}

function select(some, checked) {
  for (const tick of some) {
    tick.checked = checked;
  }
  list.elements.select_across.value = "0";
  show();
}

if (bar && head) {
  let last = null;
  head.hidden = false;
  head.addEventListener("click", () => select(ticks, head.checked));
  list.addEventListener("click", (event) => {
    const at = ticks.indexOf(event.target);
    if (at < 0) {
      return;
    }
    const from = event.shiftKey && last !== null ? last : at;
    select(ticks.slice(Math.min(from, at), Math.max(from, at) + 1), event.target.checked);
    last = at;
  });
  // Enter on a tick would press the form's first button, whatever that does.
  list.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && ticks.includes(event.target)) {
      event.preventDefault();
    }
  });
  bar.querySelector("[data-clear]").addEventListener("click", () => {
    select(ticks, false);
    ticks[0].focus();
  });
  bar.querySelector("[data-select-all]")?.addEventListener("click", () => {
    list.elements.select_across.value = "1";
    show();
  });
  // A page that was left and came back keeps its ticks.
  window.addEventListener("pageshow", show);
}

// Without this script the server leaves the blanks out.
const search = document.getElementById("changelist-search");
if (search) {
  search.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) {
      if (!value) {
        formData.delete(name);
      }
    }
  });
}
