// From a draft to the outbox.
import { change } from "./shelf.js";
import { draftRow } from "./drafts.js";
import { hex } from "./vault.js";
import { seal } from "./sealing.js";

// The draft is closed and its sealed form put into the outbox in one step, or neither.
export const finish = async (page, name, draft) => {
  const { base, finished, id, ...told } = draft, bytes = await seal(page.seal, { ...told, ...page.proof, finished_at: finished });
  const item = { id, owner: page.owner, draft: name, bytes, sha256: await hex(bytes), finished, tries: 0, next: 0, said: "" };
  const row = await draftRow(page, name, draft);
  await change(({ drafts, outbox }) => { drafts.put(row); outbox.put(item); });
};
