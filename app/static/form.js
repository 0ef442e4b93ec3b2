// A form on the phone: kept at every tap, sent section by section, finished into the outbox.
import { addRow, fillAll, gather } from "./fields.js";
import { faultsIn, refresh } from "./judging.js";
import { keepDraft, merged, placeOf, readDraft, same, sendDraft } from "./drafts.js";
import { finish } from "./finishing.js";
import { notice } from "./notices.js";
import { sendAll } from "./outbox.js";
import { listed, take } from "./shelf.js";
import { firstBlank, judge, measure, openParts, say, show, unmark } from "./sections.js";
import { begin } from "./phone.js";

const TYPING = 300, IDLE = 4000, PATIENCE_OF_TAB = 1500;
const now = () => new Date().toISOString();

const leave = address => {
  location.assign(address);
  return true;
};

// One tab writes; another one looks on, and takes over when the first is closed.
const isOnlyTab = name => new Promise(done => {
  if (!navigator.locks) return done(true);
  const wait = new AbortController(), timer = setTimeout(() => wait.abort(), PATIENCE_OF_TAB);
  navigator.locks.request(name, { signal: wait.signal }, () => {
    clearTimeout(timer);
    done(true);
    return new Promise(() => {});
  }).catch(() => {
    done(false);
    navigator.locks.request(name, () => location.reload());
  });
});
const newDraft = ({ id, number, answers, wave, instrument, version, parent, lesson, group_session }) =>
  ({ id, wave, instrument, version, parent, lesson, group_session, started_at: now(), answers, base: { number, answers } });
// What another phone has sent meanwhile goes in, question by question.
const caughtUp = (draft, { id, number, answers }) => number <= draft.base.number ? draft
  : { ...draft, id, answers: merged(draft.base.answers, draft.answers, answers), base: { number, answers } };
const live = f => refresh(f.form, f.task.context);
const noRoom = f => f.full ||= f.form.insertBefore(notice(f.page.words.no_room), f.form.firstChild);
const put = f => keepDraft(f.page, f.name, f.draft).catch(() => noRoom(f));

const save = f => f.saving = f.saving.then(async () => {
  clearTimeout(f.typing);
  const answers = gather(f.form);
  if (same(answers, f.draft.answers)) return;
  f.draft.answers = answers;
  await keepDraft(f.page, f.name, f.draft);
  say(f.page.words.phone, "b");
  measure(f);
  clearTimeout(f.idle);
  f.idle = setTimeout(() => send(f), IDLE);
}).catch(() => noRoom(f));
const send = async f => {
  if (f.sending || same(f.draft.answers, f.draft.base.answers)) return;
  f.sending = new AbortController();
  const sent = await sendDraft(f.draft, f.page.proof, f.sending.signal).catch(() => ({ error: f.page.words.no_network }));
  if (f.draft.finished) return;
  f.sending = null;
  if (sent.code == "received") return location.replace(f.task.receipt);
  if (sent.merged) {
    fillAll(f.form, f.draft.answers);
    live(f);
  }
  await put(f);
  if (sent.saved_at) say(`${f.page.words.server} ${new Date(sent.saved_at).toTimeString().slice(0, 5)}`);
  else if (sent.error) say(`${f.page.words.phone}. ${sent.error}`, "b");
};
const end = async f => {
  for (const part of openParts(f)) if (faultsIn(f, part).some(([, , light]) => !light)) {
    show(f, part, true);
    return judge(f, part);
  }
  f.draft.answers = gather(f.form, true);
  f.draft.finished = now();
  if (f.sending) f.sending.abort();
  f.sending = true;
  clearTimeout(f.idle);
  await finish(f.page, f.name, f.draft).catch(() => noRoom(f));
  await sendAll(f.page, true);
  return leave(await take("sent", f.name) && navigator.onLine ? f.task.receipt : f.task.home);
};
const step = async (f, [what, detail]) => {
  if (what == "add") addRow(document.getElementById(detail)).querySelector("input,textarea").focus();
  await save(f);
  const open = openParts(f), place = open.indexOf(f.here);
  if (what == "add") return live(f);
  if (what == "next" && judge(f, f.here).length) return;
  if (!/^(next|skip)$/.test(what) || place + 1 < open.length) send(f);
  if (what == "later") return leave(f.task.home);
  if (what == "save") return show(f, f.here, true);
  if (what == "go") return show(f, open.find(part => part.dataset.part == detail), true);
  if (what == "back") return show(f, open[place && place - 1], true);
  if (what == "next" || what == "skip") return place + 1 < open.length ? show(f, open[place + 1], true) : end(f);
  const address = new URL(location);
  address.searchParams.set(what, detail);
  return leave(address);
};
const listen = f => {
  const { form } = f;
  form.addEventListener("input", ({ target }) => {
    live(f);
    unmark(target.closest(".item"));
    clearTimeout(f.typing);
    if (/^(radio|checkbox)$/.test(target.type)) save(f);
    else f.typing = setTimeout(() => save(f), TYPING);
  });
  form.addEventListener("submit", event => {
    event.preventDefault();
    form.dataset.busy = "";
    step(f, event.submitter.value.split(":")).then(leaving => leaving || delete form.dataset.busy);
  });
  addEventListener("popstate", () => show(f, f.wanted() || f.parts[0]));
  addEventListener("pagehide", () => save(f));
  addEventListener("online", () => send(f));
  addEventListener("pageshow", event => event.persisted && location.reload());
  document.addEventListener("visibilitychange", () => document.visibilityState == "hidden" ? save(f) : send(f));
};
// A draft that was begun under another version of the form goes on in that version.
const otherVersion = async (place, name) => {
  const other = (await listed("drafts")).find(row => row.id.startsWith(place) && row.id != name && !row.finished);
  const address = new URL(location), version = other && other.id.slice(place.length);
  if (!other || !navigator.onLine || address.searchParams.get("version") == version) return false;
  address.searchParams.set("version", version);
  location.replace(address);
  return true;
};
const startForm = async (page, form) => {
  const task = JSON.parse(form.dataset.task), place = placeOf(page, location.pathname), name = place + task.version;
  task.receipt = `${location.pathname}/${task.receipt}`;
  if (await otherVersion(place, name)) return;
  const typed = gather(form), rest = form.querySelector("template");
  rest.before(...rest.content.children);
  const parts = [...form.querySelectorAll("[data-part]")].sort((a, b) => a.dataset.n - b.dataset.n);
  rest.before(...parts);
  const kept = await readDraft(page.key, name).catch(() => null), draft = kept ? caughtUp(kept, task) : newDraft(task);
  if (draft.finished || !kept && !task.parent && await take("sent", name)) return leave(task.home);
  // What was tapped before this script ran counts too.
  const early = Object.keys(typed).filter(code => !same(typed[code], task.answers[code])).map(code => [code, typed[code]]);
  const f = { page, form, task, name, parts, draft: { ...draft, language: task.language }, saving: Promise.resolve() };
  f.draft.consent ||= await readDraft(page.key, `${page.owner}/consent/${task.wave}`).catch(() => undefined) || undefined;
  f.wanted = () => openParts(f).find(part => part.dataset.part == new URL(location).searchParams.get("section"));
  fillAll(form, { ...draft.answers, ...Object.fromEntries(early) });
  live(f);
  const begun = kept || task.number, open = openParts(f);
  show(f, f.wanted() || begun && open.find(firstBlank) || open[begun ? open.length - 1 : 0]);
  if (new URL(location).searchParams.has("check")) judge(f, f.here);
  else if (begun && firstBlank(f.here)) firstBlank(f.here).scrollIntoView({ block: "center" });
  if (!await isOnlyTab(`form/${name}`)) {
    parts.forEach(part => part.inert = true);
    form.querySelectorAll(".steps button").forEach(button => button.disabled = true);
    form.prepend(notice(page.words.other_tab));
    return;
  }
  listen(f);
  if (kept) say(page.words.phone, "b");
  if (kept && !same(f.draft.answers, kept.answers)) put(f);
  await save(f);
  send(f);
  form.dataset.ready = "";
};
begin(page => {
  Object.assign(page.words, JSON.parse(document.querySelector("main").dataset.form));
  return startForm(page, document.querySelector("form[data-task]"));
});
