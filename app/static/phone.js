// How a page of the phone begins: who reads it, what it keeps, and what waits to be sent.
import { keyOf, mark } from "./vault.js";
import { change, take } from "./shelf.js";
import { keepPage } from "./pages.js";
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
  return { owner: (await mark(`staff/${page.code}`)).slice(0, 20), key, proof: { study: page.study, author: { code: page.code, key: page.secret } } };
};
const main = document.querySelector("main");
// What the next visit needs, with a network or without.
const prepare = async (page, more) => {
  page.worker = navigator.serviceWorker && await navigator.serviceWorker.register("/sw.js");
  if (page.key) await keepPage(page.key, location.pathname, page.html);
  if (more) await more();
  main.dataset.kept = "";
};
// A page gives true where it leads elsewhere, or what is to be done at the end.
const start = async startPage => {
  const html = `<!doctype html>${document.documentElement.outerHTML}`;
  main.dataset.alive = "";
  const told = JSON.parse(main.dataset.phone), page = { ...told, ...await readerOf(told), html };
  await take("keys", "staff"); // a phone that cannot open its shelf keeps to the server's own pages
  const more = await startPage(page);
  if (more === true) return;
  addEventListener("pageshow", event => event.persisted && location.reload());
  keepSending(page);
  await prepare(page, more).catch(() => {}); // later, then
};
export const begin = startPage => isSecureContext && crypto.subtle && self.indexedDB && self.caches && start(startPage).catch(() => delete main.dataset.alive);
