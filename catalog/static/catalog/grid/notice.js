// What is said above the table for what happened, read out by screen readers.

function paragraph(text) {
  const element = document.createElement("p");
  element.textContent = text;
  return element;
}

function listOf({ text, items }) {
  const list = document.createElement("ul");
  list.append(
    ...items.map((item) => {
      const line = document.createElement("li");
      line.textContent = item;
      return line;
    }),
  );
  return [paragraph(text), list];
}

export class Notice {
  constructor(before) {
    this.element = document.createElement("div");
    this.element.className = "grid-notice";
    this.element.setAttribute("role", "status");
    this.element.hidden = true;
    before.before(this.element);
  }

  // A sentence, or several: texts, and lists as { text, items }.
  show(said, { button = "", act = null } = {}) {
    const parts = typeof said === "string" ? [said].filter(Boolean) : said;
    this.element.replaceChildren(...parts.flatMap((part) => (part.items ? listOf(part) : [paragraph(part)])));
    this.element.hidden = !parts.length;
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
