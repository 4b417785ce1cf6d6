/* The page begins: what was kept is read, keys and buttons are bound. */

for (const place of PLACES) { articles.set(place.id, articleOf(place)); }
main.append(...articles.values());

const begun = DATA.decisions ? stateFrom(DATA.decisions).next : null;
try {
  const there = localStorage.getItem(KEY);
  if (there) { state = { ...state, ...JSON.parse(there) }; } else if (begun) { state = begun; }
} catch { if (begun) { state = begun; } kept = false; }

/** Go to a change: the next or previous one that is shown. */
function go(step, onlyOpen = false) {
  const list = PLACES.filter((place) => place.options.length && !articles.get(place.id).hidden && (!onlyOpen || !decidedPlace(place)));
  if (!list.length) { return; }
  const at = list.findIndex((place) => place.id >= current);
  const here = at >= 0 && list[at].id === current ? at : step > 0 ? (at < 0 ? -1 : at - 1) : (at < 0 ? list.length : at);
  select(list[(here + step + list.length) % list.length]);
}

function select(place) {
  articles.get(current)?.classList.remove("current");
  current = place.id;
  const article = articles.get(current);
  article.classList.add("current");
  article.scrollIntoView({ block: "nearest" });
  article.focus({ preventScroll: true });
  chosen = 0;
}

let chosen = 0;
const here = () => PLACES.find((place) => place.id === current);

function onOption(decision) {
  const place = here(), option = place?.options[chosen];
  if (option) { act(place, () => rule(option, decision)); }
}

const KEYS = [
  ["j", WORDS.key_next, () => go(1)], ["k", WORDS.key_previous, () => go(-1)], ["n", WORDS.key_open, () => go(1, true)],
  ["1–9", WORDS.key_option, null],
  ["a", WORDS.adopt, () => onOption("adopt")], ["r", WORDS.reject, () => onOption("reject")], ["b", WORDS.bracket, () => onOption("bracket")],
  ["o", WORDS.own, () => { const place = here(); if (place?.write) { writeOwn(place, articles.get(place.id).querySelector(".two > div")); } }],
  ["p", WORDS.part, () => { const place = here(), option = place?.options[chosen]; if (option) { choosePart(place, option, articles.get(place.id).querySelector(`[data-option="${option.id}"]`)); } }],
  ["m", WORDS.note, () => { const place = here(), option = place?.options[chosen]; if (option) { writeNote(place, option.amendments, articles.get(place.id).querySelector(`[data-option="${option.id}"]`)); } }],
  ["u", WORDS.undo, () => back(undo)], ["y", WORDS.redo, () => back(redo)], ["s", WORDS.save, saveFile],
  ["c", WORDS.changes, () => { const show = document.getElementById("show"); show.value = show.value === "changes" ? "all" : "changes"; filter(); }],
  ["/", WORDS.search, () => document.getElementById("search").focus()], ["?", WORDS.keys, () => document.getElementById("keys").showModal()],
  ["Esc", WORDS.close, null],
];

function back(step) { if (step()) { tell(""); refresh(); } }

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { closeForm(); if (document.activeElement?.matches("input")) { document.activeElement.blur(); } return; }
  if (event.target.closest?.("input, textarea, select, dialog") || event.altKey || event.metaKey) { return; }
  if (event.ctrlKey) {
    if (event.key === "z") { event.preventDefault(); back(undo); } else if (event.key === "y") { event.preventDefault(); back(redo); }
    return;
  }
  if (/^[1-9]$/u.test(event.key)) {
    const place = here();
    if (place && place.options[Number(event.key) - 1]) { chosen = Number(event.key) - 1; articles.get(place.id).querySelectorAll("[data-option]")[chosen].querySelector("button").focus(); }
    return;
  }
  const found = KEYS.find(([key, , doing]) => key === event.key && doing);
  if (found) { event.preventDefault(); found[2](); }
});

main.addEventListener("focusin", (event) => {
  const article = event.target.closest("article"), place = article && PLACES.find((one) => articles.get(one.id) === article);
  if (place && place.options.length && place.id !== current) { articles.get(current)?.classList.remove("current"); current = place.id; article.classList.add("current"); chosen = 0; }
  const option = event.target.closest("[data-option]");
  if (option && place) { chosen = place.options.findIndex((one) => String(one.id) === option.dataset.option); }
});

for (const [id, doing] of [["undo", () => back(undo)], ["redo", () => back(redo)], ["save", saveFile], ["help", () => document.getElementById("keys").showModal()], ["previous", () => go(-1)], ["next", () => go(1)]]) {
  document.getElementById(id).addEventListener("click", doing);
}
document.getElementById("open").addEventListener("change", (event) => openFile(event.target));
document.getElementById("merge").addEventListener("change", (event) => mergeFile(event.target));
for (const id of ["show", "source"]) { document.getElementById(id).addEventListener("change", filter); }
document.getElementById("search").addEventListener("input", filter);
document.getElementById("keylist").replaceChildren(...KEYS.flatMap(([key, what]) => [element("dt", "", key), element("dd", "", what)]));
window.addEventListener("beforeunload", (event) => { if (!saved && !kept) { event.preventDefault(); } });
for (const place of PLACES) { if (!place.options.length) { drawBase(place); } }
refresh();
if (state.head.default === "adopt-uncontested") { tell(WORDS.by_default); }
window.resdraft = { decisions };
document.body.className = "";
