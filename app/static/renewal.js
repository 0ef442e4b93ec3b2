// A new service worker waits until no form is open in any tab.
export const letIn = async worker => {
  const open = navigator.locks && (await navigator.locks.query()).held.some(lock => lock.name.startsWith("form/"));
  if (worker && worker.waiting && !open) worker.waiting.postMessage("go");
};
