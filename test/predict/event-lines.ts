import assert from "node:assert/strict";
import type { TraceStep } from "./torch.ts";

export type Event = {
  readonly op: "alloc" | "free" | "kernel";
  readonly id: number;
  readonly bytes: number;
  readonly phase: string;
  readonly step: number;
  /** Of a card alone. */
  readonly stream?: number;
  readonly operator: string;
  readonly category: string;
};

/**
 * What both must have: not the scalars, which for a card stay on the host, nor the copying of the model, which is
 * `clone()` on the CPU.
 */
export function linesOf(step: TraceStep | undefined): readonly string[] {
  assert.equal(step?.error, undefined);
  const births = new Map<number, Event>();
  const events = step?.events as readonly Event[];
  return events.flatMap((event) => {
    if (event.op === "kernel") return [];
    if (event.op === "alloc") births.set(event.id, event);
    const { id: _, stream: __, ...birth } = births.get(event.id) ?? event;
    if (birth.bytes <= 8 || (event.phase === "setup" && event.step === 0)) return [];
    return [JSON.stringify({ ...birth, op: event.op, phase: event.phase, step: event.step })];
  });
}
