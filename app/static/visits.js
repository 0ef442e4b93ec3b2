// Visits that begin where there is no network: the phone makes their ids, the server learns later.
import { change, listed, take } from "./shelf.js";
import { draftRow, placeOf, readDraft } from "./drafts.js";
import { addLine } from "./rows.js";

// A lesson that was joined by a code carries it in its address, so that the form can show it.
const withCode = (path, { joins }) => joins ? `${path}?joins=${joins}` : path;

const beginHere = async (page, said, form, list) => {
  const { lesson_id, session_id, wave, teacher, group, held_on, starts_at, joins } = said, id = lesson_id || session_id;
  const visit = { id, held_on, ...lesson_id ? { teacher, starts_at, joins } : { group } };
  const known = { [form.date_item]: held_on, [form.group_item]: group };
  const answers = Object.fromEntries(Object.entries(known).filter(([code, value]) => code && value));
  const path = `${new URL(list, location).pathname}/${id}/${form.instrument}`; // the list may name its language
  const draft = {
    id: crypto.randomUUID(), wave, instrument: form.instrument, version: form.version, answers,
    [lesson_id ? "lesson" : "group_session"]: visit, started_at: new Date().toISOString(), base: { number: 0, answers: {} },
  };
  const name = placeOf(page, path) + form.version, row = await draftRow(page, name, draft);
  if (!await take("drafts", name)) await change(({ drafts }) => drafts.put(row)); // a planned visit keeps its id
  return withCode(path, visit);
};
// A new visit is sent as a form; where that fails it begins on the phone.
export const startNewVisit = (page, box) => {
  const form = box.querySelector("form"), forms = JSON.parse(box.dataset.forms), { lesson_id, session_id } = form.elements;
  // The kept page is opened for many visits: each has an id of its own, or that of the plan.
  (lesson_id || session_id).value = new URL(location).searchParams.get("id") || crypto.randomUUID();
  let busy;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    const said = Object.fromEntries(new FormData(form)), asked = forms[said.wave] || [];
    const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(said) }).catch(() => null);
    if (reply && reply.redirected) return location.assign(reply.url);
    if (reply && reply.status < 500) return form.submit();
    busy = false;
    const chosen = asked.find(one => !said.instrument || one.instrument == said.instrument);
    [...form.elements].forEach(field => field.required = !("may" in field.dataset));
    if (chosen && form.reportValidity()) location.assign(await beginHere(page, said, chosen, box.dataset.list));
  });
};
// The list shows visits that only this phone knows.
export const listNewVisits = async (page, box) => {
  for (const { id } of (await listed("drafts")).filter(row => row.owner == page.owner)) {
    const [, visit, instrument] = id.split("/");
    if (!instrument || document.querySelector(`[data-place="${visit}/${instrument}"]`)) continue;
    const draft = await readDraft(page.key, id), about = draft && (draft.lesson || draft.group_session);
    if (!about) continue;
    document.querySelectorAll(`[data-at=none],[data-planned="${visit}"]`).forEach(node => node.hidden = true);
    addLine(box, `${visit}/${instrument}`, `${about.teacher || about.group} · ${about.held_on}`, withCode(`${location.pathname}/${visit}/${instrument}`, about));
  }
};
