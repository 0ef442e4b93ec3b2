// The list of tasks: what this phone keeps of each, beside what the server said when it was served.
import { listed } from "./shelf.js";
import { made } from "./notices.js";
import { onOutbox } from "./outbox.js";
import { addLine } from "./rows.js";
import { listNewVisits } from "./visits.js";
import { buttonsFor, stateOf } from "./outbox_view.js";

const every = name => document.querySelectorAll(`[data-at=${name}]`);
// What waits though nothing is asked any more (a wave is over, a consent withdrawn) has a line too.
const addLost = waiting => {
  const [notice] = every("waiting");
  for (const { draft, title } of notice ? waiting : []) {
    const place = draft.split("/").slice(1, 3).join("/");
    if (document.querySelector(`[data-place="${place}"]`)) continue;
    const box = every("local")[0] || made("ul", { className: "rows" });
    box.dataset.at = "local";
    if (!box.isConnected) notice.after(box);
    addLine(box, place, title);
  }
};
const drawRow = (page, row, draft, item, receipt) => {
  const state = row.querySelector(".state"), link = row.querySelector("a");
  const [tone, text] = stateOf(page.words, item, !draft && receipt);
  state.className = `state ${tone}`;
  state.textContent = text;
  row.querySelectorAll(".steps").forEach(node => node.remove());
  if (!item) return;
  const steps = made("div", { className: "steps" });
  steps.append(...buttonsFor(page, item, link && link.href));
  row.append(steps);
};
export const startTasks = async page => {
  const [local] = every("local"), known = (await listed("sent")).map(one => one.receipt);
  if (local) await listNewVisits(page, local);
  const served = [...document.querySelectorAll("[data-place] .state.good")].map(state => state.closest("li"));
  const draw = async () => {
    const [drafts, outbox, sent] = await Promise.all(["drafts", "outbox", "sent"].map(listed));
    const waiting = outbox.filter(item => item.owner == page.owner), others = outbox.length - waiting.length;
    addLost(waiting);
    for (const row of document.querySelectorAll("[data-place]")) {
      const mine = one => (one.draft || one.id).startsWith(`${page.owner}/${row.dataset.place}/`);
      const [draft, item, receipt] = [drafts.find(one => mine(one) && !one.finished), outbox.find(mine), sent.find(mine)];
      // The server may know of a newer receipt than this phone.
      const old = !receipt || served.includes(row) && known.includes(receipt.receipt);
      if (draft || item || !old) drawRow(page, row, draft, item, receipt);
    }
    every("waiting").forEach(node => node.hidden = !waiting.length);
    every("others").forEach(node => {
      node.hidden = !others;
      node.textContent = page.words.others.replace("{number}", others);
    });
  };
  onOutbox(draw);
  return draw();
};
