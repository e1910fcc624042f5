// Rows of features and providers: adding, taking back, and what can be chosen for the service type.
// Without this script the two "add" buttons are answered by the server, with everything typed kept.
"use strict";

const serviceType = document.getElementById("id_service_type");

function fits(option) {
  const types = option.dataset.serviceTypes;
  return !types || !serviceType.value || types.split(" ").includes(serviceType.value);
}

function filled(template, option) {
  const words = {
    __code__: option.value,
    __name__: option.dataset.name,
    __description__: option.dataset.description,
  };
  const row = template.content.firstElementChild.cloneNode(true);
  const replaced = (text) => text.replace(/__code__|__name__|__description__/g, (word) => words[word]);
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of element.attributes) {
      attribute.value = replaced(attribute.value);
    }
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        node.data = replaced(node.data);
      }
    }
  }
  return row;
}

function followUnlimited(row) {
  const tick = row.querySelector(".unlimited");
  if (!tick) {
    return;
  }
  const box = row.querySelector(".row-value .number");
  const follow = () => {
    box.disabled = tick.checked;
  };
  tick.addEventListener("change", () => {
    follow();
    if (!tick.checked) {
      box.focus();
    }
  });
  follow();
}

class Adder {
  constructor(element) {
    this.kind = element.dataset.add;
    this.select = element.querySelector("select");
    this.button = element.querySelector("button");
    this.note = element.querySelector(".add-note");
    this.options = [...this.select.options].slice(1);
    const section = element.closest(".card-body");
    this.rows = section.querySelector("[data-new-rows]") || section.querySelector("[data-rows]");
    this.empty = section.querySelector(".empty-rows");
    this.templates = new Map(
      [...section.querySelectorAll("template[data-kind]")].map((template) => [template.dataset.kind, template]),
    );
    this.used = new Set();
    this.picks = this.pickable(element.querySelector(".pick"));
    this.button.addEventListener("click", (event) => {
      event.preventDefault();
      this.add();
    });
    // Enter in the list would press the form's first button.
    this.select.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        this.add();
      }
    });
    this.offer();
  }

  offer() {
    const offered = this.options.filter((option) => fits(option) && !this.used.has(option.value));
    const chosen = this.select.value;
    this.select.replaceChildren(this.select.options[0], ...offered);
    this.select.value = offered.some((option) => option.value === chosen) ? chosen : "";
    const codes = new Set(offered.map((option) => option.value));
    for (const pick of this.picks) {
      pick.hidden = !codes.has(pick.value);
    }
    this.note.textContent = offered.length ? "" : "Nothing more to add for this service type.";
  }

  // Beside the list, a button for each of its options: one click instead of three.
  pickable(details) {
    if (!details) {
      return [];
    }
    const buttons = this.options.map((option) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "quiet-button";
      button.value = option.value;
      button.textContent = `+ ${option.dataset.name}`;
      button.setAttribute("aria-label", `Add ${option.dataset.name}`);
      button.addEventListener("click", () => this.pick(button));
      return button;
    });
    details.querySelector(".picks").append(...buttons);
    details.hidden = false;
    return buttons;
  }

  // One after another: the focus stays among what can still be picked.
  pick(button) {
    const next = this.picks.slice(this.picks.indexOf(button) + 1).find((other) => !other.hidden);
    this.put(this.options.find((option) => option.value === button.value));
    (next || this.picks.find((other) => !other.hidden) || this.select).focus({ preventScroll: true });
  }

  add() {
    const option = this.select.selectedOptions[0];
    if (!option || !option.value) {
      this.select.focus();
      return;
    }
    const row = this.put(option);
    row.querySelector(".number, .included, input:not([type=hidden])").focus();
  }

  put(option) {
    const row = filled(this.templates.get(option.dataset.kind || this.kind), option);
    for (const words of row.querySelectorAll("[data-fill]")) {
      words.textContent = option.dataset[words.dataset.fill];
    }
    this.takeBack(row, option);
    followUnlimited(row);
    const isFirst = !this.rows.children.length;
    this.rows.append(row);
    if (isFirst && option.dataset.active === "yes") {
      // The only provider of a package is its default, until somebody says otherwise.
      row.querySelector("[name=default_provider]").checked = true;
    }
    this.used.add(option.value);
    this.offer();
    if (this.empty) {
      this.empty.hidden = true;
    }
    return row;
  }

  takeBack(row, option) {
    const tick = row.querySelector(".remove");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet-button";
    button.textContent = "Take back";
    button.setAttribute("aria-label", `Take back ${option.dataset.name}`);
    button.addEventListener("click", () => {
      if (row.querySelector("[name=default_provider]:checked")) {
        document.querySelector(".no-default input").checked = true;
      }
      row.remove();
      this.used.delete(option.value);
      this.offer();
      this.select.focus();
    });
    tick.replaceWith(button);
  }
}

const adders = [...document.querySelectorAll("[data-add]")].map((element) => new Adder(element));
for (const row of document.querySelectorAll("tr[data-code]")) {
  followUnlimited(row);
}

serviceType.addEventListener("change", () => {
  for (const adder of adders) {
    adder.offer();
  }
});

// Leaving with something typed and not saved asks first.
const form = document.getElementById("package_form");
let typed = false;
form.addEventListener("input", () => {
  typed = true;
});
form.addEventListener("submit", () => {
  typed = false;
});
// A closed box is not sent; what was typed in it comes back when the page does.
form.addEventListener("formdata", ({ formData }) => {
  for (const box of form.querySelectorAll(".row-value .number:disabled")) {
    if (box.value) {
      formData.set(box.name.replace(/-value$/, "-set_aside"), box.value);
    }
  }
});
window.addEventListener("beforeunload", (event) => {
  if (typed) {
    event.preventDefault();
  }
});
