// What the label of a row says, whatever its grammar: its words, and which of them names the thing.

const NOISE = new Set(
  `a allowed amount an and any at cloud count each every for from gb group hosted in include included includes is
  limit limits max maximum mb minimum monthly no number of on or our own per size space tb the to total up with your`
    .split(/\s+/),
);
// Behind these a label says of what, or to whom, the thing is.
const BEHIND = /\s(?:per|of|for|in|to|with|and|or|on|by|at|from)\s|[/&,+:;–—]|\s-\s/;
const BRACKETS = /\(.*?\)|\[.*?\]/g;

// The trade's other names for what rows are about.
const PHRASES = [
  [
    /\b(?:attendees?|participants?|people|persons?|users?|guests?)\s*(?:\/|per|in an?|in each|in every)\s*(?:meeting|session|call|room)s?\b/g,
    "participants per meeting",
  ],
  [/\b(?:meeting|room|session) capacity\b/g, "participants"],
  [/\b(?:time limit|(?:meeting|session|call) (?:length|time))\b/g, "duration"],
  [/\bbreakouts?(?: sessions?| groups?)?\b(?! rooms?)/g, "breakout rooms"],
  [/\bwhite[- ]?label(?:l?ing|led)?\b/g, "branding"],
  [/\b(?:set-?up|activation|onboarding|joining) (?:fee|cost)\b/g, "sign-up fee"],
];
// One word, and those that it may stand for.
const OTHER_WORDS = {
  attendee: ["participant"],
  cost: ["price"],
  guest: ["participant"],
  host: ["seat"],
  length: ["duration"],
  licence: ["seat"],
  license: ["seat"],
  logo: ["branding"],
  people: ["participant"],
  request: ["call"],
  retention: ["expiration"],
  subtitle: ["caption"],
  user: ["participant", "seat"],
  webcam: ["camera"],
};

const lower = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");

export const plain = (text) =>
  lower(text)
    .replace(BRACKETS, "")
    .replace(/[^\p{L}\p{N}]/gu, "");
export const bare = (text) => plain(text).replace(/^(max(imum)?|numberof|upto)/, "");

// Sharing, shares and share are one word.
function stem(word) {
  let found = word.replace(/ies$/, "y");
  if (found.length > 3 && !found.endsWith("ss")) {
    found = found.replace(/s$/, "");
  }
  for (const ending of ["ing", "ion"]) {
    if (found.length > 5 && found.endsWith(ending)) {
      found = found.slice(0, -3);
    }
  }
  return found.length > 3 ? found.replace(/e$/, "") : found;
}

const SENSES = new Map(Object.entries(OTHER_WORDS).map(([word, others]) => [stem(word), others.map(stem)]));
const stems = (text) => (text.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !NOISE.has(word)).map(stem);

function read(text) {
  const said = text.trim().replace(/^(?:number|no\.?|amount|maximum|max\.?) of\s/, "");
  const words = [...new Set(stems(said))];
  return { words, head: stems(said.split(BEHIND)[0]).at(-1) ?? words.at(-1) ?? "" };
}

const open = (label) => lower(label).replace(BRACKETS, " ").replace(/[*†‡]/g, " ");

// The words of a label, and the one that names the thing: { words, head }. What stands in brackets is left out.
export const wordsOf = (label) => read(open(label));

// What a label can mean, in the words of the trade: one reading, or several where a word has several senses.
export function meaningsOf(label) {
  const { words, head } = read(PHRASES.reduce((said, [from, to]) => said.replace(from, to), open(label)));
  const many = words.find((word) => SENSES.get(word)?.length > 1);
  const sense = (word, pick) => (word === many ? pick : (SENSES.get(word)?.[0] ?? word));
  return (SENSES.get(many) ?? [""]).map((pick) => ({
    words: [...new Set(words.map((word) => sense(word, pick)))],
    head: sense(head, pick),
  }));
}

export const inBrackets = (label) => (label.match(BRACKETS) ?? []).join(" ").replace(/[()[\]]/g, " ");
