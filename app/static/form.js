// A form on the phone: kept at every tap, sent section by section, finished into the outbox.
import { addRow, fillAll, gather } from "./fields.js";
import { merged, placeOf, readDraft, same } from "./drafts.js";
import { end } from "./ending.js";
import { keep, live, save, send } from "./keeping.js";
import { goTo, leave } from "./leaving.js";
import { notice } from "./notices.js";
import { listed, take } from "./shelf.js";
import { asked, firstBlank, judge, openParts, say, show, unmark } from "./sections.js";
import { isOnlyTab } from "./tabs.js";
import { begin } from "./phone.js";

const TYPING = 300;

const newDraft = ({ number, title, context, home, receipt, ...told }) =>
  ({ ...told, started_at: new Date().toISOString(), base: { number, answers: told.answers } });
// What another phone has sent meanwhile goes in, question by question.
const caughtUp = (draft, { id, number, answers }) => number <= draft.base.number ? draft
  : { ...draft, id, answers: merged(draft.base.answers, draft.answers, answers), base: { number, answers } };
const step = async (f, [what, detail]) => {
  if (what == "add") addRow(document.getElementById(detail)).querySelector("input,textarea").focus();
  await save(f);
  const open = openParts(f), place = open.indexOf(f.here);
  if (what == "add") return live(f);
  if (what == "next" && judge(f, f.here).length) return;
  const goal = what == "go" ? open.find(part => part.dataset.part == detail)
    : what == "save" ? f.here : open[what == "back" ? place && place - 1 : place + 1];
  if (!goal && /^(next|skip)$/.test(what)) return end(f);
  send(f);
  if (what == "later") return leave(f.task.home);
  if (what == "lang") return goTo(what, detail);
  return show(f, goal || f.here, true);
};
const listen = f => {
  const { form } = f;
  form.addEventListener("input", ({ target }) => {
    live(f);
    unmark(target.closest(".item"));
    if (/^(radio|checkbox)$/.test(target.type)) save(f);
    else f.typing ||= setTimeout(() => save(f), TYPING);
  });
  form.addEventListener("submit", event => {
    event.preventDefault();
    if ("busy" in form.dataset) return;
    form.dataset.busy = "";
    step(f, event.submitter.value.split(":")).catch(() => 0).then(leaving => leaving === true || delete form.dataset.busy);
  });
  addEventListener("popstate", () => show(f, f.wanted() || f.parts[0]));
  addEventListener("pagehide", () => save(f));
  addEventListener("online", () => send(f));
  document.addEventListener("visibilitychange", () => document.visibilityState == "hidden" ? save(f) : send(f));
};
// A draft that was begun under another version of the form goes on in that version.
const otherVersion = async (page, form, place, name) => {
  const begun = (await listed("drafts")).filter(row => row.id.startsWith(place) && !row.finished);
  if (!begun.length || begun.some(row => row.id == name)) return;
  const version = begun[0].id.slice(place.length);
  if (asked("version") != version) return goTo("version", version);
  form.replaceWith(notice(page.words.no_network));
  return true;
};
const startForm = async (page, form) => {
  const task = JSON.parse(form.dataset.task), place = placeOf(page, location.pathname), name = place + task.version;
  task.receipt = `${location.pathname}/${task.receipt}`;
  if (await otherVersion(page, form, place, name)) return true;
  const typed = gather(form), rest = form.querySelector("template");
  const parts = [...form.querySelectorAll("[data-part]"), ...rest.content.children].sort((a, b) => a.dataset.n - b.dataset.n);
  rest.before(...parts);
  const found = await readDraft(page.key, name).catch(() => null), closed = found && found.finished, kept = !closed && found;
  const draft = kept ? caughtUp(kept, task) : newDraft(task), waits = (await listed("outbox")).some(item => item.draft == name);
  if (waits || !task.parent && (closed || !found && await take("sent", name))) return leave(task.home);
  // The blank form of a visit that this phone has not begun.
  if (!kept && page.who == "staff" && !task.lesson && !task.group_session) return leave(task.home);
  // What was tapped before this script ran counts too.
  const early = Object.entries(typed).filter(([code, value]) => !same(value, task.answers[code]));
  const f = { page, form, task, name, parts, draft: { ...draft, language: task.language }, saving: Promise.resolve() };
  f.draft.consent ||= await readDraft(page.key, `${page.owner}/consent/${task.wave}`).catch(() => {});
  f.wanted = () => openParts(f).find(part => part.dataset.part == asked("section"));
  fillAll(form, { ...draft.answers, ...Object.fromEntries(early) });
  live(f);
  const begun = kept || task.number, open = openParts(f);
  show(f, f.wanted() || begun && open.find(firstBlank) || open[begun ? open.length - 1 : 0]);
  if (asked("check")) judge(f, f.here);
  else if (begun && firstBlank(f.here)) firstBlank(f.here).scrollIntoView({ block: "center" });
  if (!await isOnlyTab(`form/${name}`)) {
    parts.forEach(part => part.inert = true);
    form.querySelectorAll(".steps button").forEach(button => button.disabled = true);
    form.prepend(notice(page.words.other_tab));
    return;
  }
  listen(f);
  if (kept) say(page.words.phone, "b");
  if (kept && !same(f.draft.answers, kept.answers)) keep(f);
  await save(f);
  send(f);
  form.dataset.ready = "";
};
begin(page => {
  Object.assign(page.words, JSON.parse(document.querySelector("main").dataset.form));
  return startForm(page, document.querySelector("form[data-task]"));
});
