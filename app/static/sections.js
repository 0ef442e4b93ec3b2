// Moving between the sections of a form, and showing what is wrong in one.
import { answerTo, boxes, inSight, isBlank } from "./fields.js";
import { faultsIn } from "./judging.js";
import { made, notice } from "./notices.js";

const at = name => document.querySelector(`[data-at=${name}]`);
export const asked = name => new URL(location).searchParams.get(name);
const hide = (name, hidden) => at(name) && (at(name).hidden = hidden);
// Where the answers are, in words: strong where they are on the phone alone.
export const say = (text, tag = "span") => at("saved").replaceChildren(made(tag, { textContent: text }));
export const measure = f => {
  const asked = boxes(f.form).filter(inSight);
  Object.assign(at("progress"), { max: asked.length, value: asked.filter(box => !isBlank(answerTo(box))).length });
};
export const openParts = f => f.parts.filter(part => part.dataset.out != "1");
export const firstBlank = part => boxes(part).find(box => inSight(box) && box.dataset.need && isBlank(answerTo(box)));
export const unmark = box => {
  if (!box || !box.classList.contains("wrong")) return;
  box.classList.remove("wrong");
  box.querySelectorAll(".error").forEach(node => node.remove());
};
const unmarkAll = f => {
  f.form.querySelectorAll(".wrong").forEach(node => node.matches(".notice") ? node.remove() : unmark(node));
  hide("skip", true);
};
// Name every fault of a section at its place, all at once.
export const judge = (f, part) => {
  unmarkAll(f);
  const faults = faultsIn(f, part);
  for (const [box, sentence] of faults) {
    box.classList.add("wrong");
    box.querySelector("legend,label").after(made("p", { className: "error", textContent: sentence }));
  }
  if (!faults.length) return faults;
  at("title").before(notice(f.page.words.missing));
  hide("skip", !faults.every(([, , light]) => light));
  address(part, "check");
  faults[0][0].scrollIntoView({ block: "center" });
  return faults;
};
const address = (part, check, push) => {
  const place = new URL(location), said = place.searchParams;
  said.set("section", part.dataset.part);
  check ? said.set(check, 1) : said.delete("check");
  history[push ? "pushState" : "replaceState"](null, "", place);
};
export const show = (f, part, push) => {
  const open = openParts(f), number = open.indexOf(part) + 1, { words } = f.page;
  if (push) unmarkAll(f);
  f.here = part;
  f.parts.forEach(one => one.hidden = one != part);
  f.form.elements.section.value = part.dataset.part;
  at("title").textContent = document.title = part.dataset.title;
  if (at("part")) at("part").textContent = words.part.replace("{number}", number).replace("{count}", open.length);
  hide("back", number == 1);
  hide("later", number > 1);
  at("next").textContent = at("next").dataset[number == open.length ? "last" : "next"];
  document.querySelectorAll(".parts button").forEach(button => {
    const key = button.value.slice(3);
    button.hidden = !open.some(one => one.dataset.part == key);
    key == part.dataset.part ? button.setAttribute("aria-current", "true") : button.removeAttribute("aria-current");
  });
  address(part, !push && asked("check") && "check", push);
  measure(f);
  if (!push) return;
  scrollTo(0, 0);
  at("title").tabIndex = -1;
  at("title").focus({ preventScroll: true });
};
