// A draft on the phone, and its copy on the server: none of the two overwrites the other blindly.
import { change, take } from "./shelf.js";
import { close } from "./closing.js";
import { open } from "./vault.js";
import { isBlank } from "./fields.js";

// Equal answers have equal bare forms, however they came: typed, or as numbers from the server.
const bare = value => isBlank(value) ? ""
  : Array.isArray(value) ? `[${value.map(bare)}]`
    : Object(value) === value ? `{${Object.keys(value).sort().map(code => code + bare(value[code]))}}`
      : JSON.stringify(`${value}`);
export const same = (a, b) => bare(a) == bare(b);
// Question by question: what was changed here since the server was last seen counts, else the server's.
export const merged = (base, mine, theirs) => {
  const whole = { ...theirs };
  for (const code of Object.keys({ ...base, ...mine })) {
    if (same(mine[code], base[code])) continue;
    if (isBlank(mine[code])) delete whole[code];
    else whole[code] = mine[code];
  }
  return whole;
};
// Where a draft lies, before its version: the two last parts of its form's address.
export const placeOf = ({ owner }, path) => `${owner}/${path.split("/").slice(3, 5).join("/")}/`;
export const readDraft = async (key, id) => {
  const kept = await take("drafts", id);
  return kept && open(key, kept);
};
export const draftRow = async ({ key, owner }, id, draft) => ({ id, owner, finished: draft.finished, ...await close(key, draft) });
// On the disk, and read back, before the page says so.
export const keepDraft = async (page, id, draft) => {
  const { answers } = draft, row = await draftRow(page, id, draft);
  await change(({ drafts }) => drafts.put(row));
  if (!same((await readDraft(page.key, id)).answers, answers)) throw Error("not kept");
};
export const callServer = (address, more) =>
  fetch(address, { ...more, headers: { "X-Tolqyn": new Date().toISOString(), ...more.headers } });

// Send what is new; where the server knows more, merge and send again. Gives what came of it.
export const sendDraft = async (draft, proof) => {
  for (let turn = 0, more = {}; turn < 3; turn++) {
    const { base, id, ...told } = draft, { answers } = draft;
    const cleared = Object.keys(base.answers).filter(code => isBlank(answers[code]));
    const reply = await callServer(`/sync/drafts/${id}`, {
      method: "PUT",
      headers: { "Content-Type": "application/json", "If-Match": `"${base.number}"` },
      body: JSON.stringify({ ...told, ...proof, cleared }),
    });
    const said = await reply.json().catch(() => ({}));
    if (reply.ok) {
      draft.base = { number: said.number, answers };
      return { ...said, ...more };
    }
    if (said.code != "older") return { ...said, ...more };
    draft.answers = merged(base.answers, draft.answers, said.answers);
    draft.base = { number: said.number, answers: said.answers };
    draft.id = said.id;
    more = { merged: true };
  }
  return {};
};
