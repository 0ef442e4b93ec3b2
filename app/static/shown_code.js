// The code of a lesson on its form, also where only this phone knows the lesson.
import { joinCode, readCode, showCode } from "./joining.js";

const box = document.querySelector("[data-at=join-code]"), here = new URL(location);
const joined = readCode(here.searchParams.get("joins") || "");
if (box && !box.textContent) box.textContent = showCode(joined || joinCode(here.pathname.split("/")[3]));
