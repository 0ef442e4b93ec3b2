// Browsers clear away what pages keep when room is short, unless they were asked not to: once.
import { change, take } from "./shelf.js";

export const askForRoom = async () => {
  if (!navigator.storage || !navigator.storage.persist || await take("keys", "asked")) return;
  await change(({ keys }) => keys.put({ id: "asked" }));
  navigator.storage.persist();
};
