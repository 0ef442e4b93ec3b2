// What a lesson's log says, for the screen; instruments/timeline.py says it for everything else.
const ENTRY = /^(\d+) (begin|clock|pause|resume|undo|end|[+-])(\w*)(?:@(-?\d+))?$/;
const parsed = text => text.split("\n").map(line => ENTRY.exec(line)).filter(found => found)
  .map(([, at, act, code, number]) => ({ at: +at, act, code, number: +number || 0 }));

// When a slot begins and ends, in ms of the lesson's clock; slots count from 1.
export const slotStarts = (track, number) => track.every ? (number - 1) * track.every * 1000 : track.minutes[number - 1] * 60000;
export const slotEnds = (track, number) => slotStarts(track, number) + (track.every || track.window) * 1000;
export const slotAt = (track, time) => {
  if (track.every) return Math.floor(time / track.every / 1000) + 1;
  const begun = track.minutes.filter(minute => minute * 60000 <= time).length;
  return begun && slotEnds(track, begun) > time ? begun : 0;
};
// How many slots have begun in a lesson of some length.
export const slotCount = (track, length) => track.every ? Math.ceil(length / track.every / 1000) : track.minutes.filter(minute => minute * 60000 < length).length;
// The slot that ended last, while it may still be completed; 0 where there is none.
export const lateSlot = (track, time, seconds, ended) => {
  if (track.mode == "event") return 0;
  const begun = track.every ? Math.floor((time - (ended && time % (track.every * 1000) == 0)) / track.every / 1000) + 1
    : track.minutes.filter(minute => minute * 60000 <= time).length;
  const last = ended || !track.every && slotEnds(track, begun) <= time ? begun : begun - 1;
  return last > 0 && (ended || time < slotEnds(track, last) + seconds * 1000) ? last : 0;
};

export const Lesson = class {
  constructor(text, tracks) {
    Object.assign(this, { tracks, began: null, shift: 0, pausedAt: null, endedAt: null, still: 0, last: 0, taps: [] });
    for (const entry of parsed(text)) this.take(entry);
  }
  take({ at, act, code, number }) {
    this.last = Math.max(this.last, at);
    if (act == "begin") this.began = this.began == null ? number : this.began;
    else if (act == "clock") this.shift += number;
    else if (act == "pause") this.pausedAt = this.running ? this.last : this.pausedAt;
    else if (act == "resume" && this.pausedAt != null) {
      this.still += this.last - this.pausedAt;
      this.pausedAt = null;
    } else if (act == "end" && this.began != null && this.endedAt == null) {
      this.endedAt = this.pausedAt == null ? this.last : this.pausedAt;
      this.pausedAt = null;
    } else if (act == "undo") {
      const open = this.taps.filter(tap => !tap.undone).pop();
      if (open) open.undone = true;
    } else if (act == "+" || act == "-") {
      const track = this.tracks.find(one => one.codes.includes(code)), time = this.timeAt(this.last);
      if (track) this.taps.push({ at: this.last, time, code, on: act == "+", track, slot: number || track.mode != "event" && slotAt(track, time) });
    }
  }
  get running() { return this.began != null && this.endedAt == null && this.pausedAt == null; }
  // The lesson's clock stands still in a pause and at the end.
  timeAt(offset) {
    const until = this.endedAt != null ? this.endedAt : this.pausedAt != null ? this.pausedAt : offset;
    return until - this.still;
  }
  // What the phone's clock says, as ms since the lesson began.
  offset(now) { return now - this.began + this.shift; }
  // The codes that hold in a slot, or, of events, the moments at which those began that are on.
  holding(track, slot) {
    const on = new Map();
    for (const tap of this.taps) if (tap.track == track && !tap.undone && (track.mode == "event" || tap.slot == slot)) {
      if (tap.on) for (const set of track.sets) if (set.includes(tap.code)) set.forEach(code => code != tap.code && on.delete(code));
      if (!tap.on) on.delete(tap.code);
      else if (!on.has(tap.code)) on.set(tap.code, tap.time);
    }
    return on;
  }
};
