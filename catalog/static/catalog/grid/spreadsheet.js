// Tables as the clipboard has them: texts with tabs, or HTML.

// Rows of texts. A text in quotes may hold tabs and line ends; two quotes in it are one.
export function fromTabs(text) {
  const rows = [[]];
  let field = "";
  let quoted = false;
  const end = () => {
    rows.at(-1).push(field.trim());
    field = "";
  };
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < plain.length; at += 1) {
    const letter = plain[at];
    if (quoted) {
      if (letter !== '"') {
        field += letter === "\n" ? " " : letter;
      } else if (plain[at + 1] === '"') {
        field += '"';
        at += 1;
      } else {
        quoted = false;
      }
    } else if (letter === '"' && !field) {
      quoted = true;
    } else if (letter === "\t") {
      end();
    } else if (letter === "\n") {
      end();
      rows.push([]);
    } else {
      field += letter;
    }
  }
  end();
  return rows;
}

// The rows of the first table of a page, or null; a cell that spans columns fills the first of them.
export function fromHtml(html) {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table) {
    return null;
  }
  return [...table.rows].map((row) =>
    [...row.cells].flatMap((cell) => [
      cell.textContent.replace(/\s+/g, " ").trim(),
      ...Array(Math.max(0, Math.min(cell.colSpan, 50) - 1)).fill(""),
    ]),
  );
}

// What was copied elsewhere: the tabs, unless only the HTML has a table.
export function pasted(clipboard) {
  const text = clipboard.getData("text/plain");
  const html = clipboard.getData("text/html");
  const table = !text.includes("\t") && html ? fromHtml(html) : null;
  return table && table.length ? table : fromTabs(text);
}

const quotedIfNeeded = (text) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const toTabs = (rows) => rows.map((row) => row.map(quotedIfNeeded).join("\t")).join("\n");
