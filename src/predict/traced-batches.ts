import { type AllocConf, parseAllocConf } from "../memory/allocator/conf.ts";
import { type BatchPoint, LARGEST_BATCH, batchCurve, largestWithin } from "../memory/batches.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import type { Tiers } from "../memory/profile.ts";
import { tiersOf } from "../memory/replay.ts";
import { releaseOf, type TorchRelease } from "../memory/torch-release.ts";
import type { BatchAdvice, BatchRow } from "./batch-advice.ts";
import { withKernels } from "./kernels.ts";
import { type EventsAt, freesInOrder, sameEvents, symbolicEvents } from "./symbolic.ts";
import type { TraceAt, TraceDocument } from "./traced-engine.ts";
import type { TracedEvent } from "./traced-event.ts";

/** Traces that a search may make where one trace does not answer every batch. */
const MOST_TRACES = 6;
/** A trace of more events is not made for a search: a model may run once a sample. */
const MOST_EVENTS = 200_000;
/** This many batches are traced each; of more, three are, and the others follow from them. */
const FEW = 3;

type Traced =
  | { readonly events: readonly TracedEvent[]; readonly release: TorchRelease; readonly tiers: Tiers }
  | { readonly failed: string };

/** A line through the events of two batches. `holds` once a third agrees. */
type Line = {
  readonly through: readonly number[];
  readonly release: TorchRelease;
  readonly at: EventsAt;
  holds: boolean;
};

/**
 * What a traced model needs at any batch size: by one symbolic trace where its sizes are affine in the batch, else by
 * tracing it anew. A batch of one sample is never on the line: PyTorch treats dimensions of size 1 in its own way.
 */
export class TracedBatches {
  readonly #traceAt: TraceAt;
  readonly #device: CudaDevice;
  readonly #conf: AllocConf;
  readonly #traced = new Map<number, Traced>();
  readonly #onTheLine = new Map<number, Tiers | undefined>();
  #line: Line | "none" | undefined;

  constructor(traceAt: TraceAt, device: CudaDevice, allocConf = "") {
    this.#traceAt = traceAt;
    this.#device = device;
    this.#conf = parseAllocConf(allocConf);
  }

  /** One row for each of `batches`, which are ascending. */
  async rows(batches: readonly number[]): Promise<BatchRow[]> {
    const [low, high, ...more] = batches.filter((batch) => batch > 1);
    const last = more.at(-1);
    if (batches.length > FEW && low !== undefined && high !== undefined && last !== undefined) {
      await this.#agrees(await this.#draw(low, high), last);
    }
    const rows: BatchRow[] = [];
    for (const batch_size of batches) {
      const tiers = this.#holding() === undefined ? undefined : this.#known(batch_size);
      const traced = tiers === undefined ? await this.#trace(batch_size) : { tiers };
      rows.push(
        "failed" in traced
          ? { batch_size, kind: "unknown", what: traced.failed }
          : { batch_size, kind: "predicted", ...traced.tiers },
      );
    }
    return rows;
  }

  /** Undefined where not even `batch` can be traced. What is found is traced too, where that can be done. */
  async advice(limit: Bytes, batch: number): Promise<BatchAdvice | undefined> {
    if ("failed" in (await this.#trace(batch))) return undefined;
    if (batch === 1) await this.#trace(2);
    if (this.#open(limit)) {
      const affine = await this.#affineAdvice(limit, batch);
      if (affine !== undefined) return affine;
      await this.#search(limit, batch);
    }
    const [low, high] = this.#bracket(limit);
    return {
      max_batch_size: low,
      idle_below_batch_size: undefined,
      curve: this.#points(),
      evidence: { kind: "traced", traced: this.#batches(), unknown_below: high - low > 1 ? high : undefined },
    };
  }

  async #affineAdvice(limit: Bytes, batch: number): Promise<BatchAdvice | undefined> {
    const second = secondTo(batch);
    const line = await this.#draw(Math.max(batch, 2), second);
    if (line === undefined || !this.#open(limit)) return undefined;
    const curve = () => batchCurve((size) => this.#known(size)?.device_bytes ?? Infinity, limit, batch);
    const found = curve()?.max_batch_size ?? 0;
    if (found < 2) await this.#trace(1);
    for (const third of [found, found + 1, 2 * second + 1]) {
      if (third < 2 || third >= LARGEST_BATCH || line.through.includes(third)) continue;
      const agrees = await this.#agrees(line, third);
      if (agrees === false) return undefined;
      if (agrees === true) break;
    }
    const best = line.holds ? curve() : undefined;
    if (best === undefined) return undefined;
    const points = new Map([...best.curve, ...this.#points()].map((point) => [point.batch_size, point]));
    return {
      ...best,
      curve: [...points.values()].toSorted((a, b) => a.batch_size - b.batch_size),
      evidence: { kind: "affine", traced: this.#batches() },
    };
  }

  /** Traces one batch after another, a bounded number of times. */
  async #search(limit: Bytes, batch: number): Promise<void> {
    const search = largestWithin(limit, batch, secondTo(batch));
    let asked = search.next();
    for (let left = MOST_TRACES; asked.done !== true && this.#open(limit);) {
      if (!this.#traced.has(asked.value)) {
        if (left-- === 0 || this.#eventsAt(asked.value) > MOST_EVENTS) return;
        await this.#trace(asked.value);
      }
      asked = search.next(this.#known(asked.value)?.device_bytes ?? Infinity);
    }
  }

  async #trace(batch: number): Promise<Traced> {
    const before = this.#traced.get(batch);
    if (before !== undefined) return before;
    const answer = await this.#traceAt(batch);
    const traced = answer.kind === "failed" ? { failed: answer.detail } : this.#replayed(answer.document);
    this.#traced.set(batch, traced);
    return traced;
  }

  #replayed({ events, torch }: TraceDocument): Traced {
    const [ordered, release] = [freesInOrder(events), releaseOf(torch)];
    return { events: ordered, release, tiers: this.#replay(ordered, release) };
  }

  #replay(events: readonly TracedEvent[], release: TorchRelease): Tiers {
    return tiersOf(withKernels(events, this.#device, release), this.#device, this.#conf);
  }

  /** The one line that is tried; undefined where there is none. */
  async #draw(low: number, high: number): Promise<Line | undefined> {
    if (this.#line === undefined) {
      this.#line = lineThrough([low, await this.#trace(low)], [high, await this.#trace(high)]);
    }
    return this.#line === "none" ? undefined : this.#line;
  }

  /** Traces `batch` and compares, to the byte; undefined where it cannot be traced. A line that fails is given up. */
  async #agrees(line: Line | undefined, batch: number): Promise<boolean | undefined> {
    if (line === undefined) return false;
    const traced = await this.#trace(batch);
    if ("failed" in traced) return undefined;
    const predicted = line.at(batch);
    line.holds = predicted !== undefined && sameEvents(predicted, traced.events);
    if (!line.holds) this.#line = "none";
    return line.holds;
  }

  #holding(): Line | undefined {
    return this.#line === undefined || this.#line === "none" || !this.#line.holds ? undefined : this.#line;
  }

  /** By a trace of its own, else on the line. */
  #known(batch: number): Tiers | undefined {
    const traced = this.#traced.get(batch);
    if (traced !== undefined) return "failed" in traced ? undefined : traced.tiers;
    if (batch < 2 || this.#line === undefined || this.#line === "none") return undefined;
    if (!this.#onTheLine.has(batch)) {
      const events = this.#line.at(batch);
      this.#onTheLine.set(batch, events === undefined ? undefined : this.#replay(events, this.#line.release));
    }
    return this.#onTheLine.get(batch);
  }

  /** What was traced and did not fail, by batch size, ascending. */
  #all(): { readonly batch_size: number; readonly tiers: Tiers; readonly events: readonly TracedEvent[] }[] {
    return [...this.#traced]
      .flatMap(([batch_size, traced]) => ("failed" in traced ? [] : [{ batch_size, ...traced }]))
      .toSorted((a, b) => a.batch_size - b.batch_size);
  }

  #points(): BatchPoint[] {
    return this.#all().map(({ batch_size, tiers }) => ({ batch_size, device_bytes: tiers.device_bytes }));
  }

  #batches(): number[] {
    return this.#all().map(({ batch_size }) => batch_size);
  }

  /** The largest traced batch that fits, 0 where none does, and the smallest that does not. */
  #bracket(limit: Bytes): readonly [low: number, high: number] {
    const points = this.#points();
    const fits = points.findLast(({ device_bytes }) => device_bytes <= limit);
    const over = points.find(({ device_bytes }) => device_bytes > limit);
    return [fits?.batch_size ?? 0, over?.batch_size ?? LARGEST_BATCH + 1];
  }

  #open(limit: Bytes): boolean {
    const [low, high] = this.#bracket(limit);
    return high - low > 1;
  }

  /** How many events a trace would have, by those of the two largest batches. */
  #eventsAt(batch: number): number {
    const [other, one = other] = this.#all().slice(-2);
    if (one === undefined || other === undefined) return 0;
    const slope = one === other ? 0 : (one.events.length - other.events.length) / (one.batch_size - other.batch_size);
    return one.events.length + slope * (batch - one.batch_size);
  }
}

/** An odd number, for kernels may choose by what divides the batch. */
function secondTo(batch: number): number {
  return batch === 1 ? 3 : 2 * batch + 1;
}

function lineThrough(...[[low, one], [high, other]]: readonly [[number, Traced], [number, Traced]]): Line | "none" {
  if ("failed" in one || "failed" in other) return "none";
  const at = symbolicEvents({ batch_size: low, events: one.events }, { batch_size: high, events: other.events });
  return at === undefined ? "none" : { through: [low, high], release: one.release, at, holds: false };
}
