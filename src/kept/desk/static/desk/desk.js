// The intake of a contact: pasted pictures become files, keys choose what it is. It carries no words.
"use strict";
(() => {
  const form = document.getElementById("intake");
  if (!form) return;
  const files = document.getElementById(form.dataset.paste);
  const shown = form.querySelector("[data-pasted]");

  const show = () => {
    shown.replaceChildren();
    [...files.files].filter((file) => file.type.startsWith("image/")).forEach((file) => {
      const picture = document.createElement("img");
      picture.alt = file.name;
      const reader = new FileReader();
      reader.onload = () => { picture.src = reader.result; };
      reader.readAsDataURL(file);
      shown.append(picture);
    });
  };
  const add = (pictures) => {
    const all = new DataTransfer();
    [...files.files, ...pictures].forEach((file) => all.items.add(file));
    files.files = all.files;
    show();
  };
  files.addEventListener("change", show);
  document.addEventListener("paste", (event) => {
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    // Several lines that end or begin with an hour are a chat: it did not come by phone.
    if (form.elements.channel.value === "phone" && (text.match(/^.*\d{1,2}[:：]\d{2}(?::\d{2})?\s*$|^\d{4}-\d\d?-\d\d? \d\d?:\d{2}.*$/gm) || []).length > 1) form.elements.channel.value = "wechat";
    const pictures = [...(event.clipboardData ? event.clipboardData.files : [])].filter((file) => file.type.startsWith("image/"));
    if (!pictures.length) return;
    event.preventDefault();
    add(pictures);
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    add([...event.dataTransfer.files]);
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { event.preventDefault(); form.requestSubmit(); return; }
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const digit = event.code.startsWith("Digit") ? Number(event.code.slice(5)) : 0;
    const kinds = form.querySelectorAll("[name=kind]");
    if (digit && kinds[digit - 1]) { event.preventDefault(); kinds[digit - 1].checked = true; kinds[digit - 1].focus(); }
    if (event.code === "KeyW") { event.preventDefault(); document.getElementById("who").focus(); }
  });

  const who = document.getElementById("who");
  who.addEventListener("keydown", (event) => {
    const first = document.querySelector("[data-candidate]");
    if (first && (event.key === "Enter" || event.key === "ArrowDown")) {
      event.preventDefault();
      if (event.key === "Enter") first.click(); else first.focus();
    }
  });
  document.getElementById("callers").addEventListener("keydown", (event) => {
    const links = [...document.querySelectorAll("[data-candidate]")];
    const here = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && links[here + 1]) { event.preventDefault(); links[here + 1].focus(); }
    if (event.key === "ArrowUp") { event.preventDefault(); (links[here - 1] || who).focus(); }
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "card") document.getElementById("id_summary").focus();
  });
})();
