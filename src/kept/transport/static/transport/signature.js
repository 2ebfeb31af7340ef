// A pad to sign on. Without script the signature comes as a picture.
(() => {
  "use strict";
  const ready = (box) => {
    const canvas = box.querySelector("canvas");
    const field = document.getElementById(box.dataset.signature);
    const pen = canvas.getContext("2d");
    let drawing = false;
    const clear = () => {
      pen.fillStyle = "#ffffff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      field.value = "";
    };
    const place = (event) => {
      const edge = canvas.getBoundingClientRect();
      return [
        ((event.clientX - edge.left) / edge.width) * canvas.width,
        ((event.clientY - edge.top) / edge.height) * canvas.height,
      ];
    };
    canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      drawing = true;
      pen.lineWidth = 3;
      pen.lineCap = "round";
      pen.lineJoin = "round";
      pen.strokeStyle = "#10141b";
      pen.beginPath();
      pen.moveTo(...place(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      pen.lineTo(...place(event));
      pen.stroke();
    });
    const lift = () => {
      if (!drawing) return;
      drawing = false;
      field.value = canvas.toDataURL("image/png");
    };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    box.querySelector("[data-clear]").addEventListener("click", clear);
    clear();
    box.hidden = false;
  };
  document.querySelectorAll("[data-signature]").forEach(ready);
})();
