// What will be needed where there is no network is fetched once for each edition of a page.
import { listed } from "./shelf.js";
import { placeOf } from "./drafts.js";
import { kept } from "./kept.js";
import { keepPage, shelf } from "./pages.js";

const script = document.currentScript.src;
export const fetchAhead = async page => {
  const drafts = (await listed("drafts")).filter(row => !row.finished);
  for (const link of document.querySelectorAll("a[data-ahead]")) {
    const ahead = new URL(link.href), { pathname } = ahead, place = placeOf(page, pathname);
    // Whoever has begun goes on in that version of the form.
    const begun = drafts.find(row => row.id.startsWith(place)), version = begun ? begun.id.slice(place.length) : link.dataset.ahead;
    const wanted = `${script} ${page.owner} ${version}`;
    const old = await (await shelf()).match(await kept(pathname));
    if (old && old.headers.get("X-Edition") == wanted) continue;
    ahead.searchParams.set("ahead", "1");
    if (begun) ahead.searchParams.set("version", version);
    const reply = await fetch(ahead);
    if (reply.ok && !reply.redirected) await keepPage(page.key, pathname, await reply.text(), { "X-Edition": wanted });
  }
};
