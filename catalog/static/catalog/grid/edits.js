// Every change of a box passes here, so that all of it can be taken back, step by step.

import { isOpen } from "./table.js";

export class Edits {
  // `changed` is told the boxes of each step.
  constructor(changed) {
    this.changed = changed;
    this.done = [];
    this.undone = [];
  }

  // One step: pairs of a box and its new text. Answers how many boxes could not be written.
  write(pairs) {
    const open = pairs.filter(([box]) => isOpen(box));
    this.keep(open.map(([box, text]) => ({ box, before: box.value, after: text })));
    return pairs.length - open.length;
  }

  // What somebody typed into a box, which the browser has written already.
  typed(box, before) {
    this.keep([{ box, before, after: box.value }]);
  }

  keep(steps) {
    const step = steps.filter(({ before, after }) => before !== after);
    if (step.length) {
      this.done.push(step);
      this.undone = [];
      this.apply(step, "after");
    }
  }

  undo() {
    return this.back(this.done, this.undone, "before");
  }

  redo() {
    return this.back(this.undone, this.done, "after");
  }

  // Moves the last step from one pile to the other; answers its first box.
  back(from, to, side) {
    const step = from.pop();
    if (!step) {
      return null;
    }
    to.push(step);
    this.apply(step, side);
    return step[0].box;
  }

  apply(step, side) {
    for (const change of step) {
      change.box.value = change[side];
    }
    this.changed(step.map(({ box }) => box));
  }
}
