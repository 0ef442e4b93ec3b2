// Pages that open without network: kept as they were served, closed with the reader's own key.
import { close } from "./closing.js";
import { kept } from "./kept.js";

export const shelf = () => caches.open("pages");
export const keepPage = async (key, path, html, headers) => {
  const { iv, data } = await close(key, html);
  await (await shelf()).put(await kept(path), new Response(new Blob([iv, data]), { headers }));
  const files = await caches.open("files");
  for (const url of html.match(/\/static\/[\w.-]+/g)) await files.match(url) || await files.add(url);
};
