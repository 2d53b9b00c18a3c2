import { MIN_BLOCK_SIZE, roundUp } from "../memory/allocator/rounding.ts";
import { type Bytes, bytes } from "../memory/bytes.ts";
import type { Device } from "../memory/device.ts";
import type { Category, Moment, Phase, Trace } from "../memory/trace.ts";

/** What can be found in a running training by asking the model, the optimizer and the batch for their tensors. */
export const ENUMERATED = ["parameters", "buffers", "gradients", "optimizer", "batch"] as const;
export type Enumerated = (typeof ENUMERATED)[number];

export type EnumeratedBytes = Readonly<Record<Enumerated, Bytes>>;
export type EnumeratedAtPeaks = Readonly<Partial<Record<Phase, EnumeratedBytes>>>;

/**
 * What enumeration would find in the predicted training at the peak of each phase. It sees a tensor as the multiple of 512
 * bytes that the allocator rounds to, and not the slack behind a large block, which stays with what is not reached.
 */
export function enumeratedAtPeaks(trace: Trace, device: Device): EnumeratedAtPeaks {
  const walk = new Walk((size) => (device.kind === "cuda" ? roundUp(size, MIN_BLOCK_SIZE) : size));
  for (const event of trace) {
    walk.enter(event);
    if (event.op === "alloc") walk.born(event.id, event.category, event.bytes);
    else walk.died(event.id);
    walk.note(event);
  }
  return Object.fromEntries([...walk.peaks].map(([phase, { alive }]) => [phase, alive]));
}

class Walk {
  readonly peaks = new Map<Phase, { readonly total: number; readonly alive: EnumeratedBytes }>();
  readonly #sizeOf: (size: number) => number;
  readonly #storages = new Map<number, { readonly category: Category; readonly size: number }>();
  readonly #alive = new Map<Category, number>();
  #total = 0;
  #moment: Moment | undefined;

  constructor(sizeOf: (size: number) => number) {
    this.#sizeOf = sizeOf;
  }

  /** What is alive when a phase begins counts for it, as in a profile. */
  enter(moment: Moment): void {
    if (moment.phase !== this.#moment?.phase || moment.step !== this.#moment.step) this.note(moment);
    this.#moment = moment;
  }

  born(id: number, category: Category, requested: number): void {
    const size = this.#sizeOf(requested);
    this.#storages.set(id, { category, size });
    this.#count(category, size);
  }

  died(id: number): void {
    const { category, size } = this.#storages.get(id) ?? { category: "temporary", size: 0 };
    this.#storages.delete(id);
    this.#count(category, -size);
  }

  note({ phase }: Moment): void {
    if (this.#total <= (this.peaks.get(phase)?.total ?? -1)) return;
    const of = (category: Enumerated) => bytes(this.#alive.get(category) ?? 0);
    const alive = {
      parameters: of("parameters"),
      buffers: of("buffers"),
      gradients: of("gradients"),
      optimizer: of("optimizer"),
      batch: of("batch"),
    };
    this.peaks.set(phase, { total: this.#total, alive });
  }

  #count(category: Category, size: number): void {
    this.#alive.set(category, (this.#alive.get(category) ?? 0) + size);
    this.#total += size;
  }
}
