// A chat, for both sides: Enter sends, what is new is in view, the other side sees that somebody types. It carries no words.
"use strict";
(() => {
  const chat = document.querySelector("[data-chat]");
  if (!chat) return;
  const lines = document.getElementById("conversation");
  const form = chat.querySelector("[data-line-form]");
  const typing = chat.querySelector("[data-typing-now]");
  const down = () => { lines.scrollTop = lines.scrollHeight; };
  const fresh = () => { form.elements.key.value = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`; };

  // The part looks again every so often: who reads further up stays there, and who types is seen to, until something was said.
  const count = () => lines.querySelectorAll(".chat-line, .chat-house").length;
  let shown = count();
  down();
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== lines || count() === shown) return;
    shown = count();
    typing.hidden = true;
    down();
  });

  // Another clerk has the chat now, or it is over: what stands around the conversation is read anew, unless a line is half written.
  const keeper = () => { const mark = lines.querySelector("[data-keeper]"); return mark ? mark.dataset.keeper : ""; };
  const kept = keeper();
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target === lines && keeper() !== kept && !(form && form.elements.text.value)) location.reload();
  });

  let fades = 0;
  document.body.addEventListener("live-typing", (event) => {
    const number = event.detail && event.detail.number;
    if (number && number !== chat.dataset.number) return;
    typing.hidden = false;
    clearTimeout(fades);
    fades = setTimeout(() => { typing.hidden = true; }, 5000);
  });

  if (!form) return;
  const text = form.querySelector("[data-line]");
  const file = form.querySelector("input[type=file]");
  fresh();
  text.focus();
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (text.value.trim() || file.files.length) form.requestSubmit();
  });
  form.addEventListener("paste", (event) => {
    const pictures = [...(event.clipboardData ? event.clipboardData.files : [])];
    if (!pictures.length) return;
    event.preventDefault();
    const held = new DataTransfer();
    held.items.add(pictures[0]);
    file.files = held.files;
  });
  // The box is free as soon as a line is on its way, so that nothing typed meanwhile is lost; what was refused comes back.
  let sent = "";
  form.addEventListener("htmx:beforeSend", (event) => {
    if (event.detail.elt !== form) return;
    sent = text.value;
    text.value = "";
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    if (event.detail.successful && event.detail.xhr.status < 400) {
      file.value = "";
      fresh();
    } else text.value = [sent, text.value].filter(Boolean).join("\n");
    text.focus();
  });
  let told = 0;
  const tell = () => {
    if (!text.value || Date.now() - told < 3000) return;
    told = Date.now();
    htmx.ajax("POST", chat.dataset.typing, { source: chat, swap: "none" });
  };
  text.addEventListener("input", tell);
  document.addEventListener("DOMContentLoaded", tell); // what was typed before the scripts were there
})();
