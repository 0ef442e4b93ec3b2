// Live conditions: the server decides too, this only spares the reader what does not apply.
import { holds } from "./expressions.js";

const form = document.querySelector("form[data-live]");
const watched = form ? [...form.querySelectorAll("[data-show]")].map((node) => [node, JSON.parse(node.dataset.show)]) : [];

// Answers as the server reads them: numbers as numbers, several ticks as a list, nothing as nothing.
const answers = () => {
  const found = JSON.parse(form.dataset.known || "{}");
  for (const field of form.elements) {
    if (!field.name || field.closest("[hidden]")) continue;
    if (field.type === "checkbox") {
      if (field.checked) (found[field.name] ||= []).push(field.value);
    } else if (field.type !== "radio" || field.checked) {
      if (field.value !== "") found[field.name] = field.value;
    }
  }
  return found;
};

const update = () => {
  // A hidden answer counts as blank, which may hide the next one: repeat until nothing moves.
  for (let moved = true, turns = 0; moved && turns <= watched.length; turns++) {
    moved = false;
    const known = answers();
    for (const [node, tree] of watched) {
      const hide = !holds(tree, known);
      if (node.hidden !== hide) {
        node.hidden = hide;
        moved = true;
      }
    }
  }
};

if (watched.length) {
  form.addEventListener("input", update);
  update();
}
