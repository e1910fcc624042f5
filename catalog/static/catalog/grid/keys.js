// The keyboard and the mouse of a spreadsheet, on boxes that are a form without them.
// A box is "ready" until somebody types ("typing": arrows still move on) or presses F2 ("editing": they don't).

import { boxOf, holds, isOpen } from "./table.js";

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const FAR = 10;
const TICK = "✓";

export class Keys {
  constructor({ table, selection, edits, leave, describe }) {
    Object.assign(this, { table, selection, edits, leave, describe });
    this.mode = "ready";
    this.before = "";
    const element = table.element;
    element.addEventListener("focusin", (event) => this.focus(event));
    element.addEventListener("focusout", (event) => this.blur(event));
    element.addEventListener("input", (event) => boxOf(event.target) && this.type());
    element.addEventListener("keydown", (event) => boxOf(event.target) && !event.isComposing && this.press(event));
    element.addEventListener("mousedown", (event) => this.point(event));
    element.addEventListener("mouseover", (event) => this.drag(event));
    element.addEventListener("dblclick", (event) => boxOf(event.target) && this.edit());
  }

  get isReady() {
    return this.mode === "ready";
  }

  isTyping(box) {
    return !this.isReady && document.activeElement === box;
  }

  focus({ target }) {
    const box = boxOf(target);
    const place = box && this.table.placeOf(box);
    if (place) {
      this.mode = "ready";
      this.before = box.value;
      if (!this.keeps) {
        this.selection.start(place);
      }
      box.select();
      this.describe(box);
    }
  }

  blur({ target }) {
    const box = boxOf(target);
    if (box) {
      this.commit(box);
    }
  }

  type() {
    if (this.isReady) {
      this.mode = "typing";
    }
  }

  edit() {
    const box = this.selection.active;
    if (box && isOpen(box)) {
      this.mode = "editing";
    }
  }

  commit(box) {
    this.mode = "ready";
    const before = this.before;
    this.before = box.value;
    this.edits.typed(box, before);
  }

  // --- Keys ----------------------------------------------------------------------------------------

  press(event) {
    const handled = event.ctrlKey || event.metaKey ? this.chord(event) : this.key(event);
    if (handled) {
      event.preventDefault();
    }
  }

  key(event) {
    const { key, shiftKey } = event;
    if (key in ARROWS) {
      return this.mode !== "editing" && !event.altKey && this.arrow(ARROWS[key], shiftKey);
    }
    const plain = {
      Enter: () => this.step(shiftKey ? -1 : 1),
      Tab: () => this.tab(shiftKey ? -1 : 1),
      Escape: () => this.escape(event.target),
      F2: () => this.caret(event.target),
    };
    const ready = {
      Home: () => this.go({ column: 0 }),
      End: () => this.go({ column: Infinity }),
      PageUp: () => this.step(-FAR),
      PageDown: () => this.step(FAR),
      Delete: () => this.clear(),
      Backspace: () => this.clear(),
      " ": () => this.tick(event.target),
    };
    return (plain[key] ?? (this.isReady ? ready[key] : null))?.() ?? false;
  }

  chord({ key, shiftKey, altKey }) {
    if (altKey || !this.isReady) {
      return false;
    }
    const chords = {
      a: () => this.selection.all(),
      d: () => this.fillDown(),
      r: () => this.fillRight(),
      y: () => this.show(this.edits.redo()),
      z: () => this.show(shiftKey ? this.edits.redo() : this.edits.undo()),
      home: () => this.go({ row: 0, column: 0 }),
      end: () => this.go({ row: Infinity, column: Infinity }),
      arrowup: () => this.go({ row: 0 }),
      arrowdown: () => this.go({ row: Infinity }),
      arrowleft: () => this.go({ column: 0 }),
      arrowright: () => this.go({ column: Infinity }),
    };
    const act = chords[key.toLowerCase()];
    act?.();
    return Boolean(act);
  }

  arrow([rows, columns], extends_) {
    if (extends_) {
      const { row, column } = this.selection.head;
      this.selection.extend({ row: row + rows, column: column + columns });
    } else {
      this.selection.move(rows, columns);
    }
    return true;
  }

  step(rows) {
    this.commit(this.selection.active);
    this.selection.move(rows, 0);
    return true;
  }

  // To the right and on to the next row; from the last box on, as everywhere.
  tab(by) {
    const { row, column } = this.selection.anchor;
    const width = this.table.width;
    const next = row * width + column + by;
    if (next < 0 || next >= this.table.rows.length * width) {
      return false;
    }
    this.selection.go({ row: Math.floor(next / width), column: next % width });
    return true;
  }

  escape(box) {
    if (this.isReady) {
      this.leave();
    } else {
      box.value = this.before;
      this.commit(box);
      box.select();
    }
    return true;
  }

  caret(box) {
    this.edit();
    box.setSelectionRange(box.value.length, box.value.length);
    return true;
  }

  go(place) {
    this.selection.go({ ...this.selection.anchor, ...place });
    return true;
  }

  // --- Writing to ranges ------------------------------------------------------------------------------

  clear() {
    this.write(this.selection.boxes.flat().map((box) => [box, ""]));
    return true;
  }

  tick(box) {
    if (holds(box) !== "tick") {
      return false;
    }
    const text = box.value.trim() ? "" : TICK;
    this.write(this.selection.boxes.flat().filter((one) => holds(one) === "tick").map((one) => [one, text]));
    return true;
  }

  // From the first column of the range, or from the left neighbour of a single one.
  fillRight() {
    const { left, right } = this.selection.range;
    const from = left === right ? left - 1 : left;
    const rows = this.table.rows.slice(this.selection.range.top, this.selection.range.bottom + 1);
    this.write(
      rows.flatMap(({ boxes }) =>
        from < 0 ? [] : boxes.slice(from + 1, right + 1).map((box) => [box, boxes[from].value]),
      ),
    );
  }

  // Only into rows that hold the same: a number of rooms is no tick.
  fillDown() {
    const { top, bottom, left, right } = this.selection.range;
    const from = this.table.rows[top === bottom ? top - 1 : top];
    const rows = this.table.rows.slice(top === bottom ? top : top + 1, bottom + 1);
    this.write(
      rows
        .filter((row) => from && row.element.dataset.holds === from.element.dataset.holds)
        .flatMap(({ boxes }) => boxes.slice(left, right + 1).map((box, at) => [box, from.boxes[left + at].value])),
    );
  }

  write(pairs) {
    this.edits.write(pairs);
    this.settle();
  }

  // What stands in the active box now is what Escape goes back to.
  settle() {
    const box = this.selection.active;
    if (box) {
      this.before = box.value;
      box.select();
    }
  }

  show(box) {
    const place = box && this.table.placeOf(box);
    if (place) {
      this.selection.go(place);
      this.settle();
    }
  }

  // --- Mouse ----------------------------------------------------------------------------------------------

  point(event) {
    const box = boxOf(event.target);
    if (!box || event.button !== 0) {
      return;
    }
    const place = this.table.placeOf(box);
    if (event.shiftKey && this.selection.anchor) {
      event.preventDefault();
      this.selection.extend(place);
    } else if (document.activeElement === box) {
      // A second click puts the caret where it is pointed to.
      this.selection.start(place);
      this.edit();
    } else {
      event.preventDefault();
      box.focus();
    }
  }

  drag({ target, buttons }) {
    const box = boxOf(target);
    if (box && buttons === 1 && this.selection.anchor && this.mode !== "editing") {
      this.selection.extend(this.table.placeOf(box));
    }
  }
}
