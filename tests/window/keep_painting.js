const pixel = document.createElement("div");
Object.assign(pixel.style, { position: "fixed", top: "0", left: "0", width: "1px", height: "1px", pointerEvents: "none" });
document.body.append(pixel);
let shade = 0;
const timer = setInterval(() => {
  shade = 1 - shade;
  pixel.style.background = `rgb(128 128 128 / ${shade}%)`;
}, 20);
window.stopPainting = () => {
  clearInterval(timer);
  pixel.remove();
};
