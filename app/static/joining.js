// The code by which a second observer joins a lesson: the first thirty bits of the lesson's id.
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", TYPED = "OILАВЕКМНОРСТХ", READ = "011ABEKMH0PCTX";
export const joinCode = id => [25, 20, 15, 10, 5, 0].map(bit => SIGNS[parseInt(id.slice(0, 8), 16) >>> 2 >>> bit & 31]).join("");
// As people type it; nothing where it is none.
export const readCode = typed => {
  const code = [...typed.replace(/[\s–—-]+/g, "").toUpperCase()].map(sign => READ[TYPED.indexOf(sign)] || sign);
  return code.length == 6 && code.every(sign => SIGNS.includes(sign)) ? code.join("") : "";
};
export const showCode = code => `${code.slice(0, 3)}-${code.slice(3)}`;
