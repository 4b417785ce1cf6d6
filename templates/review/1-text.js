/* Words: how two texts differ, how changes are put into a text, and how lists are counted. */

/** The words, blanks and signs of a text, which joined give the text again. */
function tokensOf(text) {
  return text.match(/[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) || [];
}

/** What became of the words of a text in another: pairs of equal, insert or delete, and words. Long texts differ as a whole. */
function difference(old, made) {
  const a = tokensOf(old), b = tokensOf(made);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) { start += 1; }
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) { end += 1; }
  const x = a.slice(start, a.length - end), y = b.slice(start, b.length - end), out = [];
  const put = (kind, words) => {
    if (words === "") { return; }
    const last = out[out.length - 1];
    if (last && last[0] === kind) { last[1] += words; } else { out.push([kind, words]); }
  };
  put("equal", a.slice(0, start).join(""));
  if (x.length * y.length > 250000) {
    put("delete", x.join(""));
    put("insert", y.join(""));
  } else {
    const best = Array.from({ length: x.length + 1 }, () => new Uint16Array(y.length + 1));
    for (let i = x.length - 1; i >= 0; i -= 1) {
      for (let j = y.length - 1; j >= 0; j -= 1) {
        best[i][j] = x[i] === y[j] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
      }
    }
    let i = 0, j = 0;
    while (i < x.length || j < y.length) {
      if (i < x.length && j < y.length && x[i] === y[j]) { put("equal", x[i]); i += 1; j += 1; }
      else if (i < x.length && (j === y.length || best[i + 1][j] >= best[i][j + 1])) { put("delete", x[i]); i += 1; }
      else { put("insert", y[j]); j += 1; }
    }
  }
  put("equal", a.slice(a.length - end).join(""));
  return out;
}

/** The words of a place with changes, each a range of its tokens and the new ones. */
function composed(tokens, changes) {
  const sorted = [...changes].sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const out = [];
  let at = 0;
  for (const [start, end, made] of sorted) {
    out.push(...tokens.slice(at, start), ...made);
    at = Math.max(at, end);
  }
  return [...out, ...tokens.slice(at)].join("");
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const ROMAN = [["x", 10], ["ix", 9], ["v", 5], ["iv", 4], ["i", 1]];

/** The nth label of the form of a list's first one; null where the form is not one that is counted. */
function counted(first, n) {
  const bare = first.replace(/(bis|ter|quater|ante)/u, "");
  const close = bare.endsWith(")") ? ")" : "";
  if (/^\d+\)?$/u.test(bare)) { return `${n}${close}`; }
  if (/^i\)$/u.test(bare)) {
    let left = n, out = "";
    for (const [sign, worth] of ROMAN) { while (left >= worth) { out += sign; left -= worth; } }
    return `${out})`;
  }
  if (/^[a-z]{1,2}\)$/u.test(bare)) { return n <= 26 ? `${LETTERS[n - 1]})` : `${LETTERS[n - 27]}${LETTERS[n - 27]})`; }
  return null;
}
