// What is open in front of a page is closed by Escape and by a click elsewhere.
"use strict";

const open = () => document.querySelectorAll("details.filters[open], details.menu[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    return;
  }
  for (const details of open()) {
    details.open = false;
    details.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = menu.contains(event.target);
  }
});

const problems = document.querySelector(".error-list, .errornote");
if (problems) {
  problems.tabIndex = -1;
  problems.focus();
}
