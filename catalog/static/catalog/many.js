// Many packages: the page asks for its pieces one after another, and shows how far it is.
// Without this script each piece is a page of its own, with a button that leads to the next.
const LOOK = 25;
const RUN = 20;
const MOST_SHOWN = 100;

const form = document.getElementById("many");
const sheetPlace = document.getElementById("sheet");
const work = document.getElementById("work");
const bar = document.getElementById("work-done");
const workText = document.getElementById("work-text");
const workSaid = document.getElementById("work-said");
const stopButton = document.getElementById("work-stop");
const broken = document.getElementById("work-broken");
const next = document.getElementById("next");
const number = new Intl.NumberFormat("en");

const words = (text) => text.split(" ").filter(Boolean);
const field = (name) => form.elements.namedItem(name);

// --- Putting pieces together ---------------------------------------------------------------------

function addLines(target, source) {
  const into = target.querySelector("[data-lines]");
  const more = target.querySelector("[data-more]");
  const from = source.querySelector("[data-lines]");
  let hidden = Number(more.dataset.more) + Number(source.querySelector("[data-more]").dataset.more);
  for (const line of [...from.children]) {
    if (into.children.length < MOST_SHOWN) {
      into.append(line);
    } else {
      hidden += 1;
    }
  }
  more.dataset.more = String(hidden);
  more.hidden = hidden === 0;
  more.querySelector("span").textContent = number.format(hidden);
}

function addHindrances(target, source) {
  const into = target.querySelector("[data-hindrances]");
  const there = new Map([...into.children].map((one) => [one.dataset.sentence, one]));
  for (const one of [...source.querySelector("[data-hindrances]").children]) {
    const same = there.get(one.dataset.sentence);
    if (!same) {
      into.append(one);
      continue;
    }
    same.dataset.count = String(Number(same.dataset.count) + Number(one.dataset.count));
    same.querySelector("[data-shown-count]").textContent = number.format(same.dataset.count);
    addLines(same, one);
  }
}

function addSheet(part) {
  const sheet = sheetPlace.querySelector("[data-sheet]");
  if (!sheet) {
    sheetPlace.replaceChildren(part);
    return;
  }
  for (const section of sheet.querySelectorAll("[data-sort]")) {
    const added = part.querySelector(`[data-sort="${section.dataset.sort}"]`);
    const count = Number(section.dataset.count) + Number(added.dataset.count);
    section.dataset.count = String(count);
    section.hidden = count === 0;
    const tally = sheet.querySelector(`[data-tally="${section.dataset.sort}"]`);
    tally.hidden = count === 0;
    tally.querySelector("strong").textContent = number.format(count);
    if (section.dataset.sort === "impossible") {
      addHindrances(section, added);
    } else {
      addLines(section, added);
    }
  }
}

// --- Asking for pieces ---------------------------------------------------------------------------

class Interrupted extends Error {}

async function ask(fields) {
  const data = new FormData(form);
  for (const [name, value] of Object.entries({ keys: "", items: "", looked: "0", part: "1", ...fields })) {
    data.set(name, value);
  }
  let response;
  try {
    response = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
  } catch {
    throw new Interrupted("The server could not be reached.");
  }
  if (response.redirected) {
    throw new Interrupted("You may have been logged out: log in again in another tab.");
  }
  if (!response.ok || !response.headers.get("X-Part")) {
    throw new Interrupted(`The server answered with an error (${response.status}).`);
  }
  const read = document.createElement("template");
  read.innerHTML = await response.text();
  return read.content.querySelector("[data-sheet]");
}

let wanted = "";
let left = [];
let total = 0;
let again = () => {};

function showProgress(doing) {
  const ready = total - left.length;
  bar.max = total;
  bar.value = ready;
  workText.textContent = `${doing}: ${number.format(ready)} of ${number.format(total)}`;
}

// Takes pieces off `left` until nothing is, somebody stops it, or it breaks.
async function inPieces(doing, size, piece) {
  wanted = "go";
  work.hidden = false;
  broken.hidden = true;
  stopButton.hidden = false;
  stopButton.textContent = "Stop";
  showProgress(doing);
  try {
    while (left.length && wanted === "go") {
      await piece(left.slice(0, size));
      left = left.slice(size);
      showProgress(doing);
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) {
      throw error;
    }
    broken.querySelector("p").textContent =
      `${error.message} ${number.format(total - left.length)} of ${number.format(total)} are ready. ` +
      "Going on does nothing twice.";
    broken.hidden = false;
    broken.focus();
    wanted = "broken";
    stopButton.hidden = true;
  }
  return left.length === 0;
}

document.getElementById("work-again").addEventListener("click", () => again());
stopButton.addEventListener("click", () => {
  if (wanted === "go") {
    wanted = "stop";
    stopButton.textContent = "Go on";
    workSaid.textContent = "Stopped.";
  } else {
    again();
  }
});

// --- Looking ------------------------------------------------------------------------------------

function offerRun(items) {
  field("items").value = items.join(" ");
  for (const element of next.querySelectorAll("[data-run]")) {
    element.hidden = items.length === 0;
  }
  const count = next.querySelector("[data-run-count]");
  if (count) {
    count.textContent = number.format(items.length);
    next.querySelector("[data-run-plural]").hidden = items.length === 1;
  }
}

function setBusy(busy) {
  for (const button of next.querySelectorAll("button")) {
    button.disabled = busy;
  }
}

async function look() {
  const items = words(field("items").value);
  again = look;
  setBusy(true);
  const finished = await inPieces("Looked at", LOOK, async (keys) => {
    const part = await ask({ step: "look", keys: keys.join(" ") });
    addSheet(part);
    items.push(...words(part.dataset.items));
    field("looked").value = String(Number(field("looked").value) + keys.length);
    offerRun(items);
  });
  setBusy(false);
  if (finished) {
    work.hidden = true;
    workSaid.textContent = `All ${number.format(total)} packages were looked at.`;
  }
}

// --- Doing --------------------------------------------------------------------------------------

let running = false;

async function run() {
  again = run;
  running = true;
  const finished = await inPieces("Done", RUN, async (items) => {
    addSheet(await ask({ step: "run", items: items.join(" ") }));
  });
  running = !finished && wanted === "go";
  if (finished) {
    work.hidden = true;
    const heading = document.getElementById("outcome");
    const others = words(field("keys").value).length - Number(field("looked").value);
    heading.querySelector("[data-not-looked]").textContent = others
      ? `${number.format(others)} packages were not looked at and are as they were.`
      : "";
    heading.hidden = false;
    heading.focus();
  }
}

form.addEventListener("submit", (event) => {
  const items = words(field("items").value);
  const pressed = event.submitter;
  if (!pressed || pressed.value !== "run" || items.length <= RUN) {
    return;
  }
  event.preventDefault();
  left = items;
  total = items.length;
  sheetPlace.replaceChildren();
  document.querySelector("[data-before]").hidden = true;
  for (const element of next.querySelectorAll("[data-before-run]")) {
    element.hidden = true;
  }
  next.querySelector("[data-after-run]").hidden = false;
  run();
});

window.addEventListener("beforeunload", (event) => {
  if (running) {
    event.preventDefault();
  }
});

const options = form.querySelector("[data-options]");
if (options) {
  // What is shown belongs to what was typed then: another wish is looked at first.
  options.addEventListener("input", () => {
    for (const element of next.querySelectorAll("[data-run]")) {
      element.hidden = true;
    }
  });
}

const keys = words(field("keys").value).slice(Number(field("looked").value));
if (keys.length && next.dataset.done === "0" && sheetPlace.querySelector("[data-sheet]")) {
  for (const element of next.querySelectorAll("[data-without-script]")) {
    element.hidden = true;
  }
  left = keys;
  total = keys.length;
  look();
}
