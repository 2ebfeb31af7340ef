/* Asks only what the answers lead to. Without this script every question stands there with its "only if". */
(() => {
  "use strict";
  const felt = /^(performance|perceived|nps|present|choice)-/;
  const said = (question) => [...question.querySelectorAll("input:checked")].filter((input) => felt.test(input.name)).map((input) => input.value);
  const holds = ({ test, value }, answers) => {
    if (!answers.length) return false;
    if (test === "is") return answers.includes(value);
    if (test === "is_not") return !answers.includes(value);
    return test === "at_most" ? Number(answers[0]) <= Number(value) : Number(answers[0]) >= Number(value);
  };
  const ask = (form) => {
    const questions = new Map([...form.querySelectorAll("[data-question]")].map((one) => [one.dataset.question, one]));
    questions.forEach((question) => {
      if (!question.dataset.after) return;
      const earlier = questions.get(question.dataset.after);
      const asked = Boolean(earlier) && !earlier.hidden && holds(question.dataset, said(earlier));
      question.hidden = !asked;
      question.disabled = !asked;
    });
  };
  document.querySelectorAll("form [data-question]").forEach((one) => { const hint = one.querySelector(".only-if"); if (hint) hint.hidden = true; });
  const forms = new Set([...document.querySelectorAll("[data-question]")].map((one) => one.closest("form")));
  forms.forEach((form) => { ask(form); form.addEventListener("change", () => ask(form)); });
})();
