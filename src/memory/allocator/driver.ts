import { MIB } from "../bytes.ts";
import { roundUp } from "./rounding.ts";

/** What the allocator asks of the CUDA driver. Addresses only order blocks of equal size; recordings feed theirs. */
export type Driver = {
  /** `totalGlobalMem`: sizes the address range of an expandable segment. */
  readonly total: number;
  /** Takes physical memory; false where there is not enough. */
  take(size: number): boolean;
  give(size: number): void;
  /** Where cudaMalloc puts a segment. */
  segmentAddress(size: number, stream: number, small: boolean): number;
  /** Where an address range for an expandable segment is reserved. */
  rangeAddress(size: number, stream: number, small: boolean): number;
  free(): number;
};

const GRANULARITY = 2 * MIB;

/** A card with `capacity` bytes for this process. Addresses ascend. */
export function cardOf(capacity: number, total = capacity): Driver {
  let used = 0;
  let segment = 0x7f00_0000_0000;
  let range = 0x3_0000_0000;
  const physical = (size: number) => roundUp(size, GRANULARITY);
  return {
    total,
    take(size) {
      if (used + physical(size) > capacity) return false;
      used += physical(size);
      return true;
    },
    give(size) {
      used -= physical(size);
    },
    segmentAddress(size) {
      segment += physical(size);
      return segment - physical(size);
    },
    rangeAddress(size) {
      range += size;
      return range - size;
    },
    free: () => capacity - used,
  };
}
