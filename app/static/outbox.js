// Finished forms wait here, sealed, until the server's receipt says that it has just these bytes.
import { change, listed, take } from "./shelf.js";
import { hex } from "./vault.js";
import { callServer } from "./drafts.js";

const SECOND = 1e3, SOON = 15 * SECOND, LATEST = 900 * SECOND;
const told = new Set();
export const onOutbox = hear => told.add(hear);
export const tell = () => told.forEach(hear => hear());

const wait = tries => Math.min(LATEST, SOON * 2 ** tries) * (.5 + Math.random() / 2);
const why = (page, reply, said) => {
  const clock = Date.parse(reply && reply.headers.get("Date") || page.now) - Date.now();
  const words = said || (reply ? page.words.busy : page.words.no_network);
  const wrong = reply ? Math.abs(clock) > 600 * SECOND : clock > 600 * SECOND;
  return wrong ? `${words} ${page.words.clock}` : words;
};
export const isRefused = ({ status }) => status >= 400 && status < 500;
// Give whether it has been received.
export const attempt = async (page, item) => {
  let reply, said = {};
  try {
    reply = await callServer(`/sync/records/${item.id}`, {
      method: "PUT", headers: { "Content-Type": "application/octet-stream" }, body: item.bytes,
    });
    said = await reply.json();
  } catch { said = said || {}; }
  const { receipt, received_at } = said, received = reply && reply.ok && receipt && said.sha256 == item.sha256;
  const tries = item.tries + 1, next = Date.now() + wait(item.tries);
  // Why it was not accepted is still true where there is no network now.
  const came = reply || !isRefused(item) ? { status: reply && reply.status, said: why(page, reply, said.error) } : {};
  await change(({ outbox, drafts, sent }) => {
    if (!received) return outbox.put({ ...item, tries, next, ...came });
    outbox.delete(item.id);
    drafts.delete(item.draft);
    sent.put({ id: item.draft, owner: item.owner, receipt, received_at });
  }).catch(() => {}); // where there is no room it is sent again, which does no harm
  tell();
  return received;
};
let going;
// Send what is due, one after the other; only one tab of the phone sends.
export const sendAll = (page, hurry) => going ||= (async () => {
  const work = async lock => {
    if (lock === null) return;
    for (const { id } of await listed("outbox")) {
      const item = await take("outbox", id), left = item && item.next - Date.now();
      // A clock that was set back does not make anything wait for years.
      if (item && (hurry || left <= 0 || left > LATEST)) await attempt(page, item);
    }
  };
  await (navigator.locks ? navigator.locks.request("outbox", { ifAvailable: true }, work) : work());
})().finally(() => going = null);
export const keepSending = page => {
  const now = () => sendAll(page, true);
  addEventListener("online", now);
  document.addEventListener("visibilitychange", () => document.visibilityState == "visible" && now());
  setInterval(() => sendAll(page), SOON);
  return now();
};
