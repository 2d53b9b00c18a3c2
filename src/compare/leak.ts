import type { MeasurementDocument } from "../measure/measurement.ts";
import { type Bytes, bytes } from "../memory/bytes.ts";
import { timesLarger, varyingShapes } from "./batch-shapes.ts";

/** Of numbers in random order, one row of six in 720 rises throughout; of five, one in 120. */
const LEAST_STEPS = 6;

/** Of fewer than eleven steps, every one must end higher than the one before; of more, one in ten may not. */
const ALMOST_ALL = 0.9;

/**
 * Steps that any training worth a card takes. A leak that reaches the budget within them ends it; one that adds less
 * than {@linkcode NEGLIGIBLE} of the peak within them is a list of losses, and not worth a word.
 */
export const HORIZON_STEPS = 1000;
const NEGLIGIBLE = 0.01;

export type Growth = {
  /** The median over the steps: a buffer that grows once is no leak. */
  readonly bytes_per_step: Bytes;
  /** Steps that were looked at. */
  readonly steps: number;
};

/**
 * Memory that is alive when a step is over and grows with almost every step; undefined where it does not, where the steps
 * were too few to tell, and where batches that get larger may be the reason. What comes and goes with the phases, or with
 * Python's garbage collector every few steps, falls again and is no leak.
 */
export function growthOf(document: MeasurementDocument): Growth | undefined {
  const ends = withoutFallAtTheEnd(document.step_peaks.map(({ end_allocated_bytes }) => end_allocated_bytes));
  if (ends.length < LEAST_STEPS) return undefined;
  const growths = ends.slice(1).map((end, index) => end - (ends[index] ?? 0));
  const grown = growths.filter((growth) => growth > 0).length - timesLarger(varyingShapes(document));
  if (grown < ALMOST_ALL * growths.length) return undefined;
  const median = growths.toSorted((a, b) => a - b)[Math.floor(growths.length / 2)] ?? 0;
  if (median * HORIZON_STEPS < NEGLIGIBLE * document.allocated_bytes) return undefined;
  return { bytes_per_step: bytes(median), steps: ends.length };
}

/** With the last step the loop itself may be over, and what it held is gone. */
function withoutFallAtTheEnd(ends: readonly Bytes[]): readonly Bytes[] {
  const [before = 0, last = 0] = ends.slice(-2);
  return last < before ? ends.slice(0, -1) : ends;
}
