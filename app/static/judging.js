// The phone's judge: what is shown, what is missing, what does not fit. The server judges too.
import { answerTo, boxes, gather, inSight, isBlank } from "./fields.js";

// expressions.js comes along only with forms that have conditions.
const holds = (tree, answers, now) => self.tolqyn.holds(tree, answers, now);

const NUMERAL = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const seenBy = (box, answers) => {
  const row = box.parentElement.closest("[data-row]");
  if (!row) return answers;
  // What a row leaves blank is blank, and not the answer of another row.
  return { ...answers, ...Object.fromEntries(boxes(row).map(one => [one.id.slice(one.id.lastIndexOf(".") + 1), ""])), ...gather(row, true) };
};
// A hidden answer counts as blank, which may hide the next one: repeat until nothing moves.
export const refresh = (form, context) => {
  const watched = [...form.querySelectorAll("[data-show]")].map(node => [node, JSON.parse(node.dataset.show)]);
  for (let moved = watched.length, turns = 0; moved && turns <= watched.length; turns++) {
    moved = false;
    const known = { ...context, ...gather(form, true) };
    for (const [node, tree] of watched) {
      const hide = !holds(tree, seenBy(node, known)), part = "part" in node.dataset;
      if (hide == (part ? node.dataset.out == "1" : node.hidden)) continue;
      moved = true;
      if (part) node.dataset.out = +hide;
      else node.hidden = hide;
    }
  }
};
const misfit = (box, answer, answers, words) => {
  const { bounds, check, longest, say, wanted } = box.dataset;
  if (bounds) {
    const [least, most, step, whole] = JSON.parse(bounds), n = +answer;
    const steps = step ? (n - (least || 0)) / step : 0;
    const odd = !NUMERAL.test(answer) || whole && n % 1 || least != null && n < least || most != null && n > most;
    if (odd || Math.abs(steps - Math.round(steps)) > 1e-9 * Math.max(1, Math.abs(steps))) return wanted;
  }
  if (longest && [...answer].length > longest) return words.longest.replace("{most}", longest);
  return check && !holds(JSON.parse(check), seenBy(box, answers), answer) ? say || words.check : "";
};
// Every fault of a section at once: [box, sentence, whether one may go on without it].
export const faultsIn = ({ form, task, page: { words } }, part) => {
  const found = [], answers = { ...task.context, ...gather(form, true) };
  for (const box of part.querySelectorAll("[data-kind]")) {
    const row = box.parentElement.closest("[data-row]");
    if (!inSight(box) || row && !Object.keys(gather(row, true)).length) continue;
    const answer = answerTo(box, true);
    if (!isBlank(answer)) {
      const sentence = misfit(box, answer, answers, words);
      if (sentence) found.push([box, sentence, false]);
    } else if (box.dataset.need) found.push([box, words.blank[box.dataset.kind], box.dataset.need == "ask"]);
  }
  return found;
};
