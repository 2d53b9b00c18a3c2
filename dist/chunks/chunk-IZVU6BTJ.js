import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/config/nearest.ts
function nearest(written, names) {
  const word = fold(written.slice(written.lastIndexOf(".") + 1));
  if (word.length > 64) return void 0;
  const begun = names.filter((name) => word.length >= 3 && fold(name).startsWith(word));
  if (begun.length === 1) return begun[0];
  let best;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    const folded = fold(name);
    if (Math.abs(folded.length - word.length) >= fewest) continue;
    const slips = editDistance(word, folded);
    if (slips < fewest) [best, fewest] = [name, slips];
  }
  return best;
}
function fold(name) {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, "");
}
function editDistance(a, b) {
  let before = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = at(above, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(before, j - 2) + 1 : Infinity;
      row.push(Math.min(changed, swapped, at(above, j) + 1, at(row, j - 1) + 1));
    }
    [before, above] = [above, row];
  }
  return at(above, b.length);
}
function at(row, index) {
  return row[index] ?? Infinity;
}

export {
  nearest
};
