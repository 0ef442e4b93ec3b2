// Pages around the forms: what is to do, what waits, consent, new visits.
import { begin } from "./phone.js";
import { change } from "./shelf.js";
import { startConsent, startTasks } from "./tasks.js";
import { startNewVisit } from "./visits.js";

begin(async page => {
  const consent = document.querySelector("[name=sha256]"), visit = document.querySelector("[data-forms]");
  const leave = document.querySelector("[data-at=sign-out]");
  Object.assign(page.words, JSON.parse(document.querySelector("main").dataset.list));
  await startTasks(page);
  if (consent) startConsent(page, consent.form);
  if (visit) startNewVisit(page, visit);
  // Who signs out takes the key along: what waits is sealed and goes on, drafts open after the next sign-in.
  if (leave) leave.form.addEventListener("submit", () => change(({ keys }) => keys.delete("staff")));
});
