/**
 * The name in `names` that was most likely meant by `written`: the same but for upper and lower case and a prefix
 * like `torch.nn.`, the only one that begins so, or the fewest slips away. Undefined where none is near (more than a
 * third of the letters).
 */
export function nearest(written: string, names: readonly string[]): string | undefined {
  const word = fold(written.slice(written.lastIndexOf(".") + 1));
  if (word.length > 64) return undefined;
  const begun = names.filter((name) => word.length >= 3 && fold(name).startsWith(word));
  if (begun.length === 1) return begun[0];
  let best: string | undefined;
  let fewest = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const name of names) {
    const folded = fold(name);
    if (Math.abs(folded.length - word.length) >= fewest) continue;
    const slips = editDistance(word, folded);
    if (slips < fewest) [best, fewest] = [name, slips];
  }
  return best;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, "");
}

/** Letters added, dropped, changed, or two neighbours swapped (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
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

function at(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
