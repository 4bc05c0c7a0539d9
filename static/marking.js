/* Marking words in the reading page: what is selected in the text can be made a problem or a plan.
   Offsets count code points of the edition's text, as the server does, from the paragraphs' data-start. */

(() => {
  "use strict";

  const form = document.getElementById("marking");
  const text = document.querySelector(".reading");
  if (!form || !text) return;

  const NOT_TEXT = ".item-tag, .item-state, .margin, .legend"; // labels between the words
  const SHOWN = 60;

  const paragraphs = [...text.querySelectorAll("[data-start]")];
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
    form.elements.start.value = start;
    form.elements.end.value = end;
    form.querySelector(".words").textContent =
      shown.length > SHOWN ? `${shown.slice(0, SHOWN).join("")}…` : chosen;
    form.hidden = false;
  }

  function hide() {
    form.hidden = true;
    form.reset();
  }

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return; // also when the title is being typed
    const range = selection.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return;
    const found = span(range);
    if (found && found.start < found.end) show(range, found);
  });

  text.addEventListener("pointerdown", hide);
  form.querySelector("[data-cancel]").addEventListener("click", hide);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
})();
