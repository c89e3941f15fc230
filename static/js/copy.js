// Shows the copy buttons where the clipboard can be used, and says when it is done.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "small";
  button.after(" ", said);
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent.trim().replace(/\s+/g, " "));
    said.textContent = button.dataset.done;
  });
}
