/* The upload page: files and whole folders can be dropped, and what was chosen is listed. Without JavaScript the
   plain file input does the same. */

(() => {
  "use strict";

  const form = document.getElementById("upload");
  if (!form) return;
  const input = form.querySelector('input[name="files"]');
  const list = form.querySelector(".dropped");
  const area = form.querySelector(".drop");
  const LISTED = 12;
  const fits = (file) =>
    !file.name.startsWith(".") &&
    !file.name.startsWith("~$") &&
    input.accept.split(",").some((suffix) => file.name.toLowerCase().endsWith(suffix));

  function choose(files) {
    const chosen = new DataTransfer();
    for (const file of files) chosen.items.add(file);
    input.files = chosen.files;
    tell();
  }

  function tell() {
    const names = [...input.files].map((file) => file.name);
    const shown = names.slice(0, LISTED);
    if (names.length > LISTED) shown.push("…");
    list.replaceChildren(
      ...(names.length ? [`${list.dataset.count} ${names.length}`, ...shown] : []).map((words) => {
        const line = document.createElement("li");
        line.textContent = words;
        return line;
      }),
    );
  }

  /** All files below what was dropped: a folder gives its entries in portions, until none is left. */
  async function below(entry) {
    if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const entries = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!entries.length) return found.filter(fits);
      for (const each of entries) found.push(...(await below(each)));
    }
  }

  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.classList.add("over");
  });
  area.addEventListener("dragleave", () => area.classList.remove("over"));
  area.addEventListener("drop", async (event) => {
    event.preventDefault();
    area.classList.remove("over");
    const { items, files } = event.dataTransfer; // gone after the first pause: so all entries are asked for at once
    const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const found = entries.length ? await Promise.all(entries.map(below)) : [...files];
    choose([...input.files, ...found.flat()]);
  });
  input.addEventListener("change", tell);
  form.querySelector("[data-folder]").addEventListener("change", ({ target }) => {
    choose([...input.files, ...[...target.files].filter(fits)]);
    target.value = "";
  });
  form.addEventListener("submit", () => {
    const button = form.querySelector("[data-busy]");
    button.textContent = button.dataset.busy;
    button.setAttribute("aria-disabled", "true");
  });
})();
