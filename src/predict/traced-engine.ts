import * as z from "zod/mini";
import type { CudaDevice } from "../memory/device.ts";
import { TracedEvent } from "./traced-event.ts";

const whole = z.int().check(z.nonnegative());

/** What the probe writes, `vram-budget/trace@1`, checked before a byte is believed. */
export const TraceDocument = z.strictObject({
  schema: z.literal("vram-budget/trace@1"),
  torch: z.string(),
  events: z.array(TracedEvent),
  /** What the trace had to guess, each with its line of code. */
  guesses: z.array(z.string()),
  nominal_bytes: z.strictObject({
    parameters: whole,
    buffers: whole,
    gradients: whole,
    optimizer: whole,
    batch: whole,
  }),
  parameters: whole,
  trainable_parameters: whole,
});
export type TraceDocument = z.infer<typeof TraceDocument>;

/** @throws ZodError where `document` is not a trace in its own form */
export function readTrace(document: unknown): TraceDocument {
  return TraceDocument.parse(document);
}

/** What the probe must know of the card to choose kernels as PyTorch would on it. */
export function cardOf({ name, compute_capability, multiprocessors, usable_bytes }: CudaDevice) {
  return { name, compute_capability, multiprocessors, memory_bytes: usable_bytes };
}
