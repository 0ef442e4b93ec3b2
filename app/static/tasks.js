// The list of tasks: what this phone keeps of each, beside what the server said when it was served.
import { change, listed, take } from "./shelf.js";
import { draftRow } from "./drafts.js";
import { onOutbox } from "./outbox.js";
import { notice } from "./notices.js";
import { listNewVisits } from "./visits.js";
import { buttonsFor, stateOf } from "./outbox_view.js";

export const startTasks = async page => {
  const local = document.querySelector("[data-at=local]");
  if (local) await listNewVisits(page, local);
  const draw = async () => {
    const [drafts, outbox, sent] = await Promise.all(["drafts", "outbox", "sent"].map(listed));
    for (const row of document.querySelectorAll("[data-place]")) {
      const mine = one => (one.draft || one.id).startsWith(`${page.owner}/${row.dataset.place}/`);
      const [draft, item, receipt] = [drafts.find(mine), outbox.find(mine), sent.find(mine)];
      if (!draft && !item && !receipt) continue;
      const [tone, text] = stateOf(page.words, item, !item && receipt);
      const state = row.querySelector(".state");
      state.className = `state ${tone}`;
      state.textContent = text;
      row.querySelectorAll(".steps").forEach(node => node.remove());
      if (item) {
        const steps = Object.assign(document.createElement("div"), { className: "steps" });
        steps.append(...buttonsFor(page, item, row.querySelector("a").href));
        row.append(steps);
      }
    }
    document.querySelectorAll("[data-at=waiting]").forEach(node => node.hidden = !outbox.some(item => item.owner == page.owner));
    const others = outbox.filter(item => item.owner != page.owner).length;
    document.querySelectorAll("[data-at=others]").forEach(node => {
      node.hidden = !others;
      node.textContent = page.words.others.replace("{number}", others);
    });
  };
  onOutbox(draw);
  return draw();
};
// Consent given where there is no network is kept, and goes along with the first answers.
export const startConsent = async (page, form) => {
  const id = `${page.owner}/consent/${form.elements.wave.value}`, tasks = document.querySelector("[data-at=tasks]").href;
  if (await take("drafts", id)) return location.replace(tasks);
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const said = new FormData(form, event.submitter), decision = said.get("decision");
    try {
      await fetch(form.action, { method: "POST", body: new URLSearchParams(said) });
    } catch {
      if (decision != "given") return form.before(notice(page.words.no_network));
      const consent = { decision, sha256: said.get("sha256"), language: document.documentElement.lang, given_at: new Date().toISOString() };
      const row = await draftRow(page, id, { ...consent, finished: "1" });
      await change(({ drafts }) => drafts.put(row));
    }
    location.assign(tasks);
  });
};
