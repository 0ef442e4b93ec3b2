// Consent given where there is no network is kept, and goes along with the first answers.
import { change, take } from "./shelf.js";
import { draftRow } from "./drafts.js";
import { notice } from "./notices.js";

export const startConsent = async (page, form) => {
  const id = `${page.owner}/consent/${form.elements.wave.value}`, tasks = document.querySelector("[data-at=tasks]").href;
  let told;
  if (await take("drafts", id)) return location.replace(tasks);
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const said = new FormData(form, event.submitter), decision = said.get("decision");
    const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(said) }).catch(() => null);
    if (!reply || reply.status >= 500) {
      // To refuse, nothing has to be sent: who does not agree is asked nothing.
      if (decision != "given") return told ||= form.parentNode.insertBefore(notice(page.words.no_network), form);
      const consent = { decision, sha256: said.get("sha256"), language: document.documentElement.lang, given_at: new Date().toISOString() };
      const row = await draftRow(page, id, { ...consent, finished: "1" });
      await change(({ drafts }) => drafts.put(row));
    }
    location.assign(tasks);
  });
};
