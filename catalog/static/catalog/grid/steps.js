// Where a higher tier gives less: a line for each package, which opens to all that it is about.

// A problem or a step as a line of a list, with the way to its cell.
export function item(note, box, id) {
  const line = document.createElement("li");
  line.id = id;
  if (box) {
    const link = document.createElement("a");
    link.href = `#${note.cell}`;
    link.textContent = note.where;
    line.append(link, `: ${note.detail}`);
  } else {
    line.textContent = note.where ? `${note.where}: ${note.detail}` : note.detail;
  }
  return line;
}

function folding({ place, title }, items) {
  const line = document.createElement("li");
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  const list = document.createElement("ul");
  details.dataset.fold = place;
  summary.textContent = title;
  list.append(...items);
  details.append(summary, list);
  line.append(details);
  return line;
}

export class Steps {
  constructor(section) {
    this.section = section;
    this.first = section.querySelector(":scope > ul");
    this.rest = section.querySelector(".steps-rest");
  }

  // `mark` marks the cell of a note, which the line with this id describes, and answers its box.
  show(steps, mark) {
    const open = new Set(this.folds.filter((fold) => fold.open).map((fold) => fold.dataset.fold));
    const focused = this.folds.find((fold) => fold.firstElementChild === document.activeElement)?.dataset.fold;
    const lines = steps.map((step, at) => this.line(step, at, mark));
    this.first.replaceChildren(...lines.filter((_, at) => steps[at].is_first));
    const rest = lines.filter((_, at) => !steps[at].is_first);
    this.rest.querySelector("ul").replaceChildren(...rest);
    this.rest.hidden = !rest.length;
    this.rest.querySelector(":scope > summary").textContent = `Show ${rest.length} more`;
    this.section.hidden = !steps.length;
    this.reopen(open, focused);
  }

  get folds() {
    return [...this.section.querySelectorAll("[data-fold]")];
  }

  line(step, at, mark) {
    const items = step.notes.map((note, number) => {
      const id = `step-${at}-${number}`;
      return item(note, mark(note, id), id);
    });
    return step.title ? folding(step, items) : items[0];
  }

  // What somebody opened to work through it stays open while its cells are mended.
  reopen(open, focused) {
    for (const fold of this.folds) {
      fold.open = open.has(fold.dataset.fold);
      if (fold.dataset.fold === focused) {
        fold.firstElementChild.focus();
      }
    }
  }
}
