// The engine on the phone: keeps answers where they are given, and sends them when it can.
import { keyOf, mark } from "./vault.js";
import { change, take } from "./shelf.js";
import { fetchAhead, keepPage } from "./pages.js";
import { keepSending } from "./outbox.js";
import { startConsent, startTasks } from "./tasks.js";
import { startForm } from "./form.js";
import { startWorker } from "./worker.js";

// A participant is known by the personal link, staff by a key that the page brought while signed in.
const readerOf = async page => {
  if (page.who == "link") {
    const token = location.pathname.split("/")[2];
    return { owner: (await mark(`owner/${token}`)).slice(0, 20), key: await keyOf(token), proof: { token } };
  }
  if (page.who != "staff") return { owner: "", proof: {} };
  const key = await keyOf(page.secret);
  await change(({ keys }) => keys.put({ id: "staff", key }));
  return { owner: (await mark(`staff/${page.code}`)).slice(0, 20), key, proof: { study: page.study } };
};
const script = self.document && document.currentScript.src;
const start = async () => {
  const html = `<!doctype html>${document.documentElement.outerHTML}`;
  const main = document.querySelector("main"), form = document.querySelector("form[data-task]");
  main.dataset.alive = "";
  const told = JSON.parse(main.dataset.phone), page = { ...told, ...await readerOf(told) };
  await take("keys", "staff"); // a phone that cannot open its shelf keeps to the server's own pages
  if (form) await startForm(page, form);
  else startTasks(page);
  const text = document.querySelector("[name=sha256]");
  if (text) startConsent(page, text.form);
  keepSending(page);
  const worker = navigator.serviceWorker && await navigator.serviceWorker.register(script, { scope: "/", updateViaCache: "all" });
  if (page.key) {
    const edition = new URL(script).pathname;
    // The list of tasks is what the link itself opens from now on.
    for (const path of new Set([location.pathname, location.pathname.replace(/\/tasks$/, "")])) await keepPage(page.key, path, html, edition);
    await fetchAhead(page.key, document.querySelectorAll("a[data-ahead]"), edition).catch(() => {}); // later, then
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  }
  main.dataset.kept = "";
  const open = navigator.locks && (await navigator.locks.query()).held.some(lock => lock.name.startsWith("form/"));
  if (worker && worker.waiting && !form && !open) worker.waiting.postMessage("go");
};
if (!self.document) startWorker();
else if (isSecureContext && crypto.subtle && self.indexedDB && self.caches) start();
