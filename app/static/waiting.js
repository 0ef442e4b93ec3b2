// A finished form that waits: where it is, in plain words, and what can be done about it.
import { change, listed, take } from "./shelf.js";
import { onOutbox, sendAll } from "./outbox.js";
import { draftRow, readDraft } from "./drafts.js";

const made = (tag, more, ...inside) => {
  const node = Object.assign(document.createElement(tag), more);
  node.append(...inside);
  return node;
};
const hour = moment => new Date(moment).toTimeString().slice(0, 5);
export const button = (text, press, loud) => {
  const node = made("button", { type: "button", className: loud ? "button main" : "button", textContent: text });
  node.addEventListener("click", press);
  return node;
};
export const stateOf = (words, item, receipt) =>
  receipt ? ["good", words.received.replace("{time}", hour(receipt.received_at)).replace("{number}", receipt.receipt)]
    : item ? ["wait", [words.waits.replace("{time}", hour(item.finished)), item.said].filter(Boolean).join(" ")]
      : ["good", words.phone];
const toFile = (page, item) => {
  const address = URL.createObjectURL(new Blob([item.bytes]));
  made("a", { href: address, download: `${page.code}-${item.id.slice(0, 8)}.tolqyn` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 6e4);
};
// Take a form back from the outbox: it was not accepted, or somebody wants to correct it.
const reopen = async (page, name, item) => {
  const draft = { ...await readDraft(page.key, name), finished: undefined };
  const row = await draftRow(page, name, draft);
  await change(({ drafts, outbox }) => { drafts.put(row); outbox.delete(item.id); });
  location.reload();
};
export const buttonsFor = (page, name, item) => [
  button(page.words.send_now, () => sendAll(page, true), true),
  button(page.words.to_file, () => toFile(page, item)),
  ...item.held ? [button(page.words.reopen, () => reopen(page, name, item))] : [],
];
export const showWaiting = async (page, name, task) => {
  const { words } = page, main = document.querySelector("main");
  const draw = async () => {
    const item = (await listed("outbox")).find(one => one.draft == name), receipt = await take("sent", name);
    const [tone, text] = stateOf(words, item, receipt);
    const back = made("a", { className: "button", href: task.home, textContent: words.back });
    main.replaceChildren(
      made("section", { className: "receipt" },
        made("h1", { textContent: receipt ? words.thanks : words.kept_title }),
        ...receipt ? [made("span", { className: "n", textContent: receipt.receipt })] : [],
        made("p", { className: `state ${tone}`, textContent: text }),
        ...receipt ? [] : [made("p", { className: "muted", textContent: words.kept_text })]),
      made("div", { className: "steps" }, back, ...item ? buttonsFor(page, name, item) : []));
  };
  document.querySelectorAll(".bar").forEach(bar => bar.remove());
  document.title = words.kept_title;
  onOutbox(draw);
  return draw();
};
