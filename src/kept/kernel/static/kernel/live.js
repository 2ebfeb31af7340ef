// Hears pings, and has the parts of this page that wait for them look again. It carries no words.
"use strict";
(() => {
  const address = document.body.dataset.listen;
  if (!address || !window.EventSource) return;
  const alone = address.includes("?"); // the stream of one link is of no use to other tabs
  const shared = !alone && navigator.locks && window.BroadcastChannel ? new BroadcastChannel("kept-live") : null;
  const CLOSED_FOR = 60000;
  let source = null;

  const tell = (said) => htmx.trigger(document.body, said.topic ? `live-${said.topic}` : "live-again", { ...said });
  const pass = (said) => { tell(said); if (shared) shared.postMessage(said); };
  const listen = () => {
    source = new EventSource(address);
    source.addEventListener("ping", (event) => pass(JSON.parse(event.data)));
    source.addEventListener("hello", (event) => { if (!JSON.parse(event.data).resumed) pass({}); });
    source.addEventListener("error", () => { if (source && source.readyState === EventSource.CLOSED) setTimeout(listen, CLOSED_FOR); });
  };
  const leave = () => { if (source) source.close(); source = null; };

  // A part that comes with `data-go` leads on to its work, once and in one tab, unless somebody is typing.
  let typed = false;
  document.addEventListener("input", (event) => { if (event.target.closest("form[method=post]")) typed = true; });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const leads = event.detail.target.querySelector("[data-go]");
    if (!leads || typed || document.hidden || document.querySelector("dialog[open]") || localStorage.getItem("went") === leads.dataset.once) return;
    localStorage.setItem("went", leads.dataset.once);
    location.assign(leads.dataset.go);
  });

  // What somebody folded away stays folded while it looks again.
  document.addEventListener("toggle", (event) => {
    const pop = event.target.dataset.pop;
    if (pop && event.target.open === false) sessionStorage.setItem("folded", pop);
    else if (pop && sessionStorage.getItem("folded") === pop) sessionStorage.removeItem("folded");
  }, true);
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const folded = [...event.detail.target.querySelectorAll("[data-pop]")].find((each) => each.dataset.pop === sessionStorage.getItem("folded"));
    if (folded) folded.open = false;
  });

  if (shared) {
    // A browser allows six connections to one address, so of all tabs one listens and tells the others.
    shared.addEventListener("message", (event) => tell(event.data));
    navigator.locks.request("kept-live", () => new Promise(listen));
  } else {
    const turn = () => { if (document.hidden && !alone) leave(); else if (!source) listen(); };
    document.addEventListener("visibilitychange", turn);
    turn();
  }
})();
