// A price list that brings the names of its rows: each goes where it belongs, whatever its order.

import { labelOf } from "./table.js";

const OTHER_NAMES = {
  plan: "name",
  plans: "name",
  package: "name",
  product: "name",
  tierlevel: "tier",
  monthlyprice: "price",
  priceamonth: "price",
  pricepermonth: "price",
  pricemonth: "price",
  setupfee: "signup_fee",
  setup: "signup_fee",
  activationfee: "signup_fee",
  billing: "term",
  billingperiod: "term",
  billedevery: "term",
  period: "term",
};

const plain = (text) =>
  text
    .toLowerCase()
    .replace(/\(.*?\)/g, "")
    .replace(/[^\p{L}\p{N}]/gu, "");
const bare = (text) => plain(text).replace(/^(max(imum)?|numberof|upto)/, "");

// Row elements by what people may call them; a name that two rows share means neither.
function named(rows) {
  const found = new Map();
  const add = (name, row) => {
    if (name) {
      found.set(name, found.has(name) && found.get(name) !== row ? null : row);
    }
  };
  for (const row of rows) {
    add(bare(labelOf(row)), row);
  }
  for (const row of rows) {
    found.set(plain(labelOf(row)), row);
  }
  for (const [name, key] of Object.entries(OTHER_NAMES)) {
    const row = rows.find((one) => one.dataset.row === key);
    if (row && !found.has(name)) {
      found.set(name, row);
    }
  }
  return found;
}

// The rows of what was pasted as { row, texts }, and the labels that no row has; null when the first column
// holds no labels.
export function placed(block, rows) {
  if (block.some((line) => line.length < 2)) {
    return null;
  }
  const names = named(rows);
  const rowFor = (label) => names.get(plain(label)) ?? names.get(bare(label)) ?? null;
  const said = block.filter((line) => line[0]);
  const known = said.filter((line) => rowFor(line[0]));
  if (known.length < 2 || known.length * 2 < said.length) {
    return null;
  }
  const lines = block.map(([label, ...texts]) => ({ label, row: rowFor(label), texts }));
  const name = rows.find((row) => row.dataset.row === "name");
  // The head of a comparison table names the packages, whatever stands in its corner.
  if (name && !lines[0].row && !lines.some((line) => line.row === name)) {
    lines[0].row = name;
  }
  return {
    lines: lines.filter((line) => line.row),
    unknown: lines.filter((line) => !line.row && line.label && line.texts.some(Boolean)).map((line) => line.label),
  };
}
