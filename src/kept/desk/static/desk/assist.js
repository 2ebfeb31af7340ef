// Words offered beside a form go into the answer by a click, where the cursor stands. It carries no words.
"use strict";
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  const into = document.getElementById(button.closest("[data-into]").dataset.into);
  const words = button.closest("li, details").querySelector("[data-words]");
  if (!into || !words) return;
  const text = words.textContent.trim();
  const start = into.selectionStart ?? into.value.length;
  const before = into.value.slice(0, start);
  const gap = before && !before.endsWith("\n") ? "\n" : "";
  into.setRangeText(`${gap}${text}`, start, into.selectionEnd ?? start, "end");
  into.dispatchEvent(new Event("input", { bubbles: true }));
  into.focus();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  const value = CSS.escape(button.dataset.value || "");
  const name = button.dataset.fill;
  const radio = name && document.querySelector(`[type=radio][name="${name}"][value="${value}"]`);
  const select = name && document.querySelector(`select[name="${name}"]`);
  if (radio) radio.checked = true;
  if (select) select.value = button.dataset.value;
  // no change event: it would ask for help again and take the suggestion away before it is noted
  setTimeout(() => button.closest("[data-guess]").remove(), 300);
});
