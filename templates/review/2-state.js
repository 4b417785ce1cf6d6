/* Decisions: by the number of each amendment, and by the place of each wording of the Chair; undone and redone whole. */

// The head of the page is shown before the data is read and the text drawn, which takes a moment where many propose much.
await new Promise((done) => { new PerformanceObserver(done).observe({ type: "paint", buffered: true }); setTimeout(done, document.hidden ? 0 : 300); });
const DATA = await unpacked();
const WORDS = DATA.words;
const PLACES = DATA.places;
const OPTIONS = new Map();
for (const place of PLACES) { for (const option of place.options) { OPTIONS.set(option.id, { ...option, place }); } }
const NUMBERS = new Set([...OPTIONS.values()].flatMap((option) => option.amendments));
// Of these very proposals, and of the decisions that the page was made with: others on the same text are kept apart.
const KEY = `resdraft:${DATA.key}`;
const KINDS = ["adopt", "reject", "bracket", "withdraw", "text"];

let state = { amendments: {}, texts: {}, notes: {}, head: {}, others: [] };
const past = [], future = [];
let kept = true;
let saved = true;

/** The data of the page, which is packed in it. */
async function unpacked() {
  if (typeof DecompressionStream === "undefined") { const told = document.getElementById("message"); told.textContent = told.dataset.old; }
  const bytes = Uint8Array.from(atob(document.getElementById("data").textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}

/** Words of the page with values in their places. */
function say(name, values = {}) {
  return Object.entries(values).reduce((said, [key, value]) => said.replace(`{${key}}`, () => String(value)), WORDS[name]);
}

/** Change the decisions by a function, so that it can be undone; keep them in the browser. */
function decide(change) {
  past.push(JSON.stringify(state));
  future.length = 0;
  const next = JSON.parse(JSON.stringify(state));
  change(next);
  state = next;
  keep();
}

/** Keep the decisions in the browser, where it lets us. */
function keep() {
  saved = false;
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
    kept = true;
  } catch { kept = false; }
}

function undo() { if (past.length) { future.push(JSON.stringify(state)); state = JSON.parse(past.pop()); keep(); return true; } return false; }
function redo() { if (future.length) { past.push(JSON.stringify(state)); state = JSON.parse(future.pop()); keep(); return true; } return false; }

/** What is decided on an option: of all its amendments the same. */
function of(option) {
  const found = option.amendments.map((number) => state.amendments[number]).filter(Boolean);
  return found.length ? found[0] : null;
}

/** The state of a place: open, adopted, rejected, bracketed or text. */
function stateOf(place) {
  if (state.texts[place.write]) { return "text"; }
  const found = place.options.map((option) => of(option)?.decision || "open");
  if (found.includes("adopt")) { return "adopted"; }
  if (found.includes("bracket")) { return "bracketed"; }
  if (found.length && found.every((one) => one === "reject" || one === "withdraw")) { return "rejected"; }
  return "open";
}

/** Whether a place is decided: nothing of it is open but what stands against something adopted. */
function decidedPlace(place) {
  if (state.texts[place.write]) { return true; }
  return place.options.every((option) => of(option) || rivalAdopted(option));
}

function rivalAdopted(option) {
  return option.against.map((id) => OPTIONS.get(id)).find((other) => of(other)?.decision === "adopt");
}

/** Decide on an option; why not, where that clashes with what is decided. */
function rule(option, decision, words = "") {
  if (decision === "adopt" || decision === "bracket") {
    const rival = rivalAdopted(option);
    if (rival) { return say("clash", { name: rival.name }); }
    if (decision === "adopt") {
      const open = option.against.map((id) => OPTIONS.get(id)).find((other) => of(other)?.decision === "bracket");
      if (open) { return say("clash", { name: `${open.name} (${say("state_bracketed")})` }); }
    }
    const place = OPTIONS.get(option.id).place;
    if (state.texts[place.write]) { return say("clashown"); }
  }
  // Given again it is taken back; where only some amendments of the option had it, as from another place, all have it then.
  const again = !words && option.amendments.every((number) => {
    const before = state.amendments[number];
    return before && before.decision === decision && !before.words;
  });
  decide((next) => {
    for (const number of option.amendments) {
      if (again) { delete next.amendments[number]; } else { next.amendments[number] = words ? { decision, words } : { decision }; }
    }
  });
  return "";
}

/** Write the Chair's wording of a place; why not, where something is adopted there. Empty words take it away. */
function write(place, text) {
  if (text && place.options.some((option) => ["adopt", "bracket"].includes(of(option)?.decision))) { return say("adopted_first"); }
  if (!text && !state.texts[place.write]) { return ""; }
  decide((next) => {
    if (text) { next.texts[place.write] = { text, by: "CHAIR" }; } else { delete next.texts[place.write]; }
    for (const option of place.options) {
      for (const number of option.amendments) {
        if (text && place.added) { next.amendments[number] = { decision: "reject" }; } else { delete next.amendments[number]; }
      }
    }
  });
  return "";
}

/** The decisions as the file of them says it: the form that `resdraft adopt` takes. */
function decisions() {
  const listed = [];
  for (const [amendment, one] of Object.entries(state.amendments)) {
    listed.push({ amendment, ...one, ...(state.notes[amendment] ? { note: state.notes[amendment] } : {}) });
  }
  for (const [place, one] of Object.entries(state.texts)) {
    listed.push({ place, decision: "text", ...one, ...(state.notes[place] ? { note: state.notes[place] } : {}) });
  }
  return { ...(DATA.base ? { base: DATA.base } : {}), default: "open", ...state.head, decisions: [...listed, ...state.others] };
}

/** The state that a file of decisions says; what it is on that is not on this page is told. */
function stateFrom(said) {
  if (typeof said !== "object" || said === null || !Array.isArray(said.decisions)) { throw new Error(say("bad")); }
  if (said.base && DATA.base && said.base !== DATA.base && said.base !== DATA.fingerprint) { throw new Error(say("other", { base: String(said.base) })); }
  const next = { amendments: {}, texts: {}, notes: {}, head: {}, others: [] }, unknown = [];
  for (const name of ["meeting", "default"]) { if (typeof said[name] === "string" && said[name]) { next.head[name] = said[name]; } }
  for (const one of said.decisions) {
    if (typeof one !== "object" || one === null || Object.values(one).some((value) => typeof value !== "string")) { throw new Error(say("bad")); }
    if (!KINDS.includes(one.decision)) { throw new Error(say("bad")); }
    let numbers = one.amendment ? [...NUMBERS].filter((number) => number === one.amendment || number.startsWith(`${one.amendment}(`)) : [];
    const place = one.place ? PLACES.find((other) => other.write === one.place) : null;
    if (place && one.decision === "text") {
      next.texts[one.place] = { text: one.text, by: one.by };
      if (one.note) { next.notes[one.place] = one.note; }
      continue;
    }
    if (place) {
      const options = place.options.filter((option) => one.decision !== "adopt" || option.sources.includes(one.source));
      numbers = options.flatMap((option) => option.amendments);
    }
    // What is on nothing of this page stays in the file as it is.
    if (!numbers.length) { unknown.push(one.amendment || one.place); next.others.push(one); }
    for (const number of numbers) {
      const kept = Object.entries(one).filter(([name]) => ["decision", "words"].includes(name) || (name === "was" && number === one.amendment));
      next.amendments[number] = Object.fromEntries(kept);
      if (one.note) { next.notes[number] = one.note; }
    }
  }
  return { next, unknown };
}
