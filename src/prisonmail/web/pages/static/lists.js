// Files can be dropped on their field, and elsewhere on the page for the first; a page that waits asks how far the work has come.
"use strict";

const areas = [...document.querySelectorAll("[data-drop]")];
const findArea = (event) => event.target.closest("[data-drop]") ?? areas[0];
const mark = (found) => areas.forEach((area) => area.classList.toggle("over", area === found));
const bringsFiles = (event) => areas.length && event.dataTransfer.types.includes("Files");
document.addEventListener("dragover", (event) => {
  if (!bringsFiles(event)) return;
  event.preventDefault();
  mark(findArea(event));
});
document.addEventListener("dragleave", (event) => event.relatedTarget ?? mark());
document.addEventListener("drop", (event) => {
  if (!bringsFiles(event)) return;
  event.preventDefault(); // or the browser leaves the page to show the file
  mark();
  const input = findArea(event).querySelector("input[type=file]");
  input.files = event.dataTransfer.files;
  input.focus();
});

for (const form of document.querySelectorAll("form[data-largest]")) {
  const inputs = [...form.querySelectorAll("input[type=file]")];
  form.addEventListener("input", () => inputs[0].setCustomValidity(""));
  form.addEventListener("submit", (event) => {
    const size = inputs.flatMap((each) => [...each.files]).reduce((sum, each) => sum + each.size, 0);
    if (size > form.dataset.largest * 1024 * 1024) {
      event.preventDefault();
      inputs[0].setCustomValidity(`These files have more than ${form.dataset.largest} MB. Send the list in parts.`);
      inputs[0].reportValidity();
    }
  });
}

for (const shown of document.querySelectorAll("[data-progress]")) {
  const bar = shown.querySelector("progress");
  const ask = async () => {
    try {
      const answer = await fetch(shown.dataset.progress, { headers: { Accept: "application/json" } });
      const said = answer.ok && !answer.redirected ? await answer.json() : { working: false };
      if (!said.working) return location.reload();
      if (said.total) {
        shown.querySelector("[data-work]").textContent = said.work;
        shown.querySelector("[data-count]").textContent =
          `: ${said.done.toLocaleString("en-GB")} of ${said.total.toLocaleString("en-GB")}`;
        bar.max = said.total;
        bar.value = said.done;
      }
    } catch {
      shown.querySelector("[data-work]").textContent = "The server does not answer just now. This page asks it again";
      shown.querySelector("[data-count]").textContent = "";
    }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 500);
}
