// What waits on the phone, in plain words, and what can be done about it.
import { change } from "./shelf.js";
import { made } from "./notices.js";
import { isRefused, sendAll } from "./outbox.js";
import { draftRow, readDraft } from "./drafts.js";

const hour = moment => new Date(moment).toTimeString().slice(0, 5);
const button = (text, press, loud) => {
  const node = made("button", { type: "button", className: loud ? "button main" : "button", textContent: text });
  node.addEventListener("click", press);
  return node;
};
export const stateOf = (words, item, receipt) =>
  receipt && !item ? ["good", words.received.replace("{time}", hour(receipt.received_at)).replace("{number}", receipt.receipt)]
    : item ? [isRefused(item) ? "bad" : "wait", [words.waits.replace("{time}", hour(item.finished)), item.said].filter(Boolean).join(" ")]
      : ["good", words.phone];
const toFile = (page, item) => {
  const address = URL.createObjectURL(new Blob([item.bytes]));
  made("a", { href: address, download: `${page.code}-${item.id}.tolqyn` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 6e4);
};
// Take a form back from the outbox: it was not accepted, or somebody wants to correct it.
const reopen = async (page, name, item, link) => {
  const draft = { ...await readDraft(page.key, name), finished: undefined };
  const row = await draftRow(page, name, draft);
  await change(({ drafts, outbox }) => { drafts.put(row); outbox.delete(item.id); });
  location.assign(link);
};
export const buttonsFor = (page, item, link) => [
  button(page.words.send_now, () => sendAll(page, true), true),
  button(page.words.to_file, () => toFile(page, item)),
  ...item.status == 422 && link ? [button(page.words.reopen, () => reopen(page, item.draft, item, link))] : [],
];
