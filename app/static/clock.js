// Whether the phone's clock was set: it leaps while the time since the page was opened does not.
const EVERY = 500, BACK = -2000, ASKED = 5 * 60e3, FAR = 3 * 3600e3;
// Backwards, or by hours, no time passes: `set` is told at once. A leap of minutes may have been sleep: `asked` lets a person say.
export const watchClock = (set, asked) => {
  const both = () => [Date.now(), performance.now()];
  let [wall, even] = both();
  setInterval(() => {
    const [now, since] = both(), leap = (now - wall) - (since - even);
    [wall, even] = [now, since];
    if (leap < BACK || leap > FAR) set(leap);
    else if (leap > ASKED && document.visibilityState == "visible") asked(leap);
  }, EVERY);
};
