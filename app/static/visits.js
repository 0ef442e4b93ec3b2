// Visits that begin where there is no network: the phone makes their ids, the server learns later.
import { change, listed } from "./shelf.js";
import { draftRow, placeOf, readDraft } from "./drafts.js";

// A new visit is sent as a form; where that fails it begins on the phone.
export const startNewVisit = (page, box) => {
  const form = box.querySelector("form"), forms = JSON.parse(box.dataset.forms), list = box.dataset.list;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const said = Object.fromEntries(new FormData(form)), asked = forms[said.wave] || [];
    try {
      const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(said) });
      if (reply.redirected) return location.assign(reply.url);
      return form.submit();
    } catch {
      const chosen = asked.find(one => !said.instrument || one.instrument == said.instrument);
      if (!chosen || !form.reportValidity()) return;
      const { lesson_id, session_id, wave, teacher, group, held_on } = said, id = lesson_id || session_id;
      const visit = { id, held_on, ...lesson_id ? { teacher } : { group } };
      const known = { [chosen.date_item]: held_on, [chosen.group_item]: group };
      const answers = Object.fromEntries(Object.entries(known).filter(([code, value]) => code && value));
      const path = `${list}/${id}/${chosen.instrument}`;
      const draft = {
        id: crypto.randomUUID(), wave, instrument: chosen.instrument, version: chosen.version, answers,
        [lesson_id ? "lesson" : "group_session"]: visit, started_at: new Date().toISOString(), base: { number: 0, answers: {} },
      };
      const row = await draftRow(page, placeOf(page, path) + chosen.version, draft);
      await change(({ drafts }) => drafts.put(row));
      location.assign(path);
    }
  });
};
// The list shows visits that only this phone knows.
export const listNewVisits = async (page, box) => {
  for (const { id } of (await listed("drafts")).filter(row => row.owner == page.owner)) {
    const [, visit, instrument] = id.split("/");
    if (!instrument || document.querySelector(`[data-place="${visit}/${instrument}"]`)) continue;
    const draft = await readDraft(page.key, id), about = draft && (draft.lesson || draft.group_session);
    if (!about) continue;
    const row = document.createElement("li"), link = document.createElement("a"), name = document.createElement("b"), state = document.createElement("span");
    row.dataset.place = `${visit}/${instrument}`;
    link.href = `${location.pathname}/${visit}/${instrument}`;
    name.textContent = `${about.teacher || about.group} · ${about.held_on}`;
    state.className = "state";
    const inside = document.createElement("span");
    inside.append(name, state);
    link.append(inside);
    row.append(link);
    box.append(row);
    box.hidden = false;
  }
};
