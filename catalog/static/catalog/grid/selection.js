// Which boxes are meant: the one that has the focus, and the range that reaches from it.

export class Selection {
  constructor(table) {
    this.table = table;
    this.anchor = null;
    this.head = null;
    this.marked = [];
  }

  get active() {
    return this.anchor && this.table.at(this.anchor.row, this.anchor.column);
  }

  get isRange() {
    return Boolean(this.anchor) && (this.anchor.row !== this.head.row || this.anchor.column !== this.head.column);
  }

  // { top, left, bottom, right }, all inside.
  get range() {
    const [a, b] = [this.anchor, this.head];
    return {
      top: Math.min(a.row, b.row),
      bottom: Math.max(a.row, b.row),
      left: Math.min(a.column, b.column),
      right: Math.max(a.column, b.column),
    };
  }

  // The boxes of the range, row by row.
  get boxes() {
    const { top, bottom, left, right } = this.range;
    return this.table.rows.slice(top, bottom + 1).map((row) => row.boxes.slice(left, right + 1));
  }

  start(place) {
    this.anchor = place;
    this.head = place;
    this.mark();
  }

  extend(place) {
    this.head = this.inside(place);
    this.mark();
    this.table.at(this.head.row, this.head.column).scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  move(rows, columns) {
    this.go({ row: this.anchor.row + rows, column: this.anchor.column + columns });
  }

  go(place) {
    const { row, column } = this.inside(place);
    const box = this.table.at(row, column);
    box.focus({ preventScroll: true });
    box.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  all() {
    this.head = { row: this.table.rows.length - 1, column: this.table.width - 1 };
    this.anchor = { row: 0, column: 0 };
    this.mark();
  }

  inside({ row, column }) {
    const within = (number, count) => Math.max(0, Math.min(number, count - 1));
    return { row: within(row, this.table.rows.length), column: within(column, this.table.width) };
  }

  mark() {
    for (const cell of this.marked) {
      cell.classList.remove("in-range");
    }
    this.marked = this.isRange ? this.boxes.flat().map((box) => box.parentElement) : [];
    for (const cell of this.marked) {
      cell.classList.add("in-range");
    }
  }
}
