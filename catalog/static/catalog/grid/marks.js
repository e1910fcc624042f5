// What the table says of itself: changed cells, how many there are, rows in which packages differ.

import { isChanged, labelOf, rowOf, saysNothing, wasIn } from "./table.js";

export class Marks {
  constructor(table, count) {
    this.table = table;
    this.count = count;
    this.only = document.getElementById("only-differences");
  }

  // Changed boxes by column; a new column in which nothing is said has none.
  changes() {
    const byPlace = Map.groupBy(this.table.boxes.filter(isChanged), (box) => box.name.split("/")[0]);
    const columns = this.table.columns.filter((column) => byPlace.has(column.dataset.place));
    const found = columns.map((column) => [column, byPlace.get(column.dataset.place)]);
    return new Map(found.filter(([column, boxes]) => !(this.table.isNew(column) && boxes.every(saysNothing))));
  }

  show(boxes) {
    for (const box of boxes) {
      box.parentElement.classList.toggle("is-changed", isChanged(box));
      box.title = isChanged(box) ? `Was ${wasIn(box) || "empty"}` : "";
    }
    const blank = this.table.blank;
    for (const row of new Set(boxes.map(rowOf))) {
      this.compare(row, blank);
    }
    for (const column of new Set(boxes.map((box) => this.table.columnOf(box)))) {
      this.name(column);
    }
    this.tell();
  }

  // `problems` as the check answers them; those told last are told again when nothing new is known.
  tell(problems = this.problems ?? []) {
    this.problems = problems;
    const changes = this.changes();
    const cells = [...changes.values()].reduce((sum, boxes) => sum + boxes.length, 0);
    const counted = (number, thing) => `${number} ${thing}${number === 1 ? "" : "s"}`;
    const text = cells ? `${counted(cells, "change")} in ${counted(changes.size, "package")}` : "No changes";
    const wrong = problems.length ? `${problems.length} to mend` : "";
    if (this.count.textContent.trim() !== [text, wrong].filter(Boolean).join(", ")) {
      this.count.textContent = wrong ? `${text}, ` : text;
      if (wrong) {
        const link = document.createElement("a");
        link.href = problems[0].cell ? `#${problems[0].cell}` : "#grid-problems";
        link.textContent = wrong;
        this.count.append(link);
      }
    }
  }

  // A row that has become equal stays in sight while somebody types in it.
  compare(row, blank, { hides = !this.only.checked } = {}) {
    if (!row.dataset.row.includes("/")) {
      return;
    }
    const boxes = [...row.querySelectorAll("td > input")];
    const texts = boxes.filter((_, at) => !blank.has(at)).map((box) => box.value.trim());
    const equal = new Set(texts).size <= 1;
    if (hides || !equal) {
      row.classList.toggle("is-equal", equal);
    }
  }

  compareAll() {
    const blank = this.table.blank;
    for (const row of this.table.element.querySelectorAll("tr[data-row]")) {
      this.compare(row, blank, { hides: true });
    }
    this.table.forget();
  }

  name(column) {
    if (column && this.table.isNew(column)) {
      const box = this.table.box(`${column.dataset.place}/name`);
      column.querySelector(".column-name").textContent = box.value.trim() || "New package";
    }
  }

  // The line below the table: what the box in which somebody stands is about.
  describe(line, box) {
    const row = rowOf(box);
    const strong = document.createElement("strong");
    const column = this.table.columnOf(box);
    strong.textContent = `${labelOf(row)}, ${column.querySelector(".column-name").textContent.trim()}`;
    const note = box.readOnly && box.title ? box.title : row.querySelector("details p").textContent.trim();
    line.replaceChildren(strong, ` ${note}`);
  }
}
