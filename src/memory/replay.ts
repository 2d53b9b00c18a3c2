import { Allocator } from "./allocator/allocator.ts";
import type { Block } from "./allocator/blocks.ts";
import { type AllocConf, DEFAULT_ALLOC_CONF } from "./allocator/conf.ts";
import { bytes, sumBytes } from "./bytes.ts";
import type { Device } from "./device.ts";
import type { ByCategory, PhasePeak, Profile, Tiers, TimelinePoint } from "./profile.ts";
import { type Allocation, type Category, type Moment, type Phase, type Trace } from "./trace.ts";

/** More points than a chart has columns; of each run of points the highest is kept, so no peak is lost. */
const MAX_POINTS = 4000;

/**
 * Replays a trace on a device. On CUDA every request goes through the allocator model and counts with its block's size,
 * rounding and slack included; on the CPU tensors count as they are, and the three tiers are one.
 *
 * The card is taken to be boundless: whether the result fits is the budget's question.
 */
export function profileOf(trace: Trace, device: Device, conf: AllocConf = DEFAULT_ALLOC_CONF): Profile {
  const store = device.kind === "cuda" ? cachingStore(conf) : countingStore();
  const run = new Run(store);
  for (const event of trace) {
    if (event.op === "alloc") run.allocate(event);
    else run.free(event.id, event);
  }
  return run.profile(outsideOf(device));
}

/** The peaks of the three tiers alone, for searches that replay a trace many times. */
export function tiersOf(trace: Trace, device: Device, conf: AllocConf = DEFAULT_ALLOC_CONF): Tiers {
  const store = device.kind === "cuda" ? cachingStore(conf) : countingStore();
  const sizes = new Map<number, number>();
  let [held, allocated, reserved] = [0, 0, 0];
  for (const event of trace) {
    if (event.op === "alloc") {
      const size = store.allocate(event);
      sizes.set(event.id, size);
      held += size;
      allocated = Math.max(allocated, held);
    } else {
      store.free(event.id);
      held -= sizes.get(event.id) ?? 0;
    }
    reserved = Math.max(reserved, store.reserved());
  }
  return {
    allocated_bytes: bytes(allocated),
    reserved_bytes: bytes(reserved),
    device_bytes: bytes(reserved + sumBytes(Object.values(outsideOf(device)))),
  };
}

type Outside = Pick<Profile, "context_bytes" | "communicator_bytes">;

/** What the card loses to the process beside what the allocator reserves. */
function outsideOf(device: Device): Outside {
  const none = bytes(0);
  if (device.kind === "cpu") return { context_bytes: none, communicator_bytes: none };
  return { context_bytes: device.context_bytes, communicator_bytes: device.communicator?.bytes ?? none };
}

/** Where storages live: gives the bytes that one takes, and what is held altogether. */
type Store = {
  readonly allocate: (event: Allocation) => number;
  readonly free: (id: number) => void;
  readonly reserved: () => number;
};

function cachingStore(conf: AllocConf): Store {
  const allocator = new Allocator({ conf });
  const blocks = new Map<number, Block>();
  return {
    allocate({ id, bytes: size, stream }) {
      const block = allocator.malloc(size, stream);
      if (block === undefined) return 0;
      blocks.set(id, block);
      return block.size;
    },
    free(id) {
      const block = blocks.get(id);
      if (block !== undefined) allocator.free(block);
      blocks.delete(id);
    },
    reserved: () => allocator.statistics.reserved_bytes.all.current,
  };
}

function countingStore(): Store {
  const sizes = new Map<number, number>();
  let held = 0;
  return {
    allocate({ id, bytes: size }) {
      sizes.set(id, size);
      held += size;
      return size;
    },
    free(id) {
      held -= sizes.get(id) ?? 0;
      sizes.delete(id);
    },
    reserved: () => held,
  };
}

type Counts = Record<Category, number>;

class Run {
  readonly #store: Store;
  readonly #alive = new Map<number, { readonly category: Category; readonly size: number }>();
  readonly #counts: Counts = zeros();
  readonly #phases = new Map<Phase, { allocated: number; reserved: number }>();
  readonly #points: (Moment & { readonly counts: Counts; readonly allocated: number; readonly reserved: number })[] =
    [];
  #moment: Moment | { readonly phase: undefined; readonly step: undefined } = { phase: undefined, step: undefined };
  #allocated = 0;
  #reservedPeak = 0;
  #betweenSteps: number | undefined;
  #peak: { readonly event: Allocation; readonly counts: Counts; readonly allocated: number } | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  allocate(event: Allocation): void {
    this.#enter(event);
    const size = this.#store.allocate(event);
    this.#alive.set(event.id, { category: event.category, size });
    this.#count(event.category, size);
    if (this.#allocated > (this.#peak?.allocated ?? -1)) {
      this.#peak = { event, counts: { ...this.#counts }, allocated: this.#allocated };
    }
    this.#note(event);
  }

  free(id: number, moment: Moment): void {
    const storage = this.#alive.get(id);
    this.#enter(moment);
    if (storage === undefined) throw new RangeError(`Cannot replay the trace: storage ${id} is freed and not alive`);
    this.#alive.delete(id);
    this.#store.free(id);
    this.#count(storage.category, -storage.size);
    this.#note(moment);
  }

  profile(outside: Outside): Profile {
    const { event, counts, allocated } = this.#peak ?? { event: undefined, counts: zeros(), allocated: 0 };
    const { phase = "setup", step = 0, operator = "", module = "" } = event ?? {};
    return {
      allocated_bytes: bytes(allocated),
      overhead_bytes: bytes(this.#reservedPeak - allocated),
      reserved_bytes: bytes(this.#reservedPeak),
      ...outside,
      device_bytes: bytes(this.#reservedPeak + sumBytes(Object.values(outside))),
      between_steps_bytes: bytes(this.#betweenSteps ?? this.#allocated),
      peak: { phase, step, operator, module, categories: byCategory(counts) },
      phases: Object.fromEntries([...this.#phases].map(([name, peak]) => [name, phasePeak(peak)])),
      timeline: thin(this.#points).map((point): TimelinePoint => ({
        phase: point.phase,
        step: point.step,
        categories: byCategory(point.counts),
        reserved_bytes: bytes(point.reserved),
      })),
    };
  }

  /** What is alive when a phase begins counts for it, as in the allocator's statistics after a reset. */
  #enter({ phase, step }: Moment): void {
    if (phase === this.#moment.phase && step === this.#moment.step) return;
    const isNext = phase !== "evaluation" && step > Math.max(this.#moment.step ?? 0, 1);
    if (isNext) this.#betweenSteps = this.#allocated;
    else if (phase === "evaluation") this.#betweenSteps ??= this.#allocated;
    this.#moment = { phase, step };
    this.#note({ phase, step });
  }

  #count(category: Category, size: number): void {
    this.#counts[category] += size;
    this.#allocated += size;
  }

  #note({ phase, step }: Moment): void {
    const reserved = this.#store.reserved();
    const before = this.#phases.get(phase) ?? { allocated: 0, reserved: 0 };
    this.#phases.set(phase, {
      allocated: Math.max(before.allocated, this.#allocated),
      reserved: Math.max(before.reserved, reserved),
    });
    this.#reservedPeak = Math.max(this.#reservedPeak, reserved);
    this.#points.push({ phase, step, counts: { ...this.#counts }, allocated: this.#allocated, reserved });
  }
}

function zeros(): Counts {
  return {
    parameters: 0,
    buffers: 0,
    gradients: 0,
    optimizer: 0,
    batch: 0,
    activations: 0,
    workspace: 0,
    temporary: 0,
  };
}

function byCategory(counts: Counts): ByCategory {
  return {
    parameters: bytes(counts.parameters),
    buffers: bytes(counts.buffers),
    gradients: bytes(counts.gradients),
    optimizer: bytes(counts.optimizer),
    batch: bytes(counts.batch),
    activations: bytes(counts.activations),
    workspace: bytes(counts.workspace),
    temporary: bytes(counts.temporary),
  };
}

function phasePeak({ allocated, reserved }: { allocated: number; reserved: number }): PhasePeak {
  return { allocated_bytes: bytes(allocated), reserved_bytes: bytes(reserved) };
}

function thin<Point extends { readonly allocated: number }>(points: readonly Point[]): readonly Point[] {
  const width = Math.ceil(points.length / MAX_POINTS);
  if (width <= 1) return points;
  const highest: Point[] = [];
  for (let start = 0; start < points.length; start += width) {
    highest.push(points.slice(start, start + width).reduce((a, b) => (b.allocated > a.allocated ? b : a)));
  }
  return highest;
}
