// Arrow keys walk the boxes of the roster.
(() => {
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  document.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const cell = step && event.target.matches("[data-roster] input") && event.target.closest("td, th");
    if (!cell) return;
    const rows = [...cell.closest("table").rows];
    const row = rows[rows.indexOf(cell.parentElement) + step[0]];
    const goal = row?.cells[cell.cellIndex + step[1]]?.querySelector("input");
    if (!goal) return;
    event.preventDefault();
    goal.focus();
  });
})();
