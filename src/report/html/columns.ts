import type { Phase } from "../../memory/trace.ts";

/** A moment of a timeline, predicted or observed. */
type Point = { readonly phase: Phase };

/** A stretch of one phase, with the points of either side in it. */
export type Segment<Predicted, Observed> = {
  readonly phase: Phase;
  readonly predicted: readonly Predicted[];
  readonly observed: readonly Observed[];
};

/** More stretches than this are drawn together with their neighbours: a step of many micro-batches has hundreds. */
const MOST_SEGMENTS = 120;

/**
 * Lays two timelines of one step side by side, stretch by stretch: the second forward of one belongs to the second
 * forward of the other. A stretch that one side alone has stands where it came.
 */
export function segmentsOf<Predicted extends Point, Observed extends Point>(
  predicted: readonly Predicted[],
  observed: readonly Observed[],
): Segment<Predicted, Observed>[] {
  const [one, other] = [stretches(predicted), stretches(observed)];
  const keys = [...one.keys()];
  let next = 0;
  for (const key of other.keys()) {
    const found = keys.indexOf(key);
    if (found === -1) keys.splice(next, 0, key);
    next = (found === -1 ? next : found) + 1;
  }
  const width = Math.ceil(keys.length / MOST_SEGMENTS);
  return Array.from({ length: Math.ceil(keys.length / Math.max(width, 1)) }, (_, index) => {
    const together = keys.slice(index * width, (index + 1) * width);
    return together.map((key) => ({ predicted: one.get(key) ?? [], observed: other.get(key) ?? [] }));
  }).flatMap((parts) => {
    const [p, o] = [parts.flatMap((each) => each.predicted), parts.flatMap((each) => each.observed)];
    const phase = p[0]?.phase ?? o[0]?.phase;
    return phase === undefined ? [] : [{ phase, predicted: p, observed: o }];
  });
}

/** Runs of points of one phase, by its name and how often it came before. */
function stretches<P extends Point>(points: readonly P[]): Map<string, P[]> {
  const found = new Map<string, P[]>();
  const counts = new Map<Phase, number>();
  let run: P[] = [];
  for (const [index, point] of points.entries()) {
    if (point.phase !== points[index - 1]?.phase) {
      const count = (counts.get(point.phase) ?? 0) + 1;
      counts.set(point.phase, count);
      run = [];
      found.set(`${point.phase} ${count}`, run);
    }
    run.push(point);
  }
  return found;
}

/** How many columns each segment gets, `most` or a few more in all: as many as it has points, or its share. */
export function columnCounts(segments: readonly Segment<unknown, unknown>[], most: number): number[] {
  const points = segments.map(({ predicted, observed }) => Math.max(predicted.length, observed.length));
  const all = points.reduce((sum, count) => sum + count, 0);
  return points.map((count) => Math.max(1, all <= most ? count : Math.round((count / all) * most)));
}

/** One point for each of `count` columns: of those that share one the highest, so that no peak is lost; null of none. */
export function spread<P>(points: readonly P[], count: number, height: (point: P) => number): (P | null)[] {
  return Array.from({ length: count }, (_, column) => {
    const start = Math.floor((column * points.length) / count);
    const end = Math.max(start + 1, Math.floor(((column + 1) * points.length) / count));
    const run = points.slice(start, end);
    return run.reduce<P | null>((best, point) => (best === null || height(point) > height(best) ? point : best), null);
  });
}
