// How a page of the phone begins: who reads it, what it keeps, and what waits to be sent.
import { keyOf, mark } from "./vault.js";
import { change, take } from "./shelf.js";
import { fetchAhead, keepPage } from "./pages.js";
import { keepSending } from "./outbox.js";

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
const script = document.currentScript.src;
const start = async startPage => {
  const html = `<!doctype html>${document.documentElement.outerHTML}`, main = document.querySelector("main");
  main.dataset.alive = "";
  const told = JSON.parse(main.dataset.phone), page = { ...told, ...await readerOf(told) };
  await take("keys", "staff"); // a phone that cannot open its shelf keeps to the server's own pages
  await startPage(page);
  keepSending(page);
  const worker = navigator.serviceWorker && await navigator.serviceWorker.register("/sw.js");
  if (page.key) {
    // The list of tasks is what the link itself opens from now on.
    for (const path of new Set([location.pathname, location.pathname.replace(/\/tasks$/, "")])) await keepPage(page.key, path, html, script);
    await fetchAhead(page.key, document.querySelectorAll("a[data-ahead]"), script).catch(() => {}); // later, then
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  }
  main.dataset.kept = "";
  // A new worker waits until no form is open in any tab.
  const open = navigator.locks && (await navigator.locks.query()).held.some(lock => lock.name.startsWith("form/"));
  if (worker && worker.waiting && !open) worker.waiting.postMessage("go");
};
export const begin = startPage => isSecureContext && crypto.subtle && self.indexedDB && self.caches && start(startPage);
