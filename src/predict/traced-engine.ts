import * as z from "zod/mini";
import type { Training } from "../config/training.ts";
import { bytes } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import { profileOf } from "../memory/replay.ts";
import { releaseOf } from "../memory/torch-release.ts";
import { withKernels } from "./kernels.ts";
import { TRAINING_STEPS } from "./layers/step.ts";
import { activationBytes } from "./layers/summary.ts";
import type { Prediction } from "./prediction.ts";
import { TracedEvent } from "./traced-event.ts";

const whole = z.pipe(z.int().check(z.nonnegative()), z.transform(bytes));

/** What the probe writes, `vram-budget/trace@1`, checked before a byte is believed. */
export const TraceDocument = z.strictObject({
  schema: z.literal("vram-budget/trace@1"),
  torch: z.string().check(z.regex(/^\d+\.\d+/)),
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
  parameters: z.int().check(z.nonnegative()),
  trainable_parameters: z.int().check(z.nonnegative()),
});
export type TraceDocument = z.infer<typeof TraceDocument>;

/** Why there is no trace, in plain words. */
export type TraceAnswer =
  | { readonly kind: "answered"; readonly trace: unknown }
  | { readonly kind: "failed"; readonly detail: string };

/** Has the probe trace `training` for `device`; its answer is not yet checked. */
export type AskTrace = (training: Training, device: CudaDevice) => Promise<TraceAnswer>;

/** Traces the model's own code under fake tensors. */
export async function predictTraced(ask: AskTrace, training: Training, device: CudaDevice): Promise<Prediction> {
  const answer = await ask({ ...training, warmup: 0, steps: TRAINING_STEPS }, device);
  if (answer.kind === "failed") return unknown(training, answer.detail);
  const document = TraceDocument.safeParse(answer.trace);
  if (!document.success) return unknown(training, "the probe's trace is not in its own form");
  const { events, torch, parameters, trainable_parameters, guesses, nominal_bytes } = document.data;
  const trace = withKernels(events, device, releaseOf(torch));
  return {
    kind: "predicted",
    engine: "traced",
    torch,
    device,
    model: { parameters, trainable_parameters, layers: [] },
    nominal_bytes: { ...nominal_bytes, activations: bytes(activationBytes(trace)) },
    trace,
    profile: profileOf(trace, device),
    notes: [NOT_SEEN, ...guesses.map((guess) => `guessed: ${guess}`)],
  };
}

const NOT_SEEN =
  "cuDNN's workspaces are left out: cuDNN chooses them on the card; scratch of attention kernels follows their source, not yet a recording";

function unknown({ model, place }: Training, detail: string): Prediction {
  const reason = {
    place: model.kind === "callable" ? model.place : place,
    what: detail,
    advice: "install what the model imports beside torch, or measure it",
  };
  return { kind: "unknown", model: undefined, reasons: [reason] };
}

/** What the probe must know of the card to choose kernels as PyTorch would on it. */
export function cardOf({ name, compute_capability, multiprocessors, usable_bytes }: CudaDevice) {
  return { name, compute_capability, multiprocessors, memory_bytes: usable_bytes };
}
