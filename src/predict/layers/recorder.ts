import { bytes } from "../../memory/bytes.ts";
import type { Allocation, Category, Free, Moment, Phase, Trace } from "../../memory/trace.ts";

/** What a tensor's bytes live in; views share it. Freed when nothing refers to it, as PyTorch's own is. */
export type Storage = {
  readonly id: number;
  readonly bytes: number;
  readonly born: Moment;
  references: number;
  /** Counts in-place changes; autograd refuses a saved tensor whose version has moved on. */
  version: number;
};

type Draft = { -readonly [Key in keyof Allocation]: Allocation[Key] };

/** Writes down every allocation and free, in order, with the moment and the module in which it happens. */
export class Recorder {
  readonly #events: (Draft | Free)[] = [];
  readonly #drafts: Draft[] = [];
  readonly #alive = new Set<Storage>();
  #moment: Moment = { phase: "setup", step: 0 };
  #module = "";

  get moment(): Moment {
    return this.#moment;
  }

  /** Begins a phase. What a forward pass leaves alive when its backward begins is an activation. */
  enter(phase: Phase, step: number): void {
    if (phase === "backward") this.#labelActivations(step);
    this.#moment = { phase, step };
  }

  /** Runs `body` with allocations attributed to the module called `name`. */
  inModule<Result>(name: string, body: () => Result): Result {
    const outer = this.#module;
    this.#module = name;
    try {
      return body();
    } finally {
      this.#module = outer;
    }
  }

  /** A new storage with one reference, which the caller owns. */
  allocate(operator: string, size: number, category: Category = "temporary"): Storage {
    const storage = { id: this.#drafts.length, bytes: size, born: this.#moment, references: 1, version: 0 };
    const draft: Draft = {
      op: "alloc",
      id: storage.id,
      bytes: bytes(size),
      category,
      operator,
      module: this.#module,
      ...this.#moment,
    };
    this.#drafts.push(draft);
    this.#events.push(draft);
    this.#alive.add(storage);
    return storage;
  }

  /** One more reference. */
  keep(storage: Storage): Storage {
    storage.references += 1;
    return storage;
  }

  /** One reference less; the last one frees. */
  drop(storage: Storage): void {
    storage.references -= 1;
    if (storage.references > 0) return;
    if (storage.references < 0) throw new Error(`Cannot free storage ${storage.id} twice`);
    this.#alive.delete(storage);
    this.#events.push({ op: "free", id: storage.id, ...this.#moment });
  }

  /** Says what `storage` turned out to be for; the label holds from its birth. */
  label(storage: Storage, category: Category): void {
    const draft = this.#drafts[storage.id];
    if (draft !== undefined) draft.category = category;
  }

  trace(): Trace {
    return this.#events;
  }

  #labelActivations(step: number): void {
    for (const { id, born } of this.#alive) {
      const draft = this.#drafts[id];
      // cuBLAS's workspace is born in forward too, and says itself what it is.
      if (draft?.category === "temporary" && born.phase === "forward" && born.step === step) {
        draft.category = "activations";
      }
    }
  }
}

/** A Python variable: binding it evaluates the new value first and then lets go of the old one. */
export class Name {
  readonly #recorder: Recorder;
  #held: Storage | undefined;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  /** Takes over the caller's reference to `storage`. */
  bind(storage: Storage): void {
    const old = this.#held;
    this.#held = storage;
    if (old !== undefined) this.#recorder.drop(old);
  }

  /** `del`, or the end of the function whose variable this is. */
  unbind(): void {
    if (this.#held !== undefined) this.#recorder.drop(this.#held);
    this.#held = undefined;
  }
}
