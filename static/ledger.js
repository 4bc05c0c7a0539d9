// The ledger list: one tick for all rows of the page. Without JavaScript the rows are ticked one by one.
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-tick-all]")) return;
  for (const box of document.querySelectorAll('input[name="chosen"]')) box.checked = target.checked;
});
