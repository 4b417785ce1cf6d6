/* The page is whole without this script; it goes from change to change, and narrows what is shown. */

const body = document.body;
const held = [...document.querySelectorAll("article")];
let at = -1;

/** Go to the next or previous change that is shown. */
function go(step) {
  const shown = held.filter((article) => article.offsetParent !== null && !(article.dataset.kind === "renumbered" && body.classList.contains("no-renumbered")));
  if (!shown.length) { return; }
  const here = shown.indexOf(held[at]);
  const next = shown[(here < 0 ? (step > 0 ? 0 : shown.length - 1) : here + step + shown.length) % shown.length];
  at = held.indexOf(next);
  next.scrollIntoView({ block: "center" });
  next.focus({ preventScroll: true });
}

/** A button that switches a class of the page on and off. */
function toggle(id, name, inverse = false) {
  const button = document.getElementById(id);
  const pressed = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(pressed));
  body.classList.toggle(name, inverse ? !pressed : pressed);
  if (id === "sides") { body.classList.toggle("inline", !pressed); }
}

const ACTS = {
  j: ["next", () => go(1)], k: ["previous", () => go(-1)], y: ["sides", () => toggle("sides", "sides")],
  r: ["quiet", () => toggle("quiet", "no-renumbered", true)], c: ["changes", () => toggle("changes", "only-changes")],
  s: ["substance", () => toggle("substance", "only-substantive")],
};

for (const [id, act] of Object.values(ACTS)) { document.getElementById(id).addEventListener("click", act); }
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !(event.key in ACTS)) { return; }
  event.preventDefault();
  ACTS[event.key][1]();
});
