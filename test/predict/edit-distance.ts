/**
 * The fewest insertions and deletions that turn `a` into `b`.
 *
 * Source: Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the greedy algorithm of section 4.
 */
export function editDistance(a: readonly string[], b: readonly string[]): number {
  const furthest = new Map<number, number>([[1, 0]]); // diagonal k = x − y: the largest x that is reached
  for (let distance = 0; distance <= a.length + b.length; distance++) {
    for (let k = -distance; k <= distance; k += 2) {
      const [below, above] = [furthest.get(k - 1) ?? -1, furthest.get(k + 1) ?? -1];
      let x = k === -distance || (k !== distance && below < above) ? above : below + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return distance;
    }
  }
  return a.length + b.length;
}
