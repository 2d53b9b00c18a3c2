import * as z from "zod/mini";
import type { CommandTraining, DescribedTraining, Distributed, Place } from "../config/training.ts";
import { parseAllocConf } from "../memory/allocator/conf.ts";
import { bytes } from "../memory/bytes.ts";
import { CUDNN } from "../memory/convolution-workspaces.ts";
import type { CudaDevice } from "../memory/device.ts";
import { profileOf } from "../memory/replay.ts";
import { releaseOf } from "../memory/torch-release.ts";
import type { Trace } from "../memory/trace.ts";
import { intervalsOf } from "./interval.ts";
import { withKernels } from "./kernels.ts";
import { MOST_ACCUMULATED, TRAINING_STEPS } from "./layers/step.ts";
import { activationBytes } from "./layers/summary.ts";
import type { Prediction } from "./prediction.ts";
import { TracedEvent } from "./traced-event.ts";

const whole = z.pipe(z.int().check(z.nonnegative()), z.transform(bytes));

/** What the probe writes, `vram-budget/trace@2`, checked before a byte is believed. */
export const TraceDocument = z.strictObject({
  schema: z.literal("vram-budget/trace@2"),
  torch: z.string().check(z.regex(/^\d+\.\d+/)),
  /** Null where only the command that was traced knows it. */
  batch_size: z.nullable(z.int().check(z.positive())),
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
  | { readonly kind: "failed"; readonly detail: string; readonly advice?: string | undefined };

type TraceFailed = Extract<TraceAnswer, { kind: "failed" }>;

/** Has the probe trace a training at a batch size, null for a command's own; its answer is not yet checked. */
export type AskTrace = (batchSize: number | null) => Promise<TraceAnswer>;

/**
 * The training as it is traced: as many steps as the layers engine predicts, the first without optimizer state, and as many
 * batches a step.
 */
export function asTraced(training: DescribedTraining): DescribedTraining {
  const gradient_accumulation = Math.min(training.gradient_accumulation, MOST_ACCUMULATED);
  return { ...training, warmup: 0, steps: TRAINING_STEPS, gradient_accumulation };
}

/** A checked trace at a batch size. */
export type TraceAt = (
  batchSize: number | null,
) => Promise<{ readonly kind: "traced"; readonly document: TraceDocument } | TraceFailed>;

/** Checks what the probe answers, and asks for no batch twice. */
export function checkedTraces(ask: AskTrace): TraceAt {
  const known = new Map<number | null, ReturnType<TraceAt>>();
  const checked: TraceAt = async (batchSize) => {
    const answer = await ask(batchSize);
    if (answer.kind === "failed") return answer;
    const { data } = TraceDocument.safeParse(answer.trace);
    if (data?.batch_size === batchSize) return { kind: "traced", document: data };
    return { kind: "failed", detail: "the probe's trace is not in its own form" };
  };
  return (batchSize) => {
    const answer = known.get(batchSize) ?? checked(batchSize);
    known.set(batchSize, answer);
    return answer;
  };
}

/** Traces the model's own code under fake tensors. */
export async function predictTraced(
  traceAt: TraceAt,
  training: DescribedTraining,
  device: CudaDevice,
  allocConf = "",
): Promise<Prediction> {
  const answer = await traceAt(training.batch_size);
  if (answer.kind === "failed") {
    const { model, place } = training;
    const advice = "install what the model imports beside torch, or measure it";
    return unknown(model.kind === "callable" ? model.place : place, answer, advice);
  }
  const notes = [
    ...(training.distributed === undefined ? [] : [ofTheFirst(training.distributed)]),
    ...(device.communicator === undefined ? [] : [COMMUNICATOR]),
    ...(training.compile ? [EAGER] : []),
  ];
  return replayed(answer.document, device, allocConf, { processes: training.distributed?.processes ?? 1, notes });
}

/** Traces a command: its own code from its first line on, under fake tensors. */
export async function predictCommand(
  traceAt: TraceAt,
  { place, batch_size }: CommandTraining,
  device: CudaDevice,
  allocConf = "",
): Promise<Prediction> {
  const answer = await traceAt(batch_size ?? null);
  if (answer.kind === "failed") return unknown(place, answer, "measure it, or describe its model beside it");
  return replayed(answer.document, device, allocConf, { processes: 1, notes: [COMMAND] });
}

const COMMAND = `the command itself was run under fake tensors, up to its optimizer step ${TRAINING_STEPS}: what comes after, as an evaluation, is not in it`;

/** What is known before the trace is looked at; these notes come first. */
type Known = Pick<Predicted, "processes" | "notes">;
type Predicted = Extract<Prediction, { kind: "predicted" }>;

function replayed(
  document: TraceDocument,
  device: CudaDevice,
  allocConf: string,
  { processes, notes }: Known,
): Predicted {
  const { events, torch, parameters, trainable_parameters, guesses, nominal_bytes } = document;
  const trace = withKernels(events, device, releaseOf(torch));
  const conf = parseAllocConf(allocConf);
  const profile = profileOf(trace, device, conf);
  return {
    kind: "predicted",
    engine: "traced",
    torch,
    device,
    processes,
    model: { parameters, trainable_parameters, layers: [] },
    nominal_bytes: { ...nominal_bytes, activations: bytes(activationBytes(trace)) },
    trace,
    profile,
    intervals: intervalsOf(trace, profile, device, { conf, guesses: guesses.length }),
    alloc_conf: allocConf,
    guesses: guesses.length,
    notes: [...notes, ...notesOn(trace), ...guesses.map((guess) => `guessed: ${guess}`)],
  };
}

const COMMUNICATOR = "a communicator of NCCL is assumed beside the CUDA context";
const EAGER =
  "torch.compile is predicted as eager: fused operators may need less, CUDA graphs (mode: reduce-overhead) more";

/** What does not divide by their number leaves the first with the largest part; zero1 deals parameters out by size. */
function ofTheFirst({ processes, strategy }: Distributed): string {
  const others = strategy === "zero1" ? "the others have the state of other parameters" : "no other needs more";
  return `predicted for the first of ${processes} processes, with a card each; ${others}`;
}

/** What no recording of a card has shown yet, where this trace has it. */
const UNSEEN: readonly (readonly [operator: RegExp, note: string])[] = [
  [new RegExp(`^${CUDNN}$`), "cuDNN's workspaces are assumed: it chooses them on the card"],
  [/_flash_attention/, "what flash attention takes follows its source, not yet a recording"],
  [/_cudnn_attention/, "what cuDNN's attention takes for its plan is not known"],
];

function notesOn(trace: Trace): string[] {
  const operators = new Set(trace.flatMap((event) => (event.op === "alloc" ? [event.operator] : [])));
  return UNSEEN.filter(([operator]) => [...operators].some((each) => operator.test(each))).map(([, note]) => note);
}

function unknown(place: Place, { detail, advice }: TraceFailed, otherwise: string): Prediction {
  return { kind: "unknown", model: undefined, reasons: [{ place, what: detail, advice: advice ?? otherwise }] };
}

/** What the probe must know of the card to choose kernels as PyTorch would on it. */
export function cardOf({ name, compute_capability, multiprocessors, usable_bytes }: CudaDevice) {
  return { name, compute_capability, multiprocessors, memory_bytes: usable_bytes };
}
