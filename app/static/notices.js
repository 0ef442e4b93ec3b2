// A sentence at the place where it belongs.
export const notice = text =>
  Object.assign(document.createElement("p"), { className: "notice wrong", role: "alert", textContent: text });
