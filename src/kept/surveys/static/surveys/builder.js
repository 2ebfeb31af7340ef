/* Alt and an arrow move the question that has the focus one place up or down. */
(() => {
  "use strict";
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !/^Arrow(Up|Down)$/.test(event.key)) return;
    const row = event.target.closest("[data-place]");
    const button = row && row.querySelector(`[value="${event.key === "ArrowUp" ? "up" : "down"}"]`);
    if (!button) return;
    event.preventDefault();
    button.focus();
    button.click();
  });
})();
