// One line above the table for what happened, read out by screen readers.

export class Notice {
  constructor(before) {
    this.element = document.createElement("p");
    this.element.className = "grid-notice";
    this.element.setAttribute("role", "status");
    this.element.hidden = true;
    before.before(this.element);
  }

  show(text, { button = "", act = null } = {}) {
    this.element.textContent = text;
    this.element.hidden = !text;
    if (button) {
      const press = document.createElement("button");
      press.type = "button";
      press.className = "quiet-button";
      press.textContent = button;
      press.addEventListener("click", () => {
        act();
        this.show("");
      });
      this.element.append(press);
    }
  }
}
