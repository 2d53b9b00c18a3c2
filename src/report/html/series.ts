/**
 * Numbers in an order, null where there is none: each is written as what it is more than the last that was there. Memory
 * stays as it is most of the time, so that most are zeros; those at the end are left out.
 */
export type Deltas = readonly (number | null)[];

export function toDeltas(values: readonly (number | null)[]): Deltas {
  let before = 0;
  const deltas = values.map((value) => {
    if (value === null) return null;
    const delta = value - before;
    before = value;
    return delta;
  });
  return deltas.slice(0, deltas.findLastIndex((delta) => delta !== 0) + 1);
}

/** The `count` numbers that were written. */
export function fromDeltas(deltas: Deltas, count: number): (number | null)[] {
  let value = 0;
  return Array.from({ length: count }, (_, index) => {
    const delta = index < deltas.length ? (deltas[index] ?? null) : 0;
    return delta === null ? null : (value += delta);
  });
}
