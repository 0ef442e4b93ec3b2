// A line for an article: one touch marks it whole, one button copies it.
const words = document.querySelector("main").dataset;
for (const line of document.querySelectorAll("textarea.apa")) line.addEventListener("focus", () => line.select());
if (navigator.clipboard && words.copy)
  for (const box of document.querySelectorAll(".copied")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button plain", textContent: words.copy });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(box.querySelector("textarea").value);
      button.textContent = words.done;
      setTimeout(() => { button.textContent = words.copy; }, 2000);
    });
    box.append(button);
  }
// A link to a folded finding unfolds it.
const unfold = () => {
  const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (card?.matches("details")) card.open = true;
};
addEventListener("hashchange", unfold);
unfold();
