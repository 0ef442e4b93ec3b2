// Every tap lies on the phone before the bar says so; the server learns of it soon after.
import { fillAll, gather } from "./fields.js";
import { refresh } from "./judging.js";
import { keepDraft, merged, same, sendDraft } from "./drafts.js";
import { leave } from "./leaving.js";
import { notice } from "./notices.js";
import { measure, say } from "./sections.js";

const IDLE = 4000, LATER = 30000;
export const live = f => refresh(f.form, f.task.context);
const aside = (f, text) => f.form.parentNode.insertBefore(notice(text), f.form);
export const noRoom = f => f.full ||= aside(f, f.page.words.no_room);
// One change after the other: an older state never comes to lie over a newer one.
export const keep = (f, look) => f.saving = f.saving.then(async () => {
  if (f.draft.finished || look && !look()) return;
  await keepDraft(f.page, f.name, f.draft);
  say(f.page.words.phone, "b");
  measure(f); // after the words: it looks at every question
  if (f.full) f.full = f.full.remove();
}).catch(() => noRoom(f));
const sendIn = (f, wait) => {
  clearTimeout(f.idle);
  f.idle = setTimeout(() => send(f), wait);
};
export const save = f => keep(f, () => {
  f.typing = clearTimeout(f.typing);
  const answers = gather(f.form), changed = !same(answers, f.draft.answers);
  if (changed) {
    f.draft.answers = answers;
    sendIn(f, f.form.dataset.idle || IDLE); // a lesson that runs changes all the time
  }
  return changed;
});
export const send = async f => {
  if (f.sending || same(f.draft.answers, f.draft.base.answers)) return;
  f.sending = true;
  const before = f.draft.answers, copy = { ...f.draft };
  const sent = await sendDraft(copy, f.page.proof).catch(() => ({ error: f.page.words.no_network }));
  f.sending = false;
  if (f.draft.finished) return;
  // Another phone was quicker: what lies here is closed, and stays.
  if (sent.code == "received") {
    f.draft.finished = sent.received_at;
    await keepDraft(f.page, f.name, f.draft);
    return leave(f.task.receipt);
  }
  // What was tapped while it was on its way counts more than what has come back.
  const answers = merged(before, gather(f.form), copy.answers);
  Object.assign(f.draft, { id: copy.id, base: copy.base, answers });
  if (sent.merged) {
    fillAll(f.form, answers);
    live(f);
  }
  sendIn(f, sent.saved_at ? f.form.dataset.idle || IDLE : LATER);
  await keep(f);
  if (sent.saved_at) say(`${f.page.words.server} ${new Date(sent.saved_at).toTimeString().slice(0, 5)}`);
  else if (sent.error) say(`${f.page.words.phone}. ${sent.error}`, "b");
};
