/* Files: decisions are saved, opened and merged. */

function saveFile() {
  const name = `decisions-${(DATA.base || "text").replace(/[^\w.-]+/gu, "-")}.json`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(decisions(), null, 1)], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  saved = true;
  tell("");
  document.getElementById("message").textContent = say("saved", { name });
}

async function readFile(input, then) {
  const [file] = input.files;
  input.value = "";
  if (!file) { return; }
  try {
    const found = stateFrom(JSON.parse(await file.text()));
    then(found.next);
    const more = [];
    if (found.unknown.length) { more.push(say("unknown", { on: found.unknown.join(", ") })); }
    if (state.head.default === "adopt-uncontested") { more.push(WORDS.by_default); }
    if (more.length) { tell([document.getElementById("message").textContent, ...more].filter(Boolean).join(" ")); }
  } catch (error) { tell(error instanceof SyntaxError ? say("bad") : error.message); }
}

function openFile(input) {
  readFile(input, (next) => {
    decide((held) => Object.assign(held, next));
    saved = true;
    refresh();
    tell(say("opened", { n: Object.keys(next.amendments).length + Object.keys(next.texts).length }));
  });
}

/** Two rapporteurs: what only one decided is taken, and where both differ people choose. */
function mergeFile(input) {
  readFile(input, (theirs) => {
    const differing = [];
    decide((held) => {
      for (const side of [held, theirs]) { side.head.default ||= "open"; }
      for (const part of ["amendments", "texts", "notes", "head"]) {
        for (const [on, said] of Object.entries(theirs[part])) {
          if (!(on in held[part])) { held[part][on] = said; }
          else if (JSON.stringify(held[part][on]) !== JSON.stringify(said)) { differing.push([part, on, said]); }
        }
      }
      const there = new Set(held.others.map((one) => JSON.stringify(one)));
      held.others.push(...theirs.others.filter((one) => !there.has(JSON.stringify(one))));
    });
    refresh();
    if (!differing.length) { tell(WORDS.same); return; }
    const shownOf = (one) => typeof one === "string" ? one : [one.decision, one.words, one.text].filter(Boolean).join(": ");
    document.getElementById("differencelist").replaceChildren(...differing.map(([part, on, said]) => {
      const line = element("li", "", `${on}: ${shownOf(state[part][on])} / ${shownOf(said)} `);
      const done = () => { line.querySelectorAll("button").forEach((one) => { one.disabled = true; }); refresh(); };
      line.append(button(WORDS.keep, done), button(WORDS.take, () => { decide((held) => { held[part][on] = said; }); done(); }));
      return line;
    }));
    document.getElementById("differences").showModal();
  });
}
