// A second press while the first is on its way would make the new packages twice.

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
