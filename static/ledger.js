/* The ledger list and a task reached from it: ticks, keys, forms in rows. Everything here can be done without as well:
   rows are ticked one by one, and links lead to the forms. Elements are looked up anew, since htmx replaces them. */

(() => {
  "use strict";

  const rows = () => [...document.querySelectorAll("#ledger tbody tr")];
  const boxes = () => [...document.querySelectorAll('input[name="chosen"]')];
  const isField = (element) => element.matches("input:not([type=checkbox]), select, textarea");
  let last = null; // the tick that was set last, from which Shift ticks on

  // --- Ticks ---

  function count() {
    const shown = document.querySelector(".ticked");
    if (!shown) return;
    const ticked = boxes().filter((box) => box.checked).length;
    shown.hidden = !ticked;
    shown.querySelector("b").textContent = ticked;
  }

  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-tick-all]")) for (const box of boxes()) box.checked = target.checked;
    if (target.matches("[data-tick-all], [name=chosen]")) count();
  });

  document.addEventListener("click", (event) => {
    const { target } = event;
    if (target.matches("input[name=chosen]")) {
      const all = boxes();
      if (event.shiftKey && last?.isConnected) {
        const [from, to] = [all.indexOf(last), all.indexOf(target)].sort((a, b) => a - b);
        for (const box of all.slice(from, to + 1)) box.checked = target.checked;
      }
      last = target;
      count();
    }
    if (target.closest("[data-keys]")) document.getElementById("keys").showModal();
    const mover = target.closest(".column-choice button");
    if (mover) {
      event.preventDefault();
      const item = mover.closest("li");
      if (mover.name === "up") item.previousElementSibling?.before(item);
      else item.nextElementSibling?.after(item);
      mover.focus();
    }
  });

  // --- Keys ---

  function step(by) {
    const links = rows().map((row) => row.querySelector(".headline a"));
    if (!links.length) return follow(by > 0 ? "next" : "prev");
    const index = rows().findIndex((row) => row.contains(document.activeElement));
    links[index < 0 ? 0 : Math.min(Math.max(index + by, 0), links.length - 1)]?.focus();
  }

  const follow = (rel) => document.querySelector(`.beside [rel=${rel}]`)?.click();
  const here = () => rows().find((row) => row.contains(document.activeElement));

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    x: () => here()?.querySelector("[name=chosen]")?.click(),
    e: () => here()?.querySelector(".inline")?.click(),
    "/": () => document.querySelector(".filters [name=q]")?.focus(),
    "?": () => document.getElementById("keys")?.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (key === "Escape") target.closest(".inline-form")?.querySelector("[data-cancel]").click();
    if (isField(target) || !KEYS[key]) return;
    event.preventDefault();
    KEYS[key]();
  });

  // --- Rows that htmx puts in place ---

  let edited = ""; // the row whose form was sent or given up: there the keys go on

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status === 409) detail.shouldSwap = true; // somebody else was faster: the row says so
    edited = detail.target.closest?.("tr")?.id ?? "";
  });

  document.addEventListener("htmx:afterSettle", () => {
    if (edited && !isField(document.activeElement)) document.querySelector(`#${edited} .headline a`)?.focus();
    edited = "";
    open();
    count();
  });

  // --- What opens over the page closes again ---

  const OVER = ".several[open], .menu[open]";

  document.addEventListener("click", ({ target }) => {
    for (const each of document.querySelectorAll(OVER)) each.open = each.contains(target);
  });

  document.addEventListener("keydown", ({ key }) => {
    const each = key === "Escape" && document.querySelector(OVER);
    if (!each) return;
    each.open = false;
    each.querySelector("summary").focus();
  });

  // --- What stays open ---

  document.addEventListener("toggle", ({ target }) => {
    if (target.matches("[data-kept]")) localStorage.setItem(target.dataset.kept, target.open ? "open" : "");
  }, true);

  function open() {
    for (const each of document.querySelectorAll("[data-kept]:not([open])"))
      if (localStorage.getItem(each.dataset.kept)) each.open = true;
  }

  open();
  count();
})();
