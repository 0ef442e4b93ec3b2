// The observer's clock: computed from its start, so that a locked screen, a reload or a killed browser costs nothing.
import { Lesson, lateSlot, slotAt, slotCount, slotEnds, slotStarts } from "./lesson.js";
import { watchClock } from "./clock.js";

const TICK = 250, FORGOTTEN = 3 * 3600e3, FLASH = 1500, SURE = 5000, CALM = 60000;
// Of a consensus the lesson is over: interval by interval it is agreed what holds.
const EDITED = location.pathname.endsWith(".consensus");
const clockOf = ms => {
  const s = Math.max(0, Math.floor(ms / 1000)), two = n => String(n).padStart(2, "0"), h = Math.floor(s / 3600);
  return h ? `${h}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
};
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const trackOf = box => {
  const { mode, every, minutes, window, sets } = box.dataset, buttons = [...box.querySelectorAll("button")];
  return { box, buttons, mode, every: +every, minutes: JSON.parse(minutes), window: +window, sets: JSON.parse(sets), codes: buttons.map(one => one.value), which: box.querySelector("[data-at=which]") };
};

class Segment {
  constructor(box, form) {
    const at = name => box.querySelector(`[data-at=${name}]`);
    Object.assign(this, { box, form, at, log: box.querySelector("textarea"), words: JSON.parse(box.dataset.words), late: false, told: {} });
    this.tracks = [...box.querySelectorAll("[data-mode]")].map(trackOf);
    this.lateFor = +box.dataset.late;
    this.chosen = 1;
    box.addEventListener("click", event => this.tap(event.target.closest("button")));
    box.classList.add("alive");
    this.read();
  }
  read() {
    this.text = this.log.value;
    this.lesson = new Lesson(this.text, this.tracks);
  }
  get now() { return this.lesson.began == null ? 0 : Math.max(this.lesson.last, this.lesson.offset(Date.now())); }
  get time() { return this.lesson.timeAt(this.now); }
  get edited() { return EDITED && this.ended; }
  get ended() { return this.lesson.endedAt != null; }
  // Nobody codes for hours without a tap: either the lesson was left running, or the clock was set while nobody looked.
  get forgotten() { return this.lesson.running && this.lesson.offset(Date.now()) - this.lesson.last > FORGOTTEN; }
  write(entry, offset = this.now) {
    this.log.value += `${this.log.value && "\n"}${Math.round(offset)} ${entry}`;
    this.read();
    this.log.dispatchEvent(new Event("input", { bubbles: true }));
    this.draw();
  }
  tap(button) {
    if (!button || button.disabled) return;
    const track = this.tracks.find(one => one.box.contains(button));
    if (track) return this.code(track, button.value);
    const deed = { begin: "begin", undo: "undo", pause: this.lesson.pausedAt == null ? "pause" : "resume", end: "end" }[button.dataset.do];
    if (button.dataset.do == "late") this.late = !this.late;
    if (button.dataset.do == "earlier") this.chosen--;
    if (button.dataset.do == "later") this.chosen++;
    if (button.dataset.do == "set") return this.write(`clock@${Math.round(-button.dataset.leap)}`, this.lesson.last);
    if (button.dataset.do == "stop") return this.write("end", this.lesson.last);
    if (deed == "begin") return this.begin();
    if (deed == "end" && !this.sure) return this.askOnce();
    if (deed) return this.write(deed);
    this.draw();
  }
  // The end cannot be taken back: a thumb that slips has to slip twice.
  askOnce() {
    this.sure = setTimeout(() => { this.sure = 0; this.draw(); }, SURE);
    this.draw();
  }
  begin() {
    this.write(`begin@${Date.now()}`, 0);
    this.wake();
  }
  code(track, code) {
    const slot = this.slotOf(track), on = this.lesson.holding(track, slot.number).has(code);
    this.write(`${on ? "-" : "+"}${code}${slot.late ? `@${slot.number}` : ""}`, this.edited ? this.lesson.last : this.now);
  }
  // The slot that the buttons of a track stand for: the open one, or the one before while it may be completed.
  slotOf(track) {
    if (this.edited && track.mode != "event") return { number: this.chosen, open: this.chosen <= slotCount(track, this.time), late: true };
    if (track.mode == "event") return { number: 0, open: this.lesson.running };
    const before = lateSlot(track, this.time, this.lateFor, this.ended);
    if (before && (this.late || this.ended)) return { number: before, open: this.inTime, late: true };
    const number = slotAt(track, this.time);
    return { number, open: number > 0 && this.lesson.began != null && !this.ended };
  }
  // After the end the last slot may be completed for as long as any other.
  get inTime() { return !this.ended || this.lesson.offset(Date.now()) < this.lesson.endedAt + this.lateFor * 1000; }
  draw() {
    if (this.log.value != this.text) this.read();
    const { lesson, at } = this, begun = lesson.began != null;
    this.box.classList.toggle("begun", begun);
    this.box.classList.toggle("over", this.ended);
    if (this.ended) at("running").hidden = true;
    this.form.dataset.idle = lesson.running ? CALM : "";
    if (!begun) return;
    const lates = this.tracks.filter(track => lateSlot(track, this.time, this.lateFor, this.ended));
    if (!lates.length) this.late = false;
    at("time").textContent = clockOf(this.time);
    this.tracks.forEach(track => this.drawTrack(track));
    this.drawBeat();
    this.drawTools(lates.length);
    this.drawTurn();
    this.drawForgotten();
  }
  drawTrack(track) {
    const { number, open, late } = this.slotOf(track), on = this.lesson.holding(track, number), events = track.mode == "event";
    track.box.classList.toggle("late", !!late);
    for (const button of track.buttons) {
      const holds = on.has(button.value);
      button.setAttribute("aria-pressed", holds);
      button.disabled = !open || this.forgotten;
      if (events) button.querySelector("small").textContent = holds ? clockOf(this.time - on.get(button.value)) : "";
    }
    track.which.textContent = events ? "" : this.whichWords(track, number, late);
    if (open && !late && !events && this.told[track.box.dataset.key] != number) this.tell(track, number);
  }
  whichWords(track, number, late) {
    const { words } = this;
    if (this.edited) return filled(words.edited, { number: Math.min(number, slotCount(track, this.time)), count: slotCount(track, this.time) });
    if (late) return filled(words.late, { number });
    if (track.every) return "";
    if (number) return filled(words.sweep_now, { number, count: track.minutes.length, time: clockOf(slotEnds(track, number) - this.time) });
    const next = track.minutes.findIndex(minute => minute * 60000 > this.time);
    return next < 0 || this.ended ? "" : filled(words.sweep_next, { number: next + 1, count: track.minutes.length, time: clockOf(slotStarts(track, next + 1)) });
  }
  // A quiet mark when an interval or a sweep begins, but not for the one in which the page is opened.
  tell(track, number) {
    const { key } = track.box.dataset, first = !(key in this.told);
    this.told[key] = number;
    if (first && (track.every || document.visibilityState == "hidden")) return;
    if (navigator.vibrate) navigator.vibrate(200);
    this.box.classList.add("flash");
    setTimeout(() => this.box.classList.remove("flash"), FLASH);
  }
  drawBeat() {
    const track = this.tracks.find(one => one.every), whole = this.box.dataset.minutes * 60000, { words, time, at } = this;
    const number = track && slotAt(track, time), length = track ? track.every * 1000 : whole;
    const count = track && Math.max(Math.ceil(whole / length), number);
    at("beat").style.width = `${Math.min(100, 100 * (track ? time % length : time) / length)}%`;
    at("count").textContent = track ? filled(words.interval, { number, count }) : "";
    at("until").textContent = this.lesson.pausedAt != null ? words.paused : this.ended ? words.ended
      : track ? filled(words.next, { time: clockOf(slotEnds(track, number) - time) }) : filled(words.of, { time: clockOf(whole) });
  }
  drawTools(mayBeLate) {
    const { lesson, at, words } = this, tap = lesson.taps.filter(one => !one.undone).pop(), button = name => this.box.querySelector(`[data-do=${name}]`);
    const fresh = tap && this.now - tap.at < this.lateFor * 1000 && this.inTime;
    const named = tap && tap.track.buttons.find(one => one.value == tap.code).firstChild.textContent;
    at("last").textContent = fresh ? filled(tap.on ? words.last_on : words.last_off, { code: named, time: clockOf(tap.time) }) : "";
    button("undo").disabled = !fresh;
    button("late").disabled = !mayBeLate || this.ended;
    button("late").setAttribute("aria-pressed", this.late);
    const pause = button("pause");
    pause.disabled = this.ended;
    pause.textContent = lesson.pausedAt == null ? words.pause : words.resume;
    button("end").disabled = this.ended || this.forgotten;
    button("end").textContent = this.sure ? words.sure : words.end;
  }
  drawTurn() {
    this.box.classList.toggle("edited", this.edited);
    if (!this.edited) return;
    const most = Math.max(...this.tracks.filter(track => track.mode != "event").map(track => slotCount(track, this.time)), 1);
    this.box.querySelector("[data-do=earlier]").disabled = this.chosen <= 1;
    this.box.querySelector("[data-do=later]").disabled = this.chosen >= most;
  }
  drawForgotten() {
    const { at, lesson } = this;
    at("forgotten").hidden = !this.forgotten;
    if (!this.forgotten) return;
    at("forgotten").querySelector("p").textContent = filled(this.words.forgotten, { time: clockOf(lesson.timeAt(lesson.last)) });
    at("forgotten").querySelector("[data-do=set]").dataset.leap = lesson.offset(Date.now()) - lesson.last;
  }
  // The clock of the phone was set: the lesson's own goes on where it was.
  leapt(leap) {
    const { lesson } = this, unharmed = lesson.offset(Date.now()) - leap;
    if (lesson.running && unharmed - lesson.last < FORGOTTEN) this.write(`clock@${Math.round(-leap)}`, Math.max(lesson.last, unharmed));
  }
  ask(leap) {
    const { at } = this;
    if (!this.lesson.running) return;
    at("leap").hidden = false;
    at("leap").querySelector("p").textContent = filled(this.words.leap, { minutes: Math.round(leap / 60000) });
    const set = at("leap").querySelector("[data-do=set]");
    set.dataset.leap = leap;
    at("leap").onclick = () => at("leap").hidden = true;
  }
  async wake() {
    if (this.lesson.running && navigator.wakeLock) this.lock = await navigator.wakeLock.request("screen").catch(() => {});
  }
}

const start = form => {
  const segments = [...form.querySelectorAll("[data-kind=timed]")].map(box => new Segment(box, form));
  const bar = document.querySelector(".bar strong"), mark = bar.parentNode.insertBefore(document.createElement("span"), bar.nextSibling);
  mark.className = "n tick";
  const draw = () => {
    segments.forEach(one => one.draw());
    const going = segments.find(one => one.lesson.running);
    mark.textContent = going && going.at("time").getBoundingClientRect().bottom < bar.getBoundingClientRect().bottom ? clockOf(going.time) : "";
  };
  draw();
  setInterval(draw, TICK);
  watchClock(leap => segments.forEach(one => one.leapt(leap)), leap => segments.forEach(one => one.ask(leap)));
  document.addEventListener("visibilitychange", () => document.visibilityState == "visible" && segments.forEach(one => one.wake()));
  segments.forEach(one => one.wake());
  // A lesson that still runs is not sent: its end would never be known.
  addEventListener("submit", event => {
    const { submitter } = event, going = segments.find(one => one.lesson.began != null && !one.ended);
    if (!going || !/^(next|skip)$/.test(submitter.value) || form.querySelector("[data-at=next]").textContent != form.querySelector("[data-at=next]").dataset.last) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    going.at("running").hidden = false;
    // Later: a form that is being sent takes no other button.
    setTimeout(() => document.querySelector(`.parts [value="go:${going.box.closest("[data-part]").dataset.part}"]`).click());
  }, true);
};
const form = document.querySelector("form[data-task]");
const whenReady = () => "ready" in form.dataset && (start(form), true);
if (form && !whenReady()) {
  const seen = new MutationObserver(() => whenReady() && seen.disconnect());
  seen.observe(form, { attributeFilter: ["data-ready"] });
}
