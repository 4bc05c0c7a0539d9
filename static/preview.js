/* The preview of an import: keys to go through the items, and the text that follows along. Everything here can be done
   with the buttons as well. Elements are looked up anew each time, since htmx replaces them after every action. */

(() => {
  "use strict";

  let current = ""; // number of the row that somebody is at
  let typed = false; // something was typed that no action has saved yet

  const form = () => document.getElementById("draft");
  const rows = () => [...document.querySelectorAll(".draft-row")];
  const row = () => document.getElementById(`row-${current}`);
  const isField = (element) => element.matches("input:not([type=checkbox]), select, textarea");

  function goTo(next, scroll = true) {
    if (!next) return;
    row()?.removeAttribute("aria-current");
    current = next.dataset.row;
    next.setAttribute("aria-current", "true");
    form().elements.row.value = current;
    for (const mark of document.querySelectorAll(".reading [data-of]"))
      mark.classList.toggle("here", mark.dataset.of === current);
    if (scroll) next.scrollIntoView({ block: "nearest" });
    showWords();
  }

  /** Scroll the text, not the page, to the words of the current row. */
  function showWords() {
    const text = document.querySelector(".reading");
    const words = document.getElementById(`item-${current}`);
    if (!words || getComputedStyle(text).overflowY !== "auto") return;
    const offset = words.getBoundingClientRect().top - text.getBoundingClientRect().top;
    text.scrollTop += offset - text.clientHeight / 3;
  }

  function step(by) {
    const all = rows();
    const index = all.indexOf(row());
    goTo(all[index < 0 ? 0 : Math.min(Math.max(index + by, 0), all.length - 1)]);
  }

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    " ": () => row()?.querySelector("[name=tick]")?.click(),
    Enter: () => (row()?.querySelector("[data-accept]") ? row().querySelector("[data-accept]").click() : step(1)),
    x: () => row()?.querySelector("[data-ignore]")?.click(),
    e: () => row()?.querySelector(".row-title input")?.focus(),
    "?": () => document.getElementById("keys").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!form() || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (isField(target)) {
      if (key === "Escape") target.blur();
      return;
    }
    if (!KEYS[key] || (target.matches("a, button, summary, input") && (key === " " || key === "Enter"))) return;
    event.preventDefault();
    KEYS[key]();
  });

  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-keys]")) KEYS["?"]();
    const mark = target.closest(".reading [data-of]");
    if (mark && document.getSelection().isCollapsed) goTo(document.getElementById(`row-${mark.dataset.of}`));
  });
  document.addEventListener("focusin", ({ target }) => {
    const inside = target.closest?.(".draft-row");
    if (inside && inside.dataset.row !== current) goTo(inside, false);
  });

  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-tick-all]"))
      for (const box of document.querySelectorAll('[name="tick"]')) box.checked = target.checked;
    if (!target.matches("[name=tick], [data-tick-all]")) return;
    const count = document.querySelectorAll('[name="tick"]:checked').length;
    document.querySelector("output.ticked").textContent = count || "";
    if (count) document.querySelector(".for-ticked").open = true;
  });

  document.addEventListener("input", ({ target }) => {
    if (target.closest("#draft") && isField(target)) typed = true;
  });
  document.addEventListener("submit", () => (typed = false));
  window.addEventListener("beforeunload", (event) => {
    if (typed) event.preventDefault();
  });

  // The row that somebody is at stays where it is on the screen, whatever the answer brings above it.
  let place = 0;
  document.addEventListener("htmx:beforeSwap", () => {
    place = row()?.getBoundingClientRect().top ?? 0;
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!form() || !row()) return;
    window.scrollBy({ top: row().getBoundingClientRect().top - place, behavior: "instant" });
    goTo(row(), false);
  });
  goTo(rows()[0], false);
})();
