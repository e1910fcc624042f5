// Adds rows to tables of keys and values. Without this script there are spare rows to fill.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  for (const table of document.querySelectorAll("[data-key-values]")) {
    const button = table.querySelector("[data-add-row]");
    const body = table.querySelector("tbody");
    const blank = table.querySelector("template");
    let next = body.rows.length;
    button.hidden = false;
    button.addEventListener("click", () => {
      const row = document.importNode(blank.content, true);
      for (const field of row.querySelectorAll("[name]")) {
        field.name = field.name.replace("__index__", String(next));
      }
      next += 1;
      body.append(row);
      body.lastElementChild.querySelector("input").focus();
    });
  }
});
