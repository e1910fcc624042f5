// Asks the server, shortly after somebody typed, what is wrong and where an upgrade is none.

import { item, Steps } from "./steps.js";

const PAUSE = 350;
const MOST_LISTED = 30;

export class Check {
  constructor(form, { table, marks, notice, isTyping }) {
    Object.assign(this, { form, table, marks, notice, isTyping });
    this.asked = 0;
    this.timer = 0;
    this.problems = document.getElementById("grid-problems");
    this.steps = new Steps(document.getElementById("grid-steps"));
    if (this.problems.hidden) {
      this.settle();
    }
  }

  // Below the table, where a list that comes and goes while somebody types does not move what is typed in.
  settle() {
    this.problems.classList.add("below-table");
    this.problems.removeAttribute("role");
    document.getElementById("grid-steps").before(this.problems);
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.asked += 1;
    const mine = this.asked;
    const said = new FormData(this.form);
    const answer = await this.answer(said);
    // What was typed since is asked about by itself.
    if (answer && mine === this.asked) {
      this.show(answer, said);
    }
  }

  async answer(said) {
    try {
      const response = await fetch(this.form.dataset.check, {
        method: "POST",
        body: new URLSearchParams(said),
      });
      if (response.ok && !response.redirected) {
        return await response.json();
      }
      this.notice.show(
        response.redirected
          ? "You are logged out. What you typed is kept in this tab: go on to the review, log in, and it is back."
          : "The server does not take this any more. What you typed is kept in this tab: reload the page, and it is back.",
      );
    } catch {
      this.notice.show("The server can't be reached right now. What you typed is kept in this tab.");
    }
    return null;
  }

  show({ problems, steps, texts, moved }, said) {
    this.rewrite(texts, said);
    for (const cell of this.table.element.querySelectorAll(".has-problem, .has-step")) {
      cell.classList.remove("has-problem", "has-step");
      cell.querySelector("input").removeAttribute("aria-invalid");
      cell.querySelector("input").removeAttribute("aria-describedby");
      const notes = cell.querySelector(":scope > .cell-notes");
      if (cell.matches(".has-clash, .has-moved")) {
        notes?.querySelectorAll(".cell-problem, .cell-step").forEach((note) => note.remove());
      } else {
        notes?.remove();
      }
    }
    this.list(this.problems, problems, "problem");
    this.marks.tell(problems);
    if (!problems.length) {
      this.settle();
    }
    this.steps.show(steps, (note, id) => this.mark(note, "step", id));
    if (moved.length) {
      this.notice.show(`${moved.join(", ")} saved one of these packages meanwhile. The review shows it beside yours.`);
    }
  }

  // Texts as they will be shown once they are saved: u is ∞, 1,000 is 1000. What was typed over since stays.
  rewrite(texts, said) {
    const boxes = Object.keys(texts)
      .map((name) => this.table.box(name))
      .filter((box) => box && box.value === said.get(box.name) && !this.isTyping(box))
      .filter((box) => box.value.trim() !== texts[box.name]);
    for (const box of boxes) {
      box.value = texts[box.name];
    }
    if (boxes.length) {
      this.marks.show(boxes);
    }
  }

  list(section, notes, kind) {
    section.hidden = notes.length === 0;
    const boxes = notes.map((note, at) => note.cell && this.mark(note, kind, at < MOST_LISTED ? `${kind}-${at}` : ""));
    const items = notes.slice(0, MOST_LISTED).map((note, at) => item(note, boxes[at], `${kind}-${at}`));
    if (notes.length > MOST_LISTED) {
      const more = document.createElement("li");
      more.textContent = `And ${notes.length - MOST_LISTED} more, marked in the table.`;
      items.push(more);
    }
    section.querySelector("ul").replaceChildren(...items);
  }

  mark(note, kind, described) {
    const box = document.getElementById(note.cell) ?? this.table.box(this.nameOf(note.cell));
    if (!box) {
      return null;
    }
    const cell = box.parentElement;
    box.id = note.cell;
    cell.classList.add(`has-${kind}`);
    if (kind === "problem") {
      box.setAttribute("aria-invalid", "true");
    }
    box.setAttribute("aria-describedby", [box.getAttribute("aria-describedby"), described].filter(Boolean).join(" "));
    let notes = cell.querySelector(":scope > .cell-notes");
    if (!notes) {
      notes = document.createElement("div");
      notes.className = "cell-notes";
      cell.append(notes);
    }
    const text = document.createElement("p");
    text.className = `cell-${kind}`;
    text.textContent = note.detail;
    notes.append(text);
    return box;
  }

  // cell-3-features-max_rooms is 3/features/max_rooms.
  nameOf(cell) {
    return cell.replace(/^cell-(\d+)-(features-)?/, (_, place, features) => `${place}/${features ? "features/" : ""}`);
  }
}
