// The page for a new lesson, which may have been kept here for days: its hour, its forms, its code.
import { readCode, showCode } from "./joining.js";

const box = document.querySelector("[data-forms]"), form = box.querySelector("form"), forms = JSON.parse(box.dataset.forms);
const { wave, instrument, held_on, starts_at, joins } = form.elements;
const twoDigits = number => `${number}`.padStart(2, "0");
const served = JSON.parse(document.querySelector("main").dataset.phone).now, MONTH = 30 * 864e5;
// What was typed and sent back stays as it was typed; a clock that is wrong by ages says nothing.
const startNow = () => {
  const now = new Date();
  if (Math.abs(now - Date.parse(served)) > MONTH) return;
  const day = [now.getFullYear(), twoDigits(now.getMonth() + 1), twoDigits(now.getDate())].join("-");
  if (held_on.value < day) held_on.value = day;
  starts_at.value = `${twoDigits(now.getHours())}:${twoDigits(now.getMinutes())}`;
};
// Only what is asked in the chosen wave can be chosen.
const offerAsked = () => {
  const asked = (forms[wave.value] || []).map(one => one.instrument);
  for (const option of instrument.options) option.hidden = option.disabled = !asked.includes(option.value);
  if (!asked.includes(instrument.value)) instrument.value = asked[0];
};
const readJoins = () => {
  const code = readCode(joins.value);
  if (code) joins.value = showCode(code);
  joins.setCustomValidity(code || !joins.value.trim() ? "" : joins.title);
};
// What a plan says comes along in the address: the kept page does not know it.
const takePlan = () => {
  const said = new URL(location).searchParams;
  for (const field of [wave, form.elements.teacher, instrument, starts_at])
    if (field && said.get(field.name)) field.value = said.get(field.name);
};
if (!box.querySelector(".error")) {
  startNow();
  takePlan();
}
if (instrument) {
  offerAsked();
  wave.addEventListener("change", offerAsked);
}
joins.addEventListener("change", readJoins);
