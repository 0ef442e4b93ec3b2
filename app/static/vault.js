// Keys of what stays on the phone: a draft opens with the personal link only.
export const subtle = crypto.subtle;
export const utf8 = text => new TextEncoder().encode(text);
export const sha256 = bytes => subtle.digest("SHA-256", bytes);
export const aes = raw => subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

export const hex = async bytes =>
  [...new Uint8Array(await sha256(bytes))].map(b => b.toString(16).padStart(2, "0")).join("");
export const mark = text => hex(utf8(text));
export const keyOf = async secret => aes(await sha256(utf8("draft/" + secret)));
export const open = async (key, { iv, data }) =>
  JSON.parse(new TextDecoder().decode(await subtle.decrypt({ name: "AES-GCM", iv }, key, data)));
