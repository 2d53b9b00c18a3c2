import { type Bytes, bytes, KIB, MIB } from "./bytes.ts";

/** What a CUDA context takes, with the range that it may lie in, and why we say so. */
export type ContextEstimate = {
  readonly bytes: Bytes;
  readonly low: Bytes;
  readonly high: Bytes;
  readonly source: string;
};

/** The default of `cudaLimitStackSize`: the context keeps a stack for every thread that a card can have resident. */
const STACK_BYTES = KIB;

/**
 * The most threads that a multiprocessor holds, by compute capability.
 * Source: CUDA C++ Programming Guide, "Technical Specifications per Compute Capability".
 */
const RESIDENT_THREADS: Readonly<Record<string, number>> = {
  "6.0": 2048,
  "6.1": 2048,
  "7.0": 2048,
  "7.5": 1024,
  "8.0": 2048,
  "8.6": 1536,
  "8.7": 1536,
  "8.9": 1536,
  "9.0": 2048,
  "10.0": 2048,
  "10.3": 2048,
  "12.0": 1536,
  "12.1": 1536,
};
const MOST_RESIDENT_THREADS = 2048;

// What is left of published contexts when the stacks are taken away. Assumed for every card.
/** RTX 6000 Ada, torch 2.10 with CUDA 13.0: 426 MiB less 142 × 1536 × 1 KiB = 213 MiB. */
const BASE_BYTES = 213 * MIB;
/** RTX A2000: 0.13 GiB less 26 × 1536 × 1 KiB = 39 MiB. A bare context, with hardly a kernel loaded. */
const LOW_BASE_BYTES = 94 * MIB;
/** RTX 5090: 0.71 GiB less 170 × 1536 × 1 KiB = 255 MiB. Kernels of several libraries are loaded. */
const HIGH_BASE_BYTES = 472 * MIB;

/**
 * The device memory of a process beside what the caching allocator holds: the driver's context and lazily loaded
 * kernels. It is assumed, not known: it varies with driver and libraries by a factor of five, and grows while kernels
 * load. A live value of the runner wins over it.
 */
export function contextOf(chip: {
  readonly compute_capability: string;
  readonly multiprocessors: number;
}): ContextEstimate {
  const threads = RESIDENT_THREADS[chip.compute_capability] ?? MOST_RESIDENT_THREADS;
  const stacks = chip.multiprocessors * threads * STACK_BYTES;
  return {
    bytes: bytes(stacks + BASE_BYTES),
    low: bytes(stacks + LOW_BASE_BYTES),
    high: bytes(stacks + HIGH_BASE_BYTES),
    source: "assumed: a stack of 1 KiB for every resident thread, and 213 MiB (94 to 472 seen) of driver and kernels",
  };
}
