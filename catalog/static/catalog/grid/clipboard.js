// Ranges out to a spreadsheet, and whole price lists in from one.

import { placed } from "./placing.js";
import { pasted, toTabs } from "./spreadsheet.js";
import { labelOf } from "./table.js";

const MOST_NAMED = 6;
// Signs that one currency has alone.
const SIGNS = { "€": "EUR", "£": "GBP", "R$": "BRL", "US$": "USD", "₹": "INR", "₩": "KRW", "₪": "ILS", "₺": "TRY" };

// What a copy hands out: the range as text; the whole table with the names of its rows.
export function copied(selection) {
  const { top, left } = selection.range;
  const whole = top === 0 && left === 0 && selection.boxes.length === selection.table.rows.length;
  const rows = selection.boxes.map((boxes, at) => {
    const texts = boxes.map((box) => box.value);
    return whole ? [labelOf(selection.table.rows[at].element), ...texts] : texts;
  });
  return toTabs(rows);
}

// Puts a table in at the active box as one step; answers what is to be told about it.
export function paste(clipboard, { table, selection, edits, columns }) {
  const block = pasted(clipboard);
  const labelled = placed(block, [...table.element.querySelectorAll("tr[data-row]")]);
  const lines = labelled ? labelled.lines : below(block, table, selection);
  const repeated = !labelled && block.length === 1 && block[0].length === 1 && selection.isRange;
  if (repeated) {
    return told({ closed: edits.write(selection.boxes.flat().map((box) => [box, block[0][0]])) });
  }
  const left = selection.range.left;
  const wide = Math.max(...lines.map(({ texts }) => texts.length), 0);
  while (table.width < left + wide && columns.add()) {
    // One more column for each package that does not fit.
  }
  const pairs = lines.flatMap(({ row, texts }) => {
    const boxes = [...row.querySelectorAll("td > input")].slice(left);
    return texts.slice(0, boxes.length).map((text, at) => [boxes[at], text]);
  });
  const currencies = labelled ? currenciesOf(labelled.lines, { table, left }) : [];
  const closed = edits.write([...pairs, ...currencies]);
  return told({
    ...labelled,
    currency: currencies[0]?.[1],
    tooWide: left + wide - table.width,
    tooLong: labelled ? 0 : block.length - lines.length,
    closed,
  });
}

// The rows from the active one on, each with a line of what was pasted.
function below(block, table, selection) {
  const rows = table.rows.slice(selection.range.top);
  return block.slice(0, rows.length).map((texts, at) => ({ row: rows[at].element, texts }));
}

// The currency that the prices say, where no row does: pairs of an empty box and the code.
function currenciesOf(lines, { table, left }) {
  const prices = lines.find((line) => line.key === "price")?.texts ?? [];
  const codes = new Set(prices.map(currencyIn).filter(Boolean));
  if (codes.size !== 1 || lines.some((line) => line.key === "currency")) {
    return [];
  }
  return prices.flatMap((text, at) => {
    const place = table.columns[left + at]?.dataset.place;
    const box = text && place && table.box(`${place}/currency`);
    return box && !box.value.trim() ? [[box, [...codes][0]]] : [];
  });
}

const currencyIn = (text) => /\b[A-Z]{3}\b/.exec(text)?.[0] ?? SIGNS[/[^\d\s.,/]+/.exec(text)?.[0]];

const counted = (count, thing) => `${count} ${thing}${count === 1 ? "" : "s"}`;
const quoted = (name) => `“${name}”`;

function someOf(names) {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  return `${names.slice(0, MOST_NAMED).join(", ")}${more}`;
}

// What happened, a sentence or a list each.
function told({ guessed = [], unclear = [], unknown = [], currency = "", tooWide = 0, tooLong = 0, closed = 0 }) {
  const found = [];
  if (guessed.length) {
    const items = guessed.map(([label, row]) => `${quoted(label)} went into ${quoted(row)}`);
    found.push({ text: "Named differently here, so check these:", items });
  }
  if (unclear.length) {
    const items = unclear.map(([label, rows]) => `${quoted(label)} could be ${rows.slice(0, MOST_NAMED).map(quoted).join(" or ")}`);
    found.push({ text: "Left out, because it is not clear where it belongs. Name it as here and paste again:", items });
  }
  if (unknown.length) {
    found.push(`No row here is called ${someOf(unknown.map(quoted))}; what stood there was left out. Name it as it is named here and paste again.`);
  }
  if (currency) {
    found.push(`The currency is taken from the prices: ${currency}.`);
  }
  if (tooWide > 0) {
    found.push(`${counted(tooWide, "column")} beyond the last one of the table: left out.`);
  }
  if (tooLong > 0) {
    found.push(`${counted(tooLong, "row")} below the last one of the table: left out.`);
  }
  if (closed > 0) {
    found.push(`${counted(closed, "value")} for features that these packages can't have: left out.`);
  }
  return found;
}
