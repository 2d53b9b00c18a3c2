import { KIB, MIB } from "../bytes.ts";
import type { AllocConf } from "./conf.ts";

/** Constants of c10/cuda/CUDACachingAllocator.cpp, in bytes. */
export const MIN_BLOCK_SIZE = KIB / 2;
/** A request of up to this, rounded, is served by the small pool. */
export const SMALL_SIZE = MIB;
/** What the driver is asked for on behalf of the small pool. */
export const SMALL_BUFFER = 2 * MIB;
/** From here on a segment is the request itself, rounded to {@linkcode ROUND_LARGE}. */
export const MIN_LARGE_ALLOC = 10 * MIB;
export const ROUND_LARGE = 2 * MIB;

/** The size of the block that a request of `size` bytes needs. Source: `round_size`. */
export function roundSize(size: number, conf: AllocConf): number {
  if (size < MIN_BLOCK_SIZE) return MIN_BLOCK_SIZE;
  const divisions = divisionsOf(size, conf);
  if (divisions > 1 && size > MIN_BLOCK_SIZE * divisions) return nextDivision(size, divisions);
  return roundUp(size, MIN_BLOCK_SIZE);
}

/** What the driver is asked for when no free block fits. Source: `get_allocation_size`. */
export function segmentSize(size: number, conf: AllocConf): number {
  if (size <= SMALL_SIZE) return SMALL_BUFFER;
  if (size < MIN_LARGE_ALLOC) return conf.large_segment_size;
  return roundUp(size, ROUND_LARGE);
}

export function roundUp(size: number, multiple: number): number {
  return Math.ceil(size / multiple) * multiple;
}

function divisionsOf(size: number, conf: AllocConf): number {
  const interval = Math.min(Math.max(floorLog2(size) - 20, 0), 15);
  return conf.roundup_power2_divisions[interval] ?? 0;
}

/** Source: `roundup_power2_next_division`. */
function nextDivision(size: number, divisions: number): number {
  const floor = 2 ** floorLog2(size);
  if (size === floor) return size;
  const step = Math.floor(floor / divisions);
  return step === 0 ? 2 * floor : roundUp(size, step);
}

/** Exact for every safe integer, where Math.log2 alone may round up just below a power of two. */
function floorLog2(size: number): number {
  const guess = Math.floor(Math.log2(size));
  return 2 ** guess > size ? guess - 1 : guess;
}
