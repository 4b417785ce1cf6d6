/* What is written on the page: the Chair's wording, words that are adopted in part, and notes. */

/** Take away a form that is open in the page. */
function closeForm() { document.querySelector(".form")?.remove(); }

function form(inside, title, value, done) {
  closeForm();
  const area = document.createElement("textarea"), out = element("div", "form");
  area.value = value;
  area.setAttribute("aria-label", title);
  area.lang = DATA.language;
  area.dir = DATA.direction;
  const preview = spoken("p", "words");
  preview.setAttribute("aria-hidden", "true");
  out.append(area, preview, element("div", "buttons", button(WORDS.done, () => { const said = area.value.trim(); closeForm(); done(said); }), button(WORDS.cancel, closeForm)));
  inside.append(out);
  area.focus();
  return { area, preview };
}

/** The Chair's wording of a place, its words marked against the base while it is typed. */
function writeOwn(place, inside) {
  const before = place.added ? "" : place.tokens.join("");
  const offered = place.options[0] && place.options[0].does !== "deleted" ? place.options[0].words.filter(([kind]) => kind !== "delete").map(([, said]) => said).join("").replace(/^[^\t]{0,8}\t/u, "") : before;
  const { area, preview } = form(inside, `${WORDS.own}, ${place.place}`, state.texts[place.write]?.text ?? (place.added ? offered : before), (said) => {
    act(place, () => write(place, said === before ? "" : said));
  });
  const show = () => preview.replaceChildren(...marked(difference(before, area.value)));
  area.addEventListener("input", show);
  show();
}

function writeNote(place, numbers, inside) {
  form(inside, `${WORDS.note}, ${place.place}`, state.notes[numbers[0]] || "", (said) => act(place, () => {
    decide((next) => { for (const number of numbers) { if (said) { next.notes[number] = said; } else { delete next.notes[number]; } } });
    return "";
  }));
}

/** Choose words of an option by clicking the first and the last of them. */
function choosePart(place, option, inside) {
  closeForm();
  const made = option.changes.length ? option.changes[0][2].join("") : option.words.map(([, said]) => said).join("").replace(/^[^\t]*\t/u, "");
  const tokens = tokensOf(made), chosen = [-1, -1], row = spoken("p", "form");
  const paint = () => row.querySelectorAll(".word").forEach((word, n) => word.setAttribute("aria-pressed", String(chosen[0] >= 0 && n >= chosen[0] && n <= chosen[1])));
  tokens.forEach((token, n) => {
    const word = button(token, () => {
      if (chosen[0] < 0 || chosen[0] !== chosen[1]) { chosen[0] = n; chosen[1] = n; } else { chosen[0] = Math.min(chosen[0], n); chosen[1] = Math.max(chosen[1], n); }
      paint();
    }, false);
    word.className = "word";
    row.append(word);
  });
  row.append(element("br"), element("span", "", WORDS.choose, " "), button(WORDS.done, () => {
    const said = chosen[0] < 0 ? "" : tokens.slice(chosen[0], chosen[1] + 1).join("").trim();
    closeForm();
    if (said) { act(place, () => rule(option, "adopt", said)); }
  }), button(WORDS.cancel, closeForm));
  inside.append(row);
  row.querySelector("button").focus();
}
