// What the phone keeps: drafts, forms that wait, receipts, keys. On the disk before it is said.
const STORES = ["drafts", "outbox", "sent", "keys"];
let database;
const shelves = () => database ||= new Promise((done, fail) => {
  const asked = indexedDB.open("tolqyn", 1);
  asked.onupgradeneeded = () => STORES.forEach(name => asked.result.createObjectStore(name, { keyPath: "id" }));
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});
// One transaction over everything, all or nothing: `work` is given the stores by name.
export const change = async work => {
  const all = (await shelves()).transaction(STORES, "readwrite", { durability: "strict" });
  return new Promise((done, fail) => {
    all.oncomplete = () => done();
    all.onabort = all.onerror = () => fail(all.error);
    work(Object.fromEntries(STORES.map(name => [name, all.objectStore(name)])));
  });
};
const ask = async question => {
  const store = (await shelves()).transaction(STORES);
  return new Promise((done, fail) => {
    const asked = question(store);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
};
export const take = (name, id) => ask(store => store.objectStore(name).get(id));
export const listed = name => ask(store => store.objectStore(name).getAll());
