// From a draft to the outbox.
import { change } from "./shelf.js";
import { draftRow } from "./drafts.js";
import { hex } from "./vault.js";
import { seal } from "./sealing.js";

// What waits: sealed, with its id inside too, so that it can be carried to the desk as a file.
export const sealed = async (page, name, title, { base, finished, ...told }) => {
  const author = page.secret && { code: page.code, key: page.secret };
  const bytes = await seal(page.seal, { ...told, ...page.proof, author: author || undefined, finished_at: finished });
  return { id: told.id, owner: page.owner, draft: name, title, bytes, sha256: await hex(bytes), finished, tries: 0, next: 0 };
};
// The draft is closed and its sealed form put into the outbox in one step, or neither.
export const finish = async (page, item, draft) => {
  const row = await draftRow(page, item.draft, draft);
  await change(({ drafts, outbox }) => { drafts.put(row); outbox.put(item); });
};
