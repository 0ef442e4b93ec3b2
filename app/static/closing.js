// What stays on the phone is closed; the service worker only opens, and does without this.
import { subtle, utf8 } from "./vault.js";

export const close = async (key, value) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await subtle.encrypt({ name: "AES-GCM", iv }, key, utf8(JSON.stringify(value))) };
};
