/** A whole number of bytes at a batch size. */
export type Point = readonly [batch: number, size: number];

/**
 * What the line through two points says at `batch`, beyond the second, rounded up. Memory that falls from the first to
 * the second does not go on falling: it is taken to stay as it is.
 */
export function lineAt([[first, before], [second, after]]: readonly [Point, Point], batch: number): number {
  const slope = Math.max(0, (after - before) / (second - first));
  return Math.ceil(after + slope * (batch - second));
}

/**
 * How far the real number may lie from the line's, as a share of what the line adds to the larger batch.
 *
 * Of 357 models of timm on an A100-40GB (bench/extrapolation), lines through batches 8 and 32 told 64 within 20 % of that
 * growth for 96 %, and 2 % needed more; through 8 and 16, six times as far, for 90 % and 5 %. In these are switches of
 * cuDNN's algorithms, and an allocator that keeps other blocks.
 */
export const GROWTH_SHARE = 0.2;
