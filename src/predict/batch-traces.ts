import { type AllocConf, parseAllocConf } from "../memory/allocator/conf.ts";
import type { CudaDevice } from "../memory/device.ts";
import type { Tiers } from "../memory/profile.ts";
import { tiersOf } from "../memory/replay.ts";
import { releaseOf, type TorchRelease } from "../memory/torch-release.ts";
import { withKernels } from "./kernels.ts";
import { type BatchEvents, type EventsAt, freesInOrder, sameEvents, symbolicEvents } from "./symbolic.ts";
import type { TraceAt, TraceDocument } from "./traced-engine.ts";
import type { TracedEvent } from "./traced-event.ts";

/** A trace of one batch size, replayed. */
export type BatchTrace = BatchEvents & { readonly release: TorchRelease; readonly tiers: Tiers };

/** A line through the events of two batches. `holds` while every other trace agrees, and there is one. */
export type Line = {
  readonly through: readonly number[];
  readonly release: TorchRelease;
  readonly at: EventsAt;
  holds: boolean;
};

/**
 * What is known of a traced model at each batch size: by traces, and by one line through two of them. A batch of one
 * sample is never on the line: PyTorch treats dimensions of size 1 in its own way.
 */
export class BatchTraces {
  readonly #traceAt: TraceAt;
  readonly #device: CudaDevice;
  readonly #conf: AllocConf;
  readonly #traces = new Map<number, BatchTrace | { readonly failed: string }>();
  readonly #onTheLine = new Map<number, Tiers | undefined>();
  #line: Line | "none" | undefined;

  constructor(traceAt: TraceAt, device: CudaDevice, allocConf = "") {
    this.#traceAt = traceAt;
    this.#device = device;
    this.#conf = parseAllocConf(allocConf);
  }

  /** The one line that is not given up. */
  get line(): Line | undefined {
    return this.#line === "none" ? undefined : this.#line;
  }

  async trace(batch: number): Promise<BatchTrace | { readonly failed: string }> {
    const before = this.#traces.get(batch);
    if (before !== undefined) return before;
    const answer = await this.#traceAt(batch);
    const trace = answer.kind === "failed" ? { failed: answer.detail } : this.#replayed(batch, answer.document);
    this.#traces.set(batch, trace);
    return trace;
  }

  has(batch: number): boolean {
    return this.#traces.has(batch);
  }

  /** What was traced and did not fail, by batch size, ascending. */
  all(): BatchTrace[] {
    return [...this.#traces.values()]
      .flatMap((trace) => ("failed" in trace ? [] : [trace]))
      .toSorted((a, b) => a.batch_size - b.batch_size);
  }

  /** The line through two batches, unless one was drawn before; undefined where there is none. */
  async draw(low: number, high: number): Promise<Line | undefined> {
    this.#line ??= lineThrough(await this.trace(low), await this.trace(high));
    return this.line;
  }

  /**
   * Traces `batch` and holds the line against it and all other traces, to the byte; undefined where it cannot be traced.
   * A line that fails is given up.
   */
  async agrees(line: Line, batch: number): Promise<boolean | undefined> {
    if ("failed" in (await this.trace(batch))) return undefined;
    const others = this.all().filter(({ batch_size }) => batch_size > 1 && !line.through.includes(batch_size));
    line.holds = others.every(({ batch_size, events }) => {
      const told = line.at(batch_size);
      return told !== undefined && sameEvents(told, events);
    });
    if (!line.holds) this.#line = "none";
    return line.holds;
  }

  /** By a trace of its own, else on the line, whether it holds or not. */
  tiers(batch: number): Tiers | undefined {
    const trace = this.#traces.get(batch);
    if (trace !== undefined) return "failed" in trace ? undefined : trace.tiers;
    const { line } = this;
    if (batch < 2 || line === undefined) return undefined;
    if (!this.#onTheLine.has(batch)) {
      const events = line.at(batch);
      this.#onTheLine.set(batch, events === undefined ? undefined : this.#replay(events, line.release));
    }
    return this.#onTheLine.get(batch);
  }

  #replayed(batch_size: number, { events, torch }: TraceDocument): BatchTrace {
    const [ordered, release] = [freesInOrder(events), releaseOf(torch)];
    return { batch_size, events: ordered, release, tiers: this.#replay(ordered, release) };
  }

  #replay(events: readonly TracedEvent[], release: TorchRelease): Tiers {
    return tiersOf(withKernels(events, this.#device, release), this.#device, this.#conf);
  }
}

function lineThrough(low: BatchTrace | { failed: string }, high: BatchTrace | { failed: string }): Line | "none" {
  if ("failed" in low || "failed" in high) return "none";
  const at = symbolicEvents(low, high);
  const through = [low.batch_size, high.batch_size];
  return at === undefined ? "none" : { through, release: low.release, at, holds: false };
}
