// A finished form is sealed: whoever holds the phone can send it, only the server can read it.
import { close } from "./closing.js";
import { aes, sha256, subtle } from "./vault.js";

const joined = async (...parts) => new Uint8Array(await new Blob(parts).arrayBuffer());
const unbase64 = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), sign => sign.charCodeAt());
export const seal = async (publicKey, value) => {
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const own = await subtle.generateKey(curve, true, ["deriveBits"]);
  const theirs = await subtle.importKey("raw", unbase64(publicKey), curve, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
  const point = await subtle.exportKey("raw", own.publicKey);
  const { iv, data } = await close(await aes(await sha256(await joined(shared, point))), value);
  return joined(point, iv, data);
};
