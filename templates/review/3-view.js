/* What the page shows. All that comes from outside is put in as text, never as HTML. */

const main = document.getElementById("text");
const colour = new Map(DATA.sources.map((source, n) => [source, `s${n % 8}`]));
const articles = new Map();
let current = -1;

/** An element with a class, text and children. */
function element(name, kind = "", ...inside) {
  const out = document.createElement(name);
  if (kind) { out.className = kind; }
  out.append(...inside);
  return out;
}

function button(name, act, pressed = null) {
  const out = element("button", "", name);
  out.type = "button";
  if (pressed !== null) { out.setAttribute("aria-pressed", String(pressed)); }
  out.addEventListener("click", act);
  return out;
}

/** Words of the text itself: they have its language and direction. */
function spoken(name, kind = "", ...inside) {
  const out = element(name, kind, ...inside);
  out.lang = DATA.language;
  out.dir = DATA.direction;
  return out;
}

/** Words with their changes. In Arabic a number that replaces another is read behind it (page.css). */
function marked(words) {
  return words.map(([kind, said], n) => {
    if (kind === "equal") { return said; }
    const behind = kind === "insert" && DATA.direction === "rtl" && n > 0 && words[n - 1][0] === "delete";
    return element(kind === "insert" ? "ins" : "del", behind ? "behind" : "", said);
  });
}

function tell(message) { document.getElementById("message").textContent = message; }

/** How places read under the decisions: their labels counted anew, and their words. */
function readings() {
  const out = new Map(), lists = [];
  for (const place of inOrder()) {
    const own = place.options.filter((option) => of(option)?.decision === "adopt");
    const written = state.texts[place.write];
    let text = place.added ? "" : place.tokens.join("");
    let gone = place.added;
    if (written && !place.added) { text = written.text; }
    else if (written) { text = written.text; gone = false; }
    else if (own.length) {
      if (place.added) { gone = false; text = own[0].words.map(([, said]) => said).join("").replace(/^[^\t]*\t/u, ""); if (of(own[0]).words) { text = of(own[0]).words; } }
      else if (own.some((option) => option.does === "deleted")) { gone = true; }
      else if (own.length === 1 && of(own[0]).words) { text = composed(place.tokens, own[0].changes.map(([start, end, made]) => [start, end, partOf(made, of(own[0]).words)])); }
      else { text = composed(place.tokens, own.flatMap((option) => option.changes)); }
    }
    let label = place.label;
    if (place.kind !== "clause") { lists.length = 0; }
    else if (!gone) {
      lists.length = place.depth + 1;
      const list = lists[place.depth] || (lists[place.depth] = { first: null, n: 0 });
      if (label) {
        list.n += 1;
        if (list.first === null) { list.first = label; }
        label = counted(list.first, list.n) || label;
      }
    }
    out.set(place.id, { label, text, gone });
  }
  return out;
}

/** The places in the order of the text, those that are adopted as moved where they go, each with what stands below it. */
function inOrder() {
  let out = PLACES;
  for (const place of PLACES) {
    const moved = place.options.find((option) => option.does === "moved" && of(option)?.decision === "adopt");
    if (!moved) { continue; }
    const end = (at) => {
      let n = at + 1;
      while (n < out.length && out[n].kind === "clause" && out[n].depth > out[at].depth) { n += 1; }
      return n;
    };
    const from = out.indexOf(place), block = out.slice(from, end(from)), rest = out.filter((one) => !block.includes(one));
    const name = moved.where.replace(/^after /u, ""), target = rest.findIndex((one) => !one.added && one.place === name);
    if (target < 0) { continue; }
    out = rest;
    const to = out[target].kind === "clause" ? end(target) : target + 1;
    out = [...rest.slice(0, to), ...block, ...rest.slice(to)];
  }
  return out;
}

/** Of new tokens those words alone that were chosen. */
function partOf(made, words) {
  const whole = made.join("");
  const at = whole.indexOf(words);
  if (at < 0) { return made; }
  return [at > 0 ? " " : "", words, at + words.length < whole.length && /\s$/u.test(whole) ? " " : ""];
}

function optionPart(place, option) {
  const ruled = of(option), out = element("div", `option ${ruled?.decision === "reject" ? "rejected" : ""} ${colour.get(option.sources[0]) || ""}`);
  out.dataset.option = String(option.id);
  out.dataset.source = option.sources.join(" ");
  const name = element("bdi", "source", option.name);
  const does = { moved: `${WORDS.moved} ${option.where}`, added: WORDS.added, deleted: WORDS.deleted }[option.does] || "";
  out.append(element("p", "who", name, [does, option.amendments.join(", ")].filter(Boolean).join(" · ")));
  if (option.words.length) { out.append(spoken("p", "words", ...marked(option.words))); }
  const row = element("div", "buttons");
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", `${option.name}, ${place.place}`);
  for (const [decision, title] of [["adopt", WORDS.adopt], ["reject", WORDS.reject], ["bracket", WORDS.bracket]]) {
    row.append(button(title, () => act(place, () => rule(option, decision)), ruled?.decision === decision));
  }
  if (["reworded", "added"].includes(option.does)) { row.append(button(WORDS.part, () => choosePart(place, option, out), Boolean(ruled?.words))); }
  row.append(button(WORDS.note, () => writeNote(place, option.amendments, out), Boolean(state.notes[option.amendments[0]])));
  out.append(row);
  if (ruled?.words) { out.append(spoken("p", "", `… ${ruled.words} …`)); }
  const note = state.notes[option.amendments[0]];
  if (note) { out.append(element("p", "", `${WORDS.note}: ${note}`)); }
  return out;
}

/** The frame of a place, which stands wherever the text is read: its words are put in later. */
function articleOf(place) {
  const out = element("article", `${place.kind} d${Math.min(place.depth, 3)}`);
  out.id = `p${place.id}`;
  out.tabIndex = -1;
  out.dataset.place = place.place;
  out.dataset.state = stateOf(place);
  out.setAttribute("aria-label", place.place);
  return out;
}

/** A place that nobody would change: its words. */
function drawBase(place) {
  articles.get(place.id).replaceChildren(baseOf(place));
}

function baseOf(place) {
  return spoken("p", "base", ...(place.label ? [spoken("span", "label", place.label), " "] : []), place.added ? "" : place.tokens.join(""));
}

function draw(place, reading) {
  const article = articles.get(place.id), held = stateOf(place);
  article.dataset.state = held;
  article.className = `${place.kind} d${Math.min(place.depth, 3)} touched${current === place.id ? " current" : ""}`;
  const said = baseOf(place);
  const head = element("h3", "", spoken("span", "", place.place), element("span", "", say(`state_${held}`)));
  if (place.rivals) { head.append(element("span", "flag", WORDS.conflict)); }
  const left = element("div", "", ...(place.added ? [] : [said]), ...place.options.map((option) => optionPart(place, option)));
  if (DATA.keeping.length) { left.append(element("p", "option", `${WORDS.nochange}: ${DATA.keeping.join(", ")}`)); }
  if (place.write) {
    const row = element("div", "buttons", button(WORDS.own, () => writeOwn(place, left), Boolean(state.texts[place.write])));
    left.append(row);
  }
  if (place.reasons.length) {
    const details = element("details", "", element("summary", "", WORDS.reasons));
    for (const { who, why } of place.reasons) { details.append(element("p", "", `${who}: `, spoken("span", "", why))); }
    left.append(details);
  }
  const now = element("div", "now", element("h4", "", WORDS.now));
  if (reading.gone) { now.append(element("p", "", place.added ? "–" : WORDS.gone)); }
  else { now.append(spoken("p", "", ...(reading.label ? [spoken("span", "label", reading.label), " "] : []), ...marked(difference(place.added ? "" : place.tokens.join(""), reading.text)))); }
  const open = place.options.filter((option) => of(option)?.decision === "bracket").map((option) => option.name);
  if (open.length) { now.append(element("p", "", say("bracketed", { names: open.join("; ") }))); }
  article.replaceChildren(head, element("div", "two", left, now));
}

/** Do something to a place, say why it cannot be done, and show what changed. */
function act(place, doing) {
  const why = doing();
  tell(why || (kept ? "" : WORDS.unsaved));
  if (!why) {
    const focused = document.activeElement?.closest?.(".buttons")?.querySelectorAll("button");
    const which = focused ? [...focused].indexOf(document.activeElement) : -1;
    const option = document.activeElement?.closest?.("[data-option]")?.dataset.option;
    refresh(place.options.flatMap((one) => one.amendments));
    const group = option && articles.get(place.id).querySelector(`[data-option="${option}"] .buttons`);
    if (group && which >= 0) { group.querySelectorAll("button")[which]?.focus(); } else { articles.get(place.id).focus({ preventScroll: true }); }
  }
}

let shown = new Map();

/** Draw again, of what somebody would change, what differs from what is shown: places on which something was decided, and those whose label or words changed. */
function refresh(numbers = null) {
  const made = readings(), changed = new Set(numbers || []);
  for (const place of PLACES) {
    const before = shown.get(place.id), now = made.get(place.id);
    const same = before && before.label === now.label && before.text === now.text && before.gone === now.gone;
    const touched = place.options.some((option) => option.amendments.some((number) => changed.has(number)));
    if (place.options.length && (numbers === null || touched || !same)) { draw(place, now); }
  }
  shown = made;
  count();
  filter();
  contents();
}

function count() {
  const touched = PLACES.filter((place) => place.options.length), decided = touched.filter(decidedPlace).length;
  document.getElementById("count").textContent = say("decided", { decided, open: touched.length - decided });
}

/** The table of contents: each section with what is open in it. */
function contents() {
  const sections = new Map();
  for (const place of PLACES) {
    if (!sections.has(place.section)) { sections.set(place.section, { first: place.id, open: 0, all: 0 }); }
    if (place.options.length) { const one = sections.get(place.section); one.all += 1; one.open += decidedPlace(place) ? 0 : 1; }
  }
  document.getElementById("contents").replaceChildren(...[...sections].map(([name, one]) => {
    const link = spoken("a", "", name || DATA.designation);
    link.href = `#p${one.first}`;
    return element("li", "", link, one.all ? ` ${one.all - one.open}/${one.all}` : "");
  }));
}

function filter() {
  const show = document.getElementById("show").value, source = document.getElementById("source").value;
  const words = document.getElementById("search").value.trim().toLowerCase();
  for (const place of PLACES) {
    const fits = (show === "all" || place.options.length > 0) && (show !== "conflicts" || place.rivals) && (show !== "open" || !decidedPlace(place))
      && (!source || place.options.some((option) => option.sources.includes(source)))
      && (!words || searchable(place).includes(words));
    articles.get(place.id).hidden = !fits;
  }
}

const searched = new Map();
function searchable(place) {
  if (!searched.has(place.id)) {
    const own = place.options.flatMap((option) => [option.name, ...option.amendments, ...option.words.map(([, said]) => said)]);
    searched.set(place.id, [place.place, place.tokens.join(""), ...own].join(" ").toLowerCase());
  }
  return searched.get(place.id);
}
