// From the fields of a form to answers and back. An item's box carries its kind and its id.
const NUMBERS = /^(integer|decimal|range)$/;
const codeOf = box => box.id.slice(box.id.lastIndexOf(".") + 1);
const rowsOf = box => [...box.querySelectorAll("[data-row]")];
const inputs = box => [...box.querySelectorAll("input,textarea")];
// The items of a form, or of one row of a repeat.
export const boxes = root => {
  const row = root.closest("[data-row]");
  return [...root.querySelectorAll("[data-kind]")].filter(box => box.parentElement.closest("[data-row]") == row);
};
export const inSight = box => !box.closest("[hidden]:not([data-part]),[data-out='1']");
const tidy = text => text.replace(/(\d)[ \u00a0\u202f](?=\d{3})/g, "$1").replace(",", ".").trim();

export const answerTo = (box, shownOnly) => {
  const { kind } = box.dataset;
  if (kind == "repeat") return rowsOf(box).map(row => gather(row, shownOnly)).filter(row => Object.keys(row).length);
  if (kind == "likert" || kind == "single") return (inputs(box).find(field => field.checked) || {}).value || "";
  if (kind == "timed") return inputs(box)[0].value.split("\n").filter(line => line);
  if (kind == "multiple") return inputs(box).filter(field => field.checked).map(field => field.value);
  return NUMBERS.test(kind) ? tidy(inputs(box)[0].value) : inputs(box)[0].value;
};
export const isBlank = answer => answer == null || (Array.isArray(answer) ? !answer.length : !String(answer).trim());
export const gather = (root, shownOnly) => {
  const found = {};
  for (const box of boxes(root)) {
    const answer = answerTo(box, shownOnly);
    if (!isBlank(answer) && !(shownOnly && !inSight(box))) found[codeOf(box)] = answer;
  }
  return found;
};

// One more row of a repeat, blank, with names of its own.
export const addRow = box => {
  const rows = rowsOf(box), last = rows[rows.length - 1], added = last.cloneNode(true), number = rows.length;
  const from = `${box.id}.${last.dataset.row}.`, to = `${box.id}.${number}.`;
  added.dataset.row = number;
  for (const node of [...added.querySelectorAll("*")])
    for (const name of ["id", "name", "for", "aria-describedby"])
      if (node.hasAttribute(name)) node.setAttribute(name, node.getAttribute(name).split(from).join(to));
  added.querySelector("legend").textContent = number + 1;
  added.querySelectorAll(".error").forEach(node => node.remove());
  last.after(added);
  boxes(added).forEach(inner => fill(inner));
  return added;
};
export const fill = (box, answer) => {
  const { kind } = box.dataset, given = [].concat(answer == null ? [] : answer);
  if (kind == "repeat") {
    while (rowsOf(box).length < given.length) addRow(box);
    rowsOf(box).forEach((row, number) => fillAll(row, given[number] || {}));
  } else if (/^(likert|single|multiple)$/.test(kind)) {
    const ticked = given.map(String);
    inputs(box).forEach(field => field.checked = ticked.includes(field.value));
  } else inputs(box)[0].value = given.join("\n");
};
export const fillAll = (root, answers) => boxes(root).forEach(box => fill(box, answers[codeOf(box)]));
