// Keys and ciphers: a draft opens with the personal link only, a waiting form on the server only.
const subtle = crypto.subtle;
const utf8 = text => new TextEncoder().encode(text);
const sha256 = bytes => subtle.digest("SHA-256", bytes);
const joined = (...parts) => new Uint8Array(parts.flatMap(part => [...new Uint8Array(part)]));
const fresh = () => crypto.getRandomValues(new Uint8Array(12));
const aes = raw => subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
const unbase64 = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt());

export const hex = async bytes =>
  [...new Uint8Array(await sha256(bytes))].map(b => b.toString(16).padStart(2, "0")).join("");
export const mark = text => hex(utf8(text));
export const keyOf = async secret => aes(await sha256(utf8("draft/" + secret)));
export const close = async (key, value) => {
  const iv = fresh();
  return { iv, data: await subtle.encrypt({ name: "AES-GCM", iv }, key, utf8(JSON.stringify(value))) };
};
export const open = async (key, { iv, data }) =>
  JSON.parse(new TextDecoder().decode(await subtle.decrypt({ name: "AES-GCM", iv }, key, data)));
// Whoever holds the phone can send a sealed form; nobody but the server can read it.
export const seal = async (publicKey, value) => {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const own = await subtle.generateKey(curve, true, ["deriveBits"]);
  const theirs = await subtle.importKey("raw", unbase64(publicKey), curve, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
  const point = await subtle.exportKey("raw", own.publicKey);
  const { iv, data } = await close(await aes(await sha256(joined(shared, point))), value);
  return joined(point, iv, data);
};
