import type { CudaDevice } from "../memory/device.ts";
import { BatchTraces } from "../predict/batch-traces.ts";
import { type AskTrace, checkedTraces, type TraceAt } from "../predict/traced-engine.ts";

/** Traces one training for one card. Runs its code, until the end. */
export type TraceSession = { readonly at: AskTrace; readonly end: () => Promise<void> };

/** A card as it is for one process of the training, and the traces for it. */
export type TracedCard = { readonly device: CudaDevice; readonly traceAt: TraceAt; readonly batches: BatchTraces };

type Ways = {
  readonly start: (device: CudaDevice) => TraceSession;
  readonly allocConf: string;
  /** The card as one process of several has it. */
  readonly forOne?: (device: CudaDevice) => CudaDevice;
  /** Has a last word on each trace. */
  readonly believed?: (traceAt: TraceAt) => TraceAt;
};

/** The budget's card and the one that was measured are often the same: it is traced for once. */
export class TracedCards {
  readonly #ways: Ways;
  readonly #sessions: TraceSession[] = [];
  readonly #cards = new Map<string, TracedCard>();

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  on(card: CudaDevice): TracedCard {
    const key = JSON.stringify(card);
    const before = this.#cards.get(key);
    if (before !== undefined) return before;
    const { start, allocConf, forOne, believed } = this.#ways;
    const session = start(card);
    this.#sessions.push(session);
    const device = forOne?.(card) ?? card;
    const checked = checkedTraces(session.at);
    const traceAt = believed?.(checked) ?? checked;
    const traced = { device, traceAt, batches: new BatchTraces(traceAt, device, allocConf) };
    this.#cards.set(key, traced);
    return traced;
  }

  async end(): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.end()));
  }
}
