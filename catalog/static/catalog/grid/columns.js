// Columns for packages that are not there yet: copies of the empty one that the page came with.

export class Columns {
  constructor(table, most) {
    this.table = table;
    this.most = most;
    this.model = table.columns.findLast((column) => table.isNew(column)) ?? null;
  }

  // Puts an empty column at the right end; answers its head, or null when there can't be another.
  add() {
    if (!this.model || this.table.width >= this.most) {
      return null;
    }
    const from = this.model.dataset.place;
    const place = String(1 + Math.max(...this.table.columns.map((column) => Number(column.dataset.place))));
    const head = this.head(place);
    for (const row of this.table.element.querySelectorAll("tr[data-row]")) {
      const box = row.querySelector(`td > input[name^="${from}/"], td > input[data-place="${from}"]`);
      if (box) {
        row.append(this.cell(box, from, place));
      }
    }
    for (const wide of this.table.element.querySelectorAll("[data-spans]")) {
      wide.colSpan += 1;
    }
    this.table.forget();
    return head;
  }

  head(place) {
    const head = this.model.cloneNode(true);
    head.dataset.place = place;
    head.querySelector("input").value = place;
    head.querySelector(".column-name").textContent = "New package";
    head.querySelector(".column-name").id = `c${place}`;
    this.table.columns.at(-1).after(head);
    return head;
  }

  cell(box, from, place) {
    const cell = document.createElement("td");
    cell.className = box.readOnly ? "closed" : "";
    const copy = box.cloneNode(false);
    copy.removeAttribute("id");
    copy.removeAttribute("aria-invalid");
    copy.removeAttribute("aria-describedby");
    copy.setAttribute("aria-labelledby", box.getAttribute("aria-labelledby").replace(/c\d+$/, `c${place}`));
    if (box.name) {
      copy.name = `${place}/${box.name.slice(from.length + 1)}`;
      copy.dataset.was = box.dataset.was ?? box.defaultValue;
      copy.value = box.defaultValue;
    } else {
      copy.dataset.place = place;
    }
    cell.append(copy);
    return cell;
  }
}
