import { type Bytes, bytes, KIB, MIB } from "./bytes.ts";

/** What is outside of the allocator, with the range that it may lie in, and why we say so. */
export type Estimate = {
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

/** What the driver keeps a card, and what it keeps a byte of stack. Fitted on the two contexts that were read bare: */
const BASE_BYTES = 31 * MIB; // T4, torch 2.14 with CUDA 13.0: 104.9 MiB with 40 MiB of stacks
const BYTES_PER_STACK_BYTE = 1.86; // RTX 6000 Ada, torch 2.10 with CUDA 13.0: 426 MiB with 213 MiB of stacks

/** Kernels that the training loads when it first runs them: T4, 36 MiB after a step of LoRA in half precision. */
const KERNELS_BYTES = 36 * MIB;
/** RTX 5090: 0.71 GiB less 31 MiB and 1.86 x 255 MiB = 222 MiB. Kernels of several libraries are loaded. */
const MOST_KERNELS_BYTES = 222 * MIB;

/**
 * The device memory of a process beside what the caching allocator holds: the driver's context and lazily loaded
 * kernels, as CUDA loads them since 11.7. It is assumed, not known: before, every kernel was loaded at once, which took
 * a GiB more (V100 with CUDA 11.2: 1,343 MiB). A live value of the runner wins over it.
 */
export function contextOf(chip: { readonly compute_capability: string; readonly multiprocessors: number }): Estimate {
  const threads = RESIDENT_THREADS[chip.compute_capability] ?? MOST_RESIDENT_THREADS;
  const stacks = chip.multiprocessors * threads * STACK_BYTES;
  const bare = BASE_BYTES + Math.round((BYTES_PER_STACK_BYTE * stacks) / MIB) * MIB;
  return {
    bytes: bytes(bare + KERNELS_BYTES),
    low: bytes(bare),
    high: bytes(bare + MOST_KERNELS_BYTES),
    source: "assumed: 31 MiB, 1.86 KiB for every resident thread, and 36 MiB (0 to 222 seen) of kernels",
  };
}
