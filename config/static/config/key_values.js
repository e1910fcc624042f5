// Shows the spare rows of tables of keys and values one by one, then adds more. Without this script all are shown.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  for (const table of document.querySelectorAll("[data-key-values]")) {
    const button = table.querySelector("[data-add-row]");
    const body = table.querySelector("tbody");
    const blank = table.querySelector("template");
    let next = body.rows.length;
    button.hidden = false;
    button.addEventListener("click", () => {
      const spare = body.querySelector(".spare");
      if (spare) {
        spare.classList.remove("spare");
        spare.querySelector("input").focus();
        return;
      }
      const row = document.importNode(blank.content, true);
      row.querySelector("tr").classList.remove("spare");
      for (const field of row.querySelectorAll("[name]")) {
        field.name = field.name.replace("__index__", String(next));
      }
      next += 1;
      body.append(row);
      body.lastElementChild.querySelector("input").focus();
    });
  }
});
