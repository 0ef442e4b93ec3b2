// Pages around the forms: what is to do, what waits, consent, new visits.
import { begin } from "./phone.js";
import { fetchAhead } from "./ahead.js";
import { keepPage } from "./pages.js";
import { letIn } from "./renewal.js";
import { askForRoom } from "./room.js";
import { startConsent } from "./agreeing.js";
import { change } from "./shelf.js";
import { startTasks } from "./tasks.js";
import { sendUnsent } from "./unsent.js";
import { startNewVisit } from "./visits.js";

// Who signs out takes the key along: what waits is sealed and goes on, drafts open after the next sign-in.
const startSignOut = form => form.addEventListener("submit", async event => {
  event.preventDefault();
  await change(({ keys }) => keys.delete("staff"));
  form.submit();
});
// What a day without network needs.
const provide = async page => {
  if (page.key) {
    // The list of tasks is what the link itself opens from now on.
    if (/\/tasks$/.test(location.pathname)) await keepPage(page.key, location.pathname.slice(0, -6), page.html);
    await sendUnsent(page).catch(() => {});
    await fetchAhead(page).catch(() => {});
    await askForRoom();
  }
  await letIn(page.worker);
};
begin(async page => {
  const consent = document.querySelector("[name=sha256]"), visit = document.querySelector("[data-forms]");
  const leave = document.querySelector("[data-at=sign-out]");
  Object.assign(page.words, JSON.parse(document.querySelector("main").dataset.list));
  await startTasks(page);
  if (consent) await startConsent(page, consent.form);
  if (visit) startNewVisit(page, visit);
  if (leave) startSignOut(leave.form);
  return () => provide(page);
});
