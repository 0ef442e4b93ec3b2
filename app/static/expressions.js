// The browser's half of instruments/expressions.py: the same tree, the same results.
const list = Array.isArray;
const str = v => list(v) ? v.join(" ") : String(v);
const bool = v => list(v) ? v.length > 0 : !!v;
const num = v => {
  if (typeof v != "string" && !list(v)) return +v;
  const s = str(v).replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ""), d = new Date(s);
  if (/^-?(\d+(\.\d*)?|\.\d+)$/.test(s)) return +s;
  if (/^\d{4}-\d\d-\d\d$/.test(s)) return d.getUTCDate() == s.slice(8) ? d / 864e5 : NaN;
  return /^([01]\d|2[0-3])(:[0-5]\d){1,2}$/.test(s) ? Date.parse(`1970-01-01T${s}Z`) / 864e5 : NaN;
};
const filled = n => n.filter(v => str(v));
const codes = v => list(v) ? v : str(v).split(/[ \t\r\n]+/).filter(c => c);
const same = (x, y) => {
  const either = t => typeof x == t || typeof y == t;
  const as = either("boolean") ? bool : either("number") ? num : str;
  return as(x) == as(y);
};
const any = f => (a, b) => a.some(x => b.some(y => f(x, y)));
const order = f => any((x, y) => f(num(x), num(y)));
const calc = f => (a, b) => f(num(a), num(b));
const most = f => (...n) => (n = [].concat(...n.map(a => filled(a).map(num)))).length ? f(...n) : NaN;
// these take every value of an item in a repeat
const every = {
  "=": any(same),
  "!=": any((x, y) => !same(x, y)),
  "<": order((x, y) => x < y),
  "<=": order((x, y) => x <= y),
  ">": order((x, y) => x > y),
  ">=": order((x, y) => x >= y),
  sum: n => filled(n).reduce((s, v) => s + num(v), 0),
  count: n => filled(n).length,
  min: most(Math.min),
  max: most(Math.max),
};
// and these the first
const first = {
  or: (a, b) => bool(a) || bool(b),
  and: (a, b) => bool(a) && bool(b),
  "+": calc((x, y) => x + y),
  "-": calc((x, y) => x - y),
  "*": calc((x, y) => x * y),
  div: calc((x, y) => x / y),
  mod: calc((x, y) => x % y),
  neg: a => -num(a),
  selected: (a, b) => codes(a).includes(str(b)),
  "count-selected": a => codes(a).length,
  "selected-at": (a, b) => codes(a)[Math.trunc(num(b))] || "",
  if: (t, a, b) => bool(t) ? a : b,
  coalesce: (...v) => filled(v).concat("")[0],
  "string-length": a => [...str(a)].length,
  regex: (a, b) => RegExp(`^(?:${b})$`).test(str(a)),
  int: a => Math.trunc(num(a)),
  round: (a, b = 0) => {
    const x = num(a), d = Math.trunc(num(b)), p = +`1e${d}`;
    return Math.abs(d) < 16 && Math.abs(x) < 1e16 ? Math.floor(x * p + .5) / p : x;
  },
  abs: a => Math.abs(num(a)),
  number: num,
  string: str,
  boolean: bool,
  not: a => !bool(a),
  true: () => true,
  false: () => false,
  concat: (...v) => v.map(str).join(""),
  contains: (a, b) => str(a).includes(str(b)),
  "starts-with": (a, b) => str(a).startsWith(str(b)),
  "normalize-space": a => str(a).replace(/[ \t\r\n]+/g, " ").replace(/^ | $/g, ""),
  today: d => new Date((d = new Date()) - d.getTimezoneOffset() * 6e4).toISOString().slice(0, 10),
};
const wrap = v => v == null ? [""] : list(v) && v[0] instanceof Object ? v.map(() => "row") : [v];
const find = (name, answers) => {
  if (answers[name] != null) return wrap(answers[name]);
  let n = [];
  for (const v of Object.values(answers))
    if (list(v)) for (const row of v) if (row instanceof Object && name in row) n = n.concat(wrap(row[name]));
  return n.length ? n : [""];
};
const nodes = ([op, ...rest], answers, now) => {
  if (op == "num" || op == "str") return rest;
  if (op == "ref") return find(rest[0], answers);
  if (op == "cur") return wrap(now);
  const args = rest.map(tree => nodes(tree, answers, now));
  if (every[op]) return [every[op](...args)];
  const heads = args.map(n => n[0]);
  return [op == "once" ? first.coalesce(wrap(now)[0], ...heads) : first[op](...heads)];
};
const evaluate = (tree, answers, now) => {
  const v = nodes(tree, answers, now)[0];
  return list(v) ? str(v) : v;
};
self.tolqyn = { evaluate, holds: (tree, answers, now) => bool(evaluate(tree, answers, now)) };
