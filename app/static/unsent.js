// What was begun where there was no network goes to the server as soon as a list is opened.
import { listed } from "./shelf.js";
import { keepDraft, readDraft, same, sendDraft } from "./drafts.js";

const send = async (page, id) => {
  const draft = await readDraft(page.key, id);
  if (!draft.base || same(draft.answers, draft.base.answers)) return;
  const sent = await sendDraft(draft, page.proof);
  draft.finished = sent.receipt && sent.received_at; // another phone was quicker
  await keepDraft(page, id, draft);
};
// A form that is open in another tab sends itself.
export const sendUnsent = async page => {
  for (const { id, owner, finished } of await listed("drafts")) {
    if (owner != page.owner || finished) continue;
    const work = lock => lock && send(page, id);
    await (navigator.locks ? navigator.locks.request(`form/${id}`, { ifAvailable: true }, work) : work(true));
  }
};
