// What was typed and not saved, kept in this tab: for a login that ran out, and for a page left by mistake.

import { wasIn } from "./table.js";

const SAVED = "saved";
const SENT = "grid sent";

export class Drafts {
  // `choice` says which packages are shown.
  constructor(table, marks, choice) {
    Object.assign(this, { table, marks });
    this.key = `grid ${choice}`;
  }

  // What is on its way to be reviewed; the page that follows a save may show other packages.
  send() {
    sessionStorage.setItem(SENT, this.key);
  }

  // After a save nothing is left to be kept.
  forgetSaved() {
    const address = new URL(location.href);
    if (address.searchParams.has(SAVED)) {
      sessionStorage.removeItem(sessionStorage.getItem(SENT) ?? this.key);
      address.searchParams.delete(SAVED);
      history.replaceState(null, "", address);
    }
  }

  keep() {
    const columns = [...this.marks.changes()].map(([column, boxes]) => ({
      package: this.packageOf(column),
      cells: boxes.map((box) => [box.name.replace(/^\d+\//, ""), wasIn(box), box.value]),
    }));
    if (columns.length) {
      sessionStorage.setItem(this.key, JSON.stringify(columns));
    } else {
      sessionStorage.removeItem(this.key);
    }
  }

  // The kept texts as pairs of a box and a text, and in words those that somebody else has changed since.
  kept(columns) {
    const pairs = [];
    const lost = [];
    for (const draft of JSON.parse(sessionStorage.getItem(this.key) ?? "[]")) {
      const column = this.columnFor(draft, columns);
      for (const [row, was, text] of draft.cells) {
        const box = column && this.table.box(`${column.dataset.place}/${row}`);
        if (box && !box.readOnly && wasIn(box) === was) {
          pairs.push([box, text]);
        } else if (text && text !== box?.value) {
          lost.push(text);
        }
      }
    }
    return { pairs, lost };
  }

  packageOf(column) {
    // One that is new and was reviewed says "new" before its key.
    return /^\d+ ([\da-f-]{36}) /.exec(column.querySelector('input[name="column"]').value)?.[1] ?? "";
  }

  columnFor(draft, columns) {
    if (draft.package) {
      return this.table.columns.find((column) => this.packageOf(column) === draft.package);
    }
    const taken = (this.taken ??= new Set());
    const free = this.table.columns.find((column) => this.table.isNew(column) && !taken.has(column)) ?? columns.add();
    taken.add(free);
    return free;
  }
}
