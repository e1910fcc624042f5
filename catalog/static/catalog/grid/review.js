// A second press while the first is on its way would answer that all of it was saved already.

const form = document.querySelector("#grid-review, #import-preview");
let sent = false;

form.addEventListener("submit", (event) => {
  if (sent) {
    event.preventDefault();
  }
  sent = true;
});
window.addEventListener("pageshow", () => {
  sent = false;
});
