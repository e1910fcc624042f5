// Makes a spreadsheet of the form that the grid is. Without this script it is typed in and sent as it stands.

import { Check } from "./check.js";
import { copied, paste } from "./clipboard.js";
import { Columns } from "./columns.js";
import { Drafts } from "./drafts.js";
import { Edits } from "./edits.js";
import { Keys } from "./keys.js";
import { Marks } from "./marks.js";
import { Notice } from "./notice.js";
import { Selection } from "./selection.js";
import { boxOf, isChanged, Table } from "./table.js";

const form = document.getElementById("grid");
const table = new Table(document.getElementById("grid-table"));
const selection = new Selection(table);
const columns = new Columns(table, Number(form.dataset.most));
const marks = new Marks(table, document.getElementById("grid-count"));
const notice = new Notice(document.querySelector(".grid-tools"));
const drafts = new Drafts(table, marks, form.dataset.choice);
const edits = new Edits(changed);
const review = document.getElementById("review");
const line = document.getElementById("cell-line");
const keys = new Keys({
  table,
  selection,
  edits,
  leave: () => review.focus(),
  describe: (box) => marks.describe(line, box),
});
const check = new Check(form, { table, marks, notice, isTyping: (box) => keys.isTyping(box) });
let sent = false;

function changed(boxes) {
  marks.show(boxes);
  drafts.keep();
  buttons();
  check.soon();
  if (selection.active) {
    marks.describe(line, selection.active);
  }
}

// --- Buttons above the table -------------------------------------------------------------------------

const undo = document.getElementById("undo");
const redo = document.getElementById("redo");

function buttons() {
  undo.disabled = !edits.done.length;
  redo.disabled = !edits.undone.length;
}

undo.parentElement.hidden = false;
undo.addEventListener("click", () => keys.show(edits.undo()));
redo.addEventListener("click", () => keys.show(edits.redo()));
marks.only.addEventListener("change", () => marks.compareAll());
document.getElementById("show-closed")?.addEventListener("change", () => table.forget());
document.getElementById("add-column")?.addEventListener("click", (event) => {
  event.preventDefault();
  const head = columns.add();
  if (head) {
    selection.go({ row: 0, column: table.width - 1 });
  } else {
    notice.show(`A grid holds ${form.dataset.most} packages at most. Save these first.`);
  }
});

// --- Clipboard ------------------------------------------------------------------------------------------

const meantForRange = (event) => boxOf(event.target) && keys.isReady && selection.anchor;

document.addEventListener("copy", (event) => {
  if (meantForRange(event)) {
    event.preventDefault();
    event.clipboardData.setData("text/plain", copied(selection));
  }
});
document.addEventListener("cut", (event) => {
  if (meantForRange(event)) {
    event.preventDefault();
    event.clipboardData.setData("text/plain", copied(selection));
    keys.clear();
  }
});
document.addEventListener("paste", (event) => {
  if (meantForRange(event)) {
    event.preventDefault();
    notice.show(paste(event.clipboardData, { table, selection, edits, columns }));
    keys.settle();
  }
});

// --- Going to a cell that is told of, leaving, sending ---------------------------------------------------

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#cell-"]');
  const box = link && document.getElementById(link.hash.slice(1));
  if (box) {
    event.preventDefault();
    table.forget();
    box.focus();
    box.scrollIntoView({ block: "center", inline: "nearest" });
  }
});

// Only what was changed is sent; the rest the server knows.
form.addEventListener("formdata", ({ formData }) => {
  for (const box of table.boxes) {
    if (box.name && !isChanged(box)) {
      formData.delete(box.name);
    }
  }
});
form.addEventListener("submit", () => {
  sent = true;
  drafts.send();
});
window.addEventListener("pageshow", () => {
  sent = false;
});
window.addEventListener("beforeunload", (event) => {
  if (!sent && marks.changes().size) {
    event.preventDefault();
  }
});

// --- What this tab still knows ------------------------------------------------------------------------------

drafts.forgetSaved();
if ("typed" in form.dataset) {
  drafts.keep();
} else {
  const { pairs, lost } = drafts.kept(columns);
  if (pairs.length || lost.length) {
    edits.write(pairs);
    const left = lost.length ? ` Left out, because it was changed meanwhile: ${lost.join(", ")}.` : "";
    notice.show(`What you had typed and not saved is back.${left}`, {
      button: "Discard it",
      act: () => edits.write(pairs.map(([box]) => [box, box.dataset.was ?? box.defaultValue])),
    });
  }
}
