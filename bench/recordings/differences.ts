/** The places of an element that is in both lists, or in one. */
export type Difference = { readonly a?: number; readonly b?: number };

/**
 * The fewest elements that are in one of two lists only, with those in both, in order. `same` says whether the element of
 * `a` at one place is that of `b` at another.
 *
 * Source: Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy algorithm of section 4, with the
 * furthest reaching points of each distance kept for the way back.
 */
export function differences(
  lengths: { readonly a: number; readonly b: number },
  same: (a: number, b: number) => boolean,
): readonly Difference[] {
  const reached = search(lengths, same);
  const found: Difference[] = [];
  let { a, b } = lengths;
  for (const [distance, points] of [...reached.entries()].toReversed()) {
    const down = isDown(points, distance, a - b);
    const before = distance === 0 ? 0 : (points.get(a - b + (down ? 1 : -1)) ?? 0);
    const start = distance === 0 || down ? before : before + 1; // where this diagonal's common stretch begins
    while (a > start) found.push({ a: --a, b: --b });
    if (distance > 0) found.push(down ? { b: --b } : { a: --a });
  }
  return found.toReversed();
}

/** For each distance up to the one that is found, the points from which it starts: by diagonal a − b, the largest a. */
function search(
  lengths: { readonly a: number; readonly b: number },
  same: (a: number, b: number) => boolean,
): readonly ReadonlyMap<number, number>[] {
  const reached: ReadonlyMap<number, number>[] = [];
  let points: ReadonlyMap<number, number> = new Map([[1, 0]]);
  for (let distance = 0; ; distance++) {
    reached.push(points);
    const next = new Map<number, number>();
    for (let k = -distance; k <= distance; k += 2) {
      let a = isDown(points, distance, k) ? (points.get(k + 1) ?? 0) : (points.get(k - 1) ?? 0) + 1;
      while (a < lengths.a && a - k < lengths.b && same(a, a - k)) a++;
      next.set(k, a);
      if (a >= lengths.a && a - k >= lengths.b) return reached;
    }
    points = next;
  }
}

/** Whether diagonal `k` is best reached by an element of `b` alone. */
function isDown(points: ReadonlyMap<number, number>, distance: number, k: number): boolean {
  return k === -distance || (k !== distance && (points.get(k - 1) ?? -1) < (points.get(k + 1) ?? -1));
}
