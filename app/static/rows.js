// A line of a list that the server does not know yet.
export const addLine = (box, place, title, href) => {
  const row = document.createElement("li"), frame = document.createElement(href ? "a" : "span");
  const inside = document.createElement("span"), name = document.createElement("b"), state = document.createElement("span");
  row.dataset.place = place;
  if (href) frame.href = href;
  else frame.className = "row";
  name.textContent = title;
  state.className = "state";
  inside.append(name, state);
  frame.append(inside);
  row.append(frame);
  box.append(row);
  box.hidden = false;
  return row;
};
