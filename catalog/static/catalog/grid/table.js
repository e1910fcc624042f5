// The table as rows and columns of boxes: where each stands, what is stored of it, and what is in sight.

const BOX = "td > input";

export const boxOf = (element) => (element instanceof HTMLInputElement && element.matches(BOX) ? element : null);
export const wasIn = (box) => box.dataset.was ?? box.defaultValue;
export const isChanged = (box) => box.value.trim() !== wasIn(box);
export const isOpen = (box) => !box.readOnly;
export const rowOf = (box) => box.closest("tr");
export const holds = (box) => rowOf(box).dataset.holds;
// A new column starts with its currency and term, which make no package by themselves.
export const saysNothing = (box) => !box.value.trim() || /\/(currency|term)$/.test(box.name);
export const labelOf = (row) => row.querySelector("summary").firstChild.data.trim();

export class Table {
  constructor(element) {
    this.element = element;
    this.forget();
  }

  // To be called when rows or columns come, go, or are hidden.
  forget() {
    this.kept = null;
  }

  // The rows in sight that have boxes; a row that no package can have has none.
  get rows() {
    this.kept ??= [...this.element.querySelectorAll("tr[data-row]")]
      .filter((row) => row.querySelector(BOX) && row.getClientRects().length)
      .map((row) => ({ element: row, boxes: [...row.querySelectorAll(BOX)] }));
    return this.kept;
  }

  get width() {
    return this.columns.length;
  }

  get columns() {
    return [...this.element.querySelectorAll("th[data-place]")];
  }

  get boxes() {
    return [...this.element.querySelectorAll(BOX)];
  }

  at(row, column) {
    return this.rows[row]?.boxes[column] ?? null;
  }

  placeOf(box) {
    const row = this.rows.findIndex((one) => one.element === rowOf(box));
    return row < 0 ? null : { row, column: this.rows[row].boxes.indexOf(box) };
  }

  columnOf(box) {
    return this.columns[[...rowOf(box).querySelectorAll(BOX)].indexOf(box)];
  }

  boxesOf(column) {
    return [...this.element.querySelectorAll(`td > input[name^="${column.dataset.place}/"]`)];
  }

  box(name) {
    return this.element.querySelector(`td > input[name="${CSS.escape(name)}"]`);
  }

  isNew(column) {
    return column.classList.contains("is-new");
  }

  // Where the columns stand that are new and say nothing yet.
  get blank() {
    const blank = (column) => this.isNew(column) && this.boxesOf(column).every(saysNothing);
    return new Set(this.columns.flatMap((column, at) => (blank(column) ? [at] : [])));
  }
}
