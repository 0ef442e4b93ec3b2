// The service worker: gives out what the phone has kept. Touches nothing but GET.
import { keyOf, open } from "./vault.js";
import { take } from "./shelf.js";
import { kept } from "./kept.js";

const PATIENCE = 8000;
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'";
// Files go by their content: an old draft's page finds the old ones long after an update.
const file = async request =>
  await (await caches.open("files")).match(request.url, { ignoreVary: true }) || fetch(request);
const fromShelf = async path => {
  const found = await (await caches.open("pages")).match(await kept(path));
  const key = path.startsWith("/p/") ? await keyOf(path.split("/")[2]) : (await take("keys", "staff")).key;
  const bytes = await found.arrayBuffer();
  const html = await open(key, { iv: bytes.slice(0, 12), data: bytes.slice(12) });
  return new Response(html, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY } });
};
// A lesson begun without network is not known to the server yet: the blank page of its form serves.
const blank = path => path.replace(/^(\/(observe|notes)\/[^/]+\/)[^/]+(?=\/)/, "$1blank");
const page = async (request, path) => {
  const network = fetch(request);
  const late = new Promise(done => setTimeout(done, PATIENCE));
  const first = await Promise.race([network.catch(() => null), late]);
  if (first && first.status < 500 && (first.status != 404 || blank(path) == path)) return first;
  return fromShelf(path).catch(() => fromShelf(blank(path))).catch(() => network);
};
addEventListener("message", event => event.data == "go" && self.skipWaiting());
addEventListener("fetch", event => {
  const { request } = event, { pathname, origin } = new URL(request.url);
  if (request.method != "GET" || origin != location.origin) return;
  if (pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode == "navigate" && /^\/(p|observe|notes)(\/|$)/.test(pathname)) event.respondWith(page(request, pathname));
});
