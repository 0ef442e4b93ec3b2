// What the phone keeps: drafts, forms that wait, receipts, keys. On the disk before it is said.
const STORES = ["drafts", "outbox", "sent", "keys"];
const done = (asked, sign) => new Promise((yes, no) => {
  asked[sign] = () => yes(asked.result);
  asked.onabort = asked.onerror = () => no(asked.error);
});
let database;
const shelves = () => database ||= (async () => {
  const asked = indexedDB.open("tolqyn", 1);
  asked.onupgradeneeded = () => STORES.forEach(name => asked.result.createObjectStore(name, { keyPath: "id" }));
  const found = await done(asked, "onsuccess");
  found.onclose = () => database = null; // somebody has wiped the storage: begin anew
  return found;
})();
// One transaction over everything, all or nothing: `work` is given the stores by name.
export const change = async work => {
  const all = (await shelves()).transaction(STORES, "readwrite", { durability: "strict" });
  work(Object.fromEntries(STORES.map(name => [name, all.objectStore(name)])));
  return done(all, "oncomplete");
};
const ask = async (name, question) => done(question((await shelves()).transaction(name).objectStore(name)), "onsuccess");
export const take = (name, id) => ask(name, store => store.get(id));
export const listed = name => ask(name, store => store.getAll());
