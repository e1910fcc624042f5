// Which row of the grid the label of a row elsewhere means: surely, by a guess that is told, or not at all.

import { bare, inBrackets, meaningsOf, plain, wordsOf } from "./words.js";

const OTHER_NAMES = {
  plan: "name",
  plans: "name",
  package: "name",
  product: "name",
  tierlevel: "tier",
  cost: "price",
  costpermonth: "price",
  monthlycost: "price",
  monthlyfee: "price",
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
// Names and tiers go by their own names only: a support tier is none.
const UNGUESSED = new Set(["name", "tier", "currency", "term"]);
// How sure it is that a label means a row.
export const EXACT = 3;
const SAME_WORDS = 2;
const ALIKE = 1;

const YES_OR_NO = /^(✓|✔|☑|✅|●|x|y|yes|true|included|-|–|—|✗|✘|✕|✖|❌|☐|n|no|false|none|not included|n\/a)\uFE0F?[*†‡]?$/i;
const NONE = /^[-–—]$/;
const COUNTED = /\d|∞|unlimited|no limit/i;
const PRICED = /\d|free|contact|custom|request|sales/i;
// A yearly bill is often told as a price for a month.
const BILLED_BY_YEAR = /\b(?:billed|paid|billing|payment)\b.*\b(?:annual|annually|year|yearly)\b|\bannual(?:ly)? (?:billing|payment)/i;
const UNIT = /(?:[([,]|\bin)\s*(minutes?|mins?|hours?|hrs?|days?|weeks?|[gmt]b)\s*[)\]]?\s*$/i;

export const isYesOrNo = (text) => YES_OR_NO.test(text);
export const unitIn = (label) => UNIT.exec(label)?.[1] ?? "";

// Whether what stands in a line is what the row holds.
function takes(row, texts) {
  const said = texts.filter((text) => text && !NONE.test(text));
  if (!said.length) {
    return true;
  }
  const tests = {
    tick: () => said.some(isYesOrNo) && !said.some((text) => /\d/.test(text)),
    count: () => said.some((text) => COUNTED.test(text)),
    amount: () => said.some((text) => PRICED.test(text)),
  };
  return tests[row.holds]?.() ?? true;
}

// Rows by what people may call them; a name that two rows share means neither.
function named(rows, spelled) {
  const found = new Map();
  for (const row of rows) {
    const name = spelled(row.label);
    found.set(name, found.has(name) ? null : row);
  }
  found.delete("");
  return found;
}

const holdsAll = (words, others) => others.every((word) => words.includes(word));
const sameWords = ({ words }, other) => holdsAll(words, other.words) && holdsAll(other.words, words);
// The same thing, of which one of the two says more.
const alike = (one, other) =>
  one.head === other.head && (holdsAll(one.words, other.words) || holdsAll(other.words, one.words));

export class Labels {
  // `rows` as { key, label, holds, isOpen }.
  constructor(rows) {
    this.exact = named(rows, plain);
    this.bare = named(rows, bare);
    for (const [name, key] of Object.entries(OTHER_NAMES)) {
      const row = rows.find((one) => one.key === key);
      if (row && !this.exact.has(name) && !this.bare.has(name)) {
        this.exact.set(name, row);
      }
    }
    this.open = rows
      .filter((row) => row.isOpen && !UNGUESSED.has(row.key))
      .map((row) => ({ row, said: wordsOf(row.label), meant: meaningsOf(row.label)[0] }));
  }

  // The row that a label means, and how sure that is; or, without a row, those that it `could` mean.
  find(label, texts) {
    const row = this.exact.get(plain(label)) ?? this.called(label, texts);
    if (!row) {
      return this.guess(label, texts);
    }
    if (row.key === "price" && BILLED_BY_YEAR.test(label)) {
      return { row: null, sure: 0, could: [row] };
    }
    return { row, sure: isWhole(label) ? EXACT : SAME_WORDS, could: [] };
  }

  // By the name without its max; unless another row of the same words holds what stands there.
  called(label, texts) {
    const row = this.bare.get(bare(label));
    const others = row && !takes(row, texts) ? this.fitting(label, texts).flat() : [];
    return others.length ? null : row;
  }

  guess(label, texts) {
    const [same, near, far] = this.fitting(label, texts);
    const found = [same, near, far].find((rows) => rows.length) ?? [];
    if (found.length === 1 && !(found[0].key === "price" && BILLED_BY_YEAR.test(label))) {
      return { row: found[0], sure: found === same ? SAME_WORDS : ALIKE, could: [] };
    }
    return { row: null, sure: 0, could: found.length ? found : this.related(label) };
  }

  // Rows of the same words; those alike in their words, or the same in meaning; those alike in meaning.
  fitting(label, texts) {
    const said = wordsOf(label);
    const meanings = meaningsOf(label);
    if (!said.words.length || /^\W*\d/.test(label)) {
      return [[], [], []];
    }
    const open = this.open.filter(({ row }) => takes(row, texts));
    const rowsWhere = (test) => open.filter(test).map(({ row }) => row);
    return [
      rowsWhere((one) => sameWords(one.said, said)),
      rowsWhere((one) => alike(one.said, said) || meanings.some((meant) => sameWords(one.meant, meant))),
      rowsWhere((one) => meanings.some((meant) => alike(one.meant, meant))),
    ];
  }

  // Rows about the same thing, to be told of.
  related(label) {
    const heads = meaningsOf(label).map(({ head }) => head);
    return this.open.filter(({ meant }) => heads.includes(meant.head)).map(({ row }) => row);
  }
}

// In brackets stands how much at most, or in what unit; anything else changes what is meant.
const isWhole = (label) => Boolean(unitIn(label)) || !wordsOf(inBrackets(label)).words.length;
