/* Marking words in the reading page and in the preview of an import: a bar says what can be made of the selection.
   Offsets count code points of the text, as the server does, from the paragraphs' data-start. Bar and text are looked
   up anew each time, since htmx may have replaced them. */

(() => {
  "use strict";

  const bar = () => document.getElementById("marking");
  const text = () => document.querySelector(".reading");

  const NOT_TEXT = ".item-tag, .item-state, .margin, .legend"; // labels between the words
  const SHOWN = 60;

  const startOf = (paragraph) => Number(paragraph.dataset.start);

  /** The words of a range, without the labels between them, in code points. */
  function words(range) {
    const copy = range.cloneContents();
    copy.querySelectorAll(NOT_TEXT).forEach((label) => label.remove());
    return Array.from(copy.textContent);
  }

  /** How far into its paragraph a place is. */
  function offset(paragraph, node, index) {
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(node, index);
    return words(before).length;
  }

  /** Offsets into the edition's text of a selected range, or null outside of the paragraphs. */
  function span(range) {
    const paragraphs = [...text().querySelectorAll("[data-start]")];
    const touched = paragraphs.filter((paragraph) => range.intersectsNode(paragraph));
    if (!touched.length) return null;
    const [first, last] = [touched[0], touched[touched.length - 1]];
    const from = first.contains(range.startContainer)
      ? offset(first, range.startContainer, range.startOffset)
      : 0;
    const to = last.contains(range.endContainer)
      ? offset(last, range.endContainer, range.endOffset)
      : offset(last, last, last.childNodes.length);
    return { start: startOf(first) + from, end: startOf(last) + to };
  }

  function show(range, { start, end }) {
    const chosen = words(range).join("").replace(/\s+/g, " ").trim();
    if (!chosen) return;
    const shown = Array.from(chosen);
    bar().querySelector('[name="start"]').value = start;
    bar().querySelector('[name="end"]').value = end;
    bar().querySelector(".words").textContent =
      shown.length > SHOWN ? `${shown.slice(0, SHOWN).join("")}…` : chosen;
    bar().hidden = false;
  }

  function hide() {
    if (!bar()) return;
    bar().hidden = true;
    for (const input of bar().querySelectorAll('input:not([name="edition"], [name="csrfmiddlewaretoken"])'))
      input.value = "";
  }

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return; // also when the title is being typed
    const range = selection.getRangeAt(0);
    if (!bar() || !text()?.contains(range.commonAncestorContainer)) return;
    const found = span(range);
    if (found && found.start < found.end) show(range, found);
  });

  document.addEventListener("pointerdown", ({ target }) => {
    if (text()?.contains(target)) hide();
  });
  document.addEventListener("click", ({ target }) => {
    if (target.matches("#marking [data-cancel]")) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
})();
