// One tab writes; another one looks on, and takes over when the first is closed.
const PATIENCE = 1500;
export const isOnlyTab = name => new Promise(done => {
  if (!navigator.locks) return done(true);
  const wait = new AbortController(), timer = setTimeout(() => wait.abort(), PATIENCE);
  navigator.locks.request(name, { signal: wait.signal }, () => {
    clearTimeout(timer);
    done(true);
    return new Promise(() => {});
  }).catch(() => {
    done(false);
    navigator.locks.request(name, () => location.reload());
  });
});
