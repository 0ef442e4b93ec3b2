// A sentence at the place where it belongs.
export const made = (tag, more) => Object.assign(document.createElement(tag), more);
export const notice = text => made("p", { className: "notice wrong", role: "alert", textContent: text });
