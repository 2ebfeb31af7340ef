// The house's own script: keys, dialogs, choice of rows, toasts, drafts. It carries no words of its own.
"use strict";
(() => {
  const all = (css, from = document) => [...from.querySelectorAll(css)];
  const one = (css, from = document) => from.querySelector(css);
  const body = document.body;
  const typing = (el) => el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName)) && !/^(checkbox|radio|button)$/.test(el.type || "");

  // --- dialogs -------------------------------------------------------------------------------------
  let opener = null;
  const open = (id) => {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return !!dialog;
    opener = document.activeElement;
    dialog.showModal();
    const field = one("input", dialog);
    if (field) { field.select(); htmx.trigger(field, "find-opened"); }
    return true;
  };
  document.addEventListener("click", (event) => {
    const opens = event.target.closest("[data-open]");
    if (opens && open(opens.dataset.open)) event.preventDefault();
    const dialog = event.target.closest("dialog");
    if (dialog && (event.target === dialog || event.target.closest("[data-dismiss-dialog]"))) dialog.close();
    if (event.target.closest("[data-dismiss]")) event.target.closest("[data-toast]").remove();
    if (event.target.closest("[data-print]")) window.print();
    const unfolds = event.target.closest("[data-unfold]");
    if (unfolds) unfolds.setAttribute("aria-expanded", String(document.getElementById(unfolds.dataset.unfold).classList.toggle("is-open")));
    all("details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("close", () => opener && opener.focus && opener.focus(), true);

  // --- quick find: arrows walk the hits -------------------------------------------------------------
  const walkHits = (event) => {
    const hits = all("#hits .hit");
    const now = hits.findIndex((hit) => hit.hasAttribute("aria-current"));
    if (event.key === "Enter") {
      const made = one("#hits [data-for]");
      if (!hits.length || !made || made.dataset.for !== event.target.value.trim()) return; // the page finds it
      event.preventDefault();
      location.assign((hits[now] || hits[0]).href);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = (now + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % (hits.length || 1);
      hits.forEach((hit, place) => hit.toggleAttribute("aria-current", place === next));
      if (hits[next]) hits[next].scrollIntoView({ block: "nearest" });
    }
  };

  // --- lists ----------------------------------------------------------------------------------------
  const rows = () => all("[data-row]");
  let stood = "";
  const beside = (row) => row.hasAttribute("data-beside") && getComputedStyle(document.getElementById("beside")).display !== "none";
  const here = () => one("[data-row].is-here");
  const stand = (row) => {
    rows().forEach((other) => other.classList.toggle("is-here", other === row));
    if (!row) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    if (beside(row)) { stood = row.id; htmx.trigger(row, "stand"); }
  };
  const step = (by) => {
    const list = rows();
    if (!list.length) return;
    const now = list.indexOf(here());
    stand(list[Math.min(Math.max(now + by, 0), list.length - 1)]);
  };
  let lastPick = null;
  const pick = (box, through) => {
    const boxes = all("[data-row] .pick input");
    if (through && lastPick && boxes.includes(lastPick)) {
      const [from, to] = [boxes.indexOf(lastPick), boxes.indexOf(box)].sort((a, b) => a - b);
      boxes.slice(from, to + 1).forEach((other) => { other.checked = box.checked; });
    }
    lastPick = box;
    count();
  };
  const count = () => {
    const boxes = all("[data-row] .pick input");
    const chosen = boxes.filter((box) => box.checked).length;
    all("[data-count]").forEach((place) => { place.textContent = String(chosen); });
    all("[data-pick-all]").forEach((box) => {
      box.checked = chosen > 0 && chosen === boxes.length;
      box.indeterminate = chosen > 0 && chosen < boxes.length;
    });
  };
  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-row] .pick input");
    if (box) { pick(box, event.shiftKey); return; }
    if (event.target.closest("[data-pick-none]")) {
      all("[data-row] .pick input").forEach((other) => { other.checked = false; });
      count();
    }
    const row = event.target.closest("[data-row][data-href]");
    if (row && !event.target.closest("a, button, input, label, select, summary") && !String(getSelection())) {
      if (event.ctrlKey || event.metaKey) window.open(row.dataset.href);
      else if (beside(row)) stand(row);
      else location.assign(row.dataset.href);
    }
  });
  document.addEventListener("dblclick", (event) => {
    const row = event.target.closest("[data-row][data-beside]");
    if (row && !event.target.closest("a, button, input, label, select")) location.assign(row.dataset.href);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) {
      all("[data-row] .pick input").forEach((box) => { box.checked = event.target.checked; });
      count();
    }
    const auto = event.target.closest("form[data-auto]");
    if (auto) auto.requestSubmit();
  });

  // --- keys -----------------------------------------------------------------------------------------
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    x: () => { const box = here() && one(".pick input", here()); if (box) { box.checked = !box.checked; pick(box); } },
    n: () => { const link = one(".rows a[rel=next]"); if (link) link.click(); },
    p: () => { const link = one(".rows a[rel=prev]"); if (link) link.click(); },
    "/": () => { const field = one("#filters input[type=search], #filters input:not([type=hidden]), #filters select"); if (field) field.focus(); else open("find"); },
    "?": () => open("keys"),
    Enter: () => { if (here() && here().dataset.href) location.assign(here().dataset.href); },
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") { if (open("find")) event.preventDefault(); return; }
    if (event.target.matches("#find input")) { walkHits(event); return; }
    if (event.key === "Escape") {
      all("details[data-menu][open]").forEach((menu) => { menu.open = false; one("summary", menu).focus(); });
      if (typing(event.target)) event.target.blur();
      return;
    }
    const card = event.target.closest("[data-move]");
    if (card && event.shiftKey && /^Arrow(Left|Right)$/.test(event.key)) { event.preventDefault(); moveBeside(card, event.key === "ArrowRight" ? 1 : -1); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || one("dialog[open]")) return;
    const named = one(`[data-key="${CSS.escape(event.key)}"]`);
    if (named) { event.preventDefault(); named.click(); return; }
    const act = keys[event.key];
    if (!act || (event.key === "Enter" && event.target.closest("a, button, summary, input"))) return;
    if (event.key !== "Enter") event.preventDefault();
    act();
  });

  // --- board ----------------------------------------------------------------------------------------
  let moving = null;
  const send = (card, column) => {
    if (!column || card.closest("[data-column]") === column) return;
    htmx.ajax("POST", card.dataset.move, { source: card, target: card.closest("[data-board]"), swap: "outerHTML", values: { to: column.dataset.column } });
  };
  const moveBeside = (card, by) => {
    const columns = all("[data-column]", card.closest("[data-board]"));
    send(card, columns[columns.indexOf(card.closest("[data-column]")) + by]);
  };
  document.addEventListener("dragstart", (event) => { moving = event.target.closest && event.target.closest("[data-move]"); if (moving) moving.classList.add("is-moving"); });
  document.addEventListener("dragend", () => { if (moving) moving.classList.remove("is-moving"); all(".is-over").forEach((el) => el.classList.remove("is-over")); moving = null; });
  document.addEventListener("dragover", (event) => {
    const column = moving && event.target.closest("[data-column]");
    if (column) { event.preventDefault(); all("[data-column]").forEach((el) => el.classList.toggle("is-over", el === column)); }
  });
  document.addEventListener("drop", (event) => { const column = moving && event.target.closest("[data-column]"); if (column) { event.preventDefault(); send(moving, column); } });

  // --- how the page is shown: at once here, kept by the server -----------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-display]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    const { name, value } = event.submitter;
    document.documentElement.dataset[name] = value;
    all(`button[name="${name}"]`, form).forEach((button) => button.setAttribute("aria-pressed", String(button.value === value)));
    const data = new FormData(form);
    data.set(name, value);
    fetch(form.action, { method: "POST", body: data, headers: { "X-Requested-With": "kept" }, credentials: "same-origin" });
  });

  // --- fields: a word as soon as one is left, a draft kept on the way out --------------------------------
  const outside = ({ validity, min, max }, { least, most, between }) => {
    if (!validity.rangeUnderflow && !validity.rangeOverflow) return "";
    const words = min && max ? between : min ? least : most;
    return words.replace("{least}", min).replace("{most}", max);
  };
  const check = (box, scope = "form[data-check] ") => {
    const field = box.closest(`${scope}.field`);
    if (!field || !box.willValidate || !box.name) return;
    const own = one(".error[data-own]", field);
    if (own) own.remove();
    const state = box.validity, missing = state.valueMissing && !state.badInput;
    box.removeAttribute("aria-invalid");
    if (state.valid || (missing && !field.dataset.touched)) return;
    box.setAttribute("aria-invalid", "true");
    const error = document.createElement("div");
    error.className = "error";
    error.dataset.own = "";
    const mark = document.getElementById("error-mark");
    error.append(mark ? mark.content.cloneNode(true) : document.createElement("i"), missing ? field.dataset.missing : state.customError ? box.validationMessage : outside(box, field.dataset) || field.dataset.wrong);
    field.append(error);
  };
  // A word that comes or goes moves the page; while a button is being pressed it would move from under the hand.
  let pressed = false;
  const waiting = new Set();
  const released = () => { pressed = false; setTimeout(() => { waiting.forEach((box) => check(box)); waiting.clear(); }); };
  document.addEventListener("pointerdown", () => { pressed = true; }, true);
  document.addEventListener("pointerup", released, true);
  document.addEventListener("pointercancel", released, true);
  document.addEventListener("focusout", ({ target }) => { if (pressed) waiting.add(target); else check(target); });
  // Half a date or a number with letters would be sent as nothing at all: it stays here, and is named.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post" || (event.submitter && event.submitter.formNoValidate)) return;
    const unsent = [...event.target.elements].filter((box) => box.validity && box.validity.badInput);
    if (!unsent.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    unsent.forEach((box) => check(box, ""));
    unsent[0].focus();
    if (!unsent[0].closest(".field")) toast(body.dataset.wrong, true);
  }, true);
  document.addEventListener("input", ({ target }) => {
    const field = target.closest("form .field");
    if (field && target.closest("form[data-check]")) field.dataset.touched = "1";
    else if (field && one(".error[data-own]", field)) check(target, "");
  });
  document.addEventListener("input", (event) => { if (event.target.dataset && event.target.dataset.unknown) event.target.setCustomValidity(""); });
  document.addEventListener("htmx:afterSwap", (event) => {
    const box = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (!box || !box.dataset.unknown || event.target.tagName !== "DATALIST") return;
    box.setCustomValidity(box.value.trim() && !event.target.options.length ? box.dataset.unknown : "");
    if (box !== document.activeElement) box.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  });
  const drafted = (form) => [...form.elements].filter((el) => el.name && !/^(password|file|hidden|submit|button)$/.test(el.type) && !/^cc-|password|one-time/.test(el.autocomplete || ""));
  const asMade = (el) => el.options ? [...el.options].every((each) => each.selected === each.defaultSelected) : /^(checkbox|radio)$/.test(el.type) ? el.checked === el.defaultChecked : el.value === el.defaultValue;
  const draftKey = (form) => `draft:${form.dataset.draft}`;
  const restore = () => all("form[data-draft]").forEach((form) => {
    const kept = sessionStorage.getItem(draftKey(form));
    if (!kept || one("[aria-invalid]", form)) return;
    const values = JSON.parse(kept);
    drafted(form).forEach((el, place) => {
      const saved = values[place];
      if (!saved || saved[0] !== el.name) return;
      if (/^(checkbox|radio)$/.test(el.type)) el.checked = saved[1]; else el.value = saved[1];
    });
  });
  const forget = () => {
    const sent = sessionStorage.getItem("draft-sent");
    if (!sent || body.classList.contains("keeps-drafts")) return;
    const again = all("form[data-draft]").find((form) => draftKey(form) === sent);
    if (!again || !one("[aria-invalid], .note.is-broken", again)) sessionStorage.removeItem(sent);
    sessionStorage.removeItem("draft-sent");
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form) return;
    const before = JSON.parse(sessionStorage.getItem(draftKey(form)) || "[]");
    const values = drafted(form).map((el, place) => asMade(el) && !before[place] ? null : [el.name, /^(checkbox|radio)$/.test(el.type) ? el.checked : el.value]);
    sessionStorage.setItem(draftKey(form), JSON.stringify(values));
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-draft]")) sessionStorage.setItem("draft-sent", draftKey(event.target));
  });

  // --- what is on its way is not sent again by an impatient click -----------------------------------------
  const PATIENCE = 5000;
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    const asked = event.submitter ? `${event.submitter.name}=${event.submitter.value}` : "";
    if (form.dataset.sent === asked && Date.now() - form.dataset.sentAt < PATIENCE) { event.preventDefault(); return; }
    Object.assign(form.dataset, { sent: asked, sentAt: Date.now() });
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // --- timeline: show one room ---------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-timeline-choice] button");
    if (!choice) return;
    const group = choice.closest("[data-timeline-choice]");
    all("button", group).forEach((button) => button.setAttribute("aria-pressed", String(button === choice)));
    all("li", group.nextElementSibling).forEach((line) => { line.hidden = !!choice.dataset.room && line.dataset.room !== choice.dataset.room; });
  });

  // --- copy a prepared text -------------------------------------------------------------------------------
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    const words = source ? source.value || source.textContent : "";
    navigator.clipboard.writeText(words).then(() => toast(button.dataset.copied));
  });

  // --- toasts ---------------------------------------------------------------------------------------------
  const MOST_TOASTS = 3;
  const few = () => {
    const said = (box) => box.classList.contains("is-error") && box.textContent.trim();
    all("#toasts [data-toast]").reverse().filter((box, at, boxes) =>
      at >= MOST_TOASTS || boxes.slice(0, at).some((newer) => said(newer) && said(newer) === said(box))).forEach((box) => box.remove());
  };
  const toast = (words, wrong) => {
    if (!words) return;
    const box = document.createElement("div");
    box.className = wrong ? "toast is-error" : "toast";
    box.dataset.toast = "";
    const text = document.createElement("span");
    text.textContent = words;
    box.append(text);
    document.getElementById("toasts").append(box);
    few();
    fade(box);
  };
  const fade = (box) => { if (box.dataset.toast !== "stay" && !box.classList.contains("is-error")) setTimeout(() => box.remove(), one("form", box) ? 12000 : 5000); };

  // --- talk with the server ---------------------------------------------------------------------------------
  body.addEventListener("htmx:beforeRequest", (event) => {
    const live = event.detail.elt.matches("[data-live]");
    if (live && (document.hidden || one("[data-row] .pick input:checked") || one("dialog[open]"))) event.preventDefault();
  });
  body.addEventListener("htmx:afterSwap", () => {
    count();
    const fresh = one("#rows");
    const again = stood && !here() && document.getElementById(stood);
    if (again) again.classList.add("is-here");
    all("[data-query]:is(input)").forEach((field) => { if (fresh) field.value = fresh.dataset.query; });
    if (fresh) all("a[data-export][href]").forEach((link) => {
      const query = new URLSearchParams(fresh.dataset.query);
      query.set("export", new URL(link.href).searchParams.get("export"));
      link.href = `?${query}`;
    });
    few();
    all("#toasts [data-toast]").forEach((box) => { if (!box.dataset.seen) { box.dataset.seen = "1"; fade(box); } });
  });
  body.addEventListener("htmx:responseError", () => toast(body.dataset.wentWrong, true));
  body.addEventListener("htmx:sendError", () => toast(body.dataset.wentWrong, true));

  forget();
  restore();
  const refused = one("main form .field [aria-invalid=true]");
  if (refused) { refused.scrollIntoView({ block: "center" }); refused.focus({ preventScroll: true }); }
  all("[data-rail] > summary").forEach((title) => title.addEventListener("click", () => setTimeout(() => {
    const open = all("[data-rail][open]").map((group) => group.dataset.rail);
    document.cookie = `kept_rail=${open.join(".")}; path=/; max-age=31536000; samesite=lax`;
  })));
  const current = one(".rail [aria-current]");
  if (current) current.scrollIntoView({ block: "nearest" });
  all(".tabs").forEach((row) => {
    const tab = row.querySelector(".tab[aria-current]");
    if (tab) row.scrollLeft += tab.getBoundingClientRect().right - row.getBoundingClientRect().right + 24;
  });
  all("[data-toast]").forEach((box) => { box.dataset.seen = "1"; fade(box); });
})();
