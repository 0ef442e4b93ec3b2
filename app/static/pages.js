// Pages that open without network: kept as they were served, closed with the reader's own key.
import { close } from "./vault.js";
import { kept } from "./kept.js";

const shelf = () => caches.open("pages");
export const keepPage = async (key, path, html, edition = "") => {
  const { iv, data } = await close(key, html);
  await (await shelf()).put(await kept(path), new Response(new Blob([iv, data]), { headers: { "X-Edition": edition } }));
  const files = await caches.open("files");
  for (const url of html.match(/\/static\/[\w.-]+/g)) await files.match(url) || await files.add(url);
};
// Fetch what will be needed where there is no network, once for each edition.
export const fetchAhead = async (key, links, edition) => {
  for (const link of links) {
    const { pathname } = new URL(link.href), wanted = `${edition} ${link.dataset.ahead}`;
    const old = await (await shelf()).match(await kept(pathname));
    if (old && old.headers.get("X-Edition") == wanted) continue;
    const ahead = new URL(link.href);
    ahead.searchParams.set("ahead", "1");
    const reply = await fetch(ahead);
    if (reply.ok) await keepPage(key, pathname, await reply.text(), wanted);
  }
};
