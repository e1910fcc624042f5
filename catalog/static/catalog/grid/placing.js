// A price list that brings the names of its rows: each goes where it belongs, whatever its order.

import { EXACT, isYesOrNo, Labels, unitIn } from "./labels.js";
import { labelOf } from "./table.js";

const BY_YEAR = /\b(?:annual|yearly)\b|(?:\/|\bper|\ba)\s*(?:year|yr)\b/i;

const saysAny = ({ texts }) => texts.some(Boolean);
const rowsOf = (elements) =>
  elements.map((element) => ({
    element,
    key: element.dataset.row,
    label: labelOf(element),
    holds: element.dataset.holds,
    isOpen: Boolean(element.querySelector("td > input:not([readonly])")),
  }));

// What was pasted as `lines` of { row, texts }; to be told are the `guessed` as [label, row], the `unclear` as
// [label, rows], and the `unknown` labels. Null when the first column holds no labels.
export function placed(block, elements) {
  const rows = rowsOf(elements);
  const labels = new Labels(rows);
  const lines = block.map(([label, ...texts]) => ({ label, texts, ...labels.find(label, texts) }));
  if (!areLabelled(lines, block)) {
    return null;
  }
  nameColumns(lines, rows);
  // A line without values empties its row in a table of ours; in another one it is a heading.
  const isOurs = lines.every((line) => !line.label || line.sure === EXACT);
  const kept = lines.filter((line) => saysAny(line) || (isOurs && line.texts.length));
  keepSurest(kept);
  const left = kept.filter((line) => !line.row && line.label);
  return {
    lines: kept.filter((line) => line.row).map(({ row, label, texts }) => ({ row: row.element, key: row.key, texts: completed(row, label, texts) })),
    guessed: kept.filter((line) => line.row && line.sure < EXACT).map((line) => [line.label, line.row.label]),
    unclear: left.filter((line) => line.could.length).map((line) => [line.label, line.could.map(({ label }) => label)]),
    unknown: left.filter((line) => !line.could.length).map((line) => line.label),
  };
}

function areLabelled(lines, block) {
  const said = lines.filter((line) => line.label && saysAny(line));
  const understood = said.filter((line) => line.row || line.could.length);
  return block.some((line) => line.length > 1) && understood.length > 1 && understood.length * 3 >= said.length;
}

// The head of a comparison table names the packages, whatever stands in its corner.
function nameColumns(lines, rows) {
  const name = rows.find((row) => row.key === "name");
  const head = lines.find(saysAny);
  const areNames = head.texts.every((text) => !text || (/\p{L}/u.test(text) && !isYesOrNo(text)));
  if (name && areNames && !head.row && !lines.some((line) => line.row === name)) {
    Object.assign(head, { row: name, sure: EXACT });
  }
}

// Only the surest line goes into a row; of two that are as sure, both may be meant.
function keepSurest(lines) {
  const rivals = Map.groupBy(lines.filter((line) => line.row), (line) => line.row);
  for (const [row, all] of rivals) {
    const best = all.filter((line) => line.sure === Math.max(...all.map(({ sure }) => sure)));
    for (const line of all) {
      if (best.length > 1 || line !== best[0]) {
        Object.assign(line, { row: null, could: [row] });
      }
    }
  }
}

// What only the label says is said beside each number: its unit, and that a price is for a year.
function completed(row, label, texts) {
  const unit = row.holds === "count" ? unitIn(label) : "";
  const isYearly = row.key === "price" && BY_YEAR.test(label);
  return texts.map((text) => {
    if (unit && /^[\d.,' ]*\d$/.test(text)) {
      return `${text} ${unit}`;
    }
    return isYearly && /\d/.test(text) && !/\/|\bper\b/.test(text) ? `${text} / year` : text;
  });
}
