import type { MeasurementDocument } from "../measure/measurement.ts";
import { sumBytes } from "../memory/bytes.ts";
import { type Phase, PHASES } from "../memory/trace.ts";
import type { Prediction } from "../predict/prediction.ts";
import { ENUMERATED, type Enumerated, type EnumeratedAtPeaks } from "./enumerated.ts";

type Predicted = Extract<Prediction, { kind: "predicted" }>;

/** Reasons for which observed is not predicted, in the order of every table. */
export const DIFFERENCE_PARTS = [
  ...ENUMERATED,
  "data parallel",
  "held between steps",
  "code that the prediction did not see",
  "peak in another phase",
  "library workspace",
  "allocator overhead",
  "CUDA context",
  "other processes",
] as const;
export type DifferencePart = (typeof DIFFERENCE_PARTS)[number];

/** Observed − predicted of the device, on the CPU of the tensors: the parts and what is unexplained add up to the total. */
export type Difference = {
  readonly total_bytes: number;
  /** Without those that are zero. */
  readonly parts: readonly { readonly name: DifferencePart; readonly delta_bytes: number }[];
  readonly unexplained_bytes: number;
};

/**
 * Names the difference by what was measured; `expected` is what enumeration would find in the predicted training; docs/comparison.md says how each part is told from the others. A prediction
 * of one process has nothing of what several hold to train together.
 *
 *     device − device = tensors − tensors + overhead − overhead + context − context
 *     tensors − tensors = code that was not seen + (this phase's peak − this phase's peak) + peak in another phase
 *     phase − phase = parameters + buffers + gradients + optimizer + batch + what enumeration does not reach
 */
export function differenceOf(
  predicted: Predicted,
  document: MeasurementDocument,
  expected: EnumeratedAtPeaks,
  isOfOneProcess: boolean,
): Difference {
  const tensors = tensorParts(predicted, document, expected, isOfOneProcess ? dataParallelBytes(document) : 0);
  const around = aroundTensors(predicted, document);
  const deltas: Readonly<Record<DifferencePart, number>> = { ...tensors.parts, ...around };
  return {
    total_bytes: document.device_bytes - predicted.profile.device_bytes,
    parts: DIFFERENCE_PARTS.map((name) => ({ name, delta_bytes: deltas[name] })).filter(
      ({ delta_bytes }) => delta_bytes !== 0,
    ),
    unexplained_bytes: tensors.unexplained,
  };
}

export type Reason = { readonly name: DifferencePart | "unexplained"; readonly delta_bytes: number };

/** What makes most of the difference: the largest part of its sign. */
export function mainReason({ parts, unexplained_bytes, total_bytes }: Difference): Reason | undefined {
  const reasons: Reason[] = [...parts, { name: "unexplained", delta_bytes: unexplained_bytes }];
  const along = reasons.filter(({ delta_bytes }) => delta_bytes * total_bytes > 0);
  return along.toSorted((a, b) => Math.abs(b.delta_bytes) - Math.abs(a.delta_bytes))[0];
}

type AroundTensors = "allocator overhead" | "CUDA context" | "other processes";

/**
 * What is beyond every context, and every communicator of NCCL, that was ever seen is neither's where others came onto the
 * card meanwhile. The driver tells none of them apart: a communicator of another size is a difference of the context.
 */
function aroundTensors({ profile, device }: Predicted, document: MeasurementDocument): Record<AroundTensors, number> {
  const { reserved_bytes, allocated_bytes, context_bytes, co_tenants } = document;
  const others = sumBytes(co_tenants.map(({ used_bytes }) => used_bytes));
  const highest = device.kind === "cuda" ? device.context_high_bytes + (device.communicator?.high ?? 0) : 0;
  const ofOthers = Math.min(others, Math.max(context_bytes - highest, 0));
  return {
    "allocator overhead": reserved_bytes - allocated_bytes - profile.overhead_bytes,
    "CUDA context": context_bytes - ofOthers - profile.context_bytes - profile.communicator_bytes,
    "other processes": ofOthers,
  };
}

type TensorParts = {
  readonly parts: Readonly<Record<Exclude<DifferencePart, AroundTensors>, number>>;
  readonly unexplained: number;
};

function tensorParts(
  predicted: Predicted,
  document: MeasurementDocument,
  expected: EnumeratedAtPeaks,
  dataParallel: number,
): TensorParts {
  const { profile } = predicted;
  const { phase, observed_bytes, predicted_bytes } = sharedPhase(predicted, document);
  const found = enumeratedDeltas(predicted, document, expected, phase);
  const unreached = observed_bytes - predicted_bytes - sum(ENUMERATED.map((name) => found[name]));
  const held = upTo(unreached, heldDelta(predicted, document, found));
  const parallel = upTo(held, dataParallel);
  const workspace = withinDoubt(unreached - held, predicted);
  const { seen, unseen } = withoutUnseenModules(predicted, document, found);
  return {
    parts: {
      ...seen,
      "data parallel": parallel,
      "held between steps": held - parallel,
      "code that the prediction did not see": unseen + document.allocated_bytes - observed_bytes,
      "peak in another phase": predicted_bytes - profile.allocated_bytes,
      "library workspace": workspace,
    },
    unexplained: unreached - held - workspace,
  };
}

type PhasePeaks = { readonly phase: Phase; readonly observed_bytes: number; readonly predicted_bytes: number };

/**
 * Like is compared with like: the phase of the observed peak with the same phase of the prediction. Where the prediction
 * has no such phase, as an evaluation that the config does not name, the highest of those that both have.
 */
function sharedPhase({ profile }: Predicted, { peak, phases, allocated_bytes }: MeasurementDocument): PhasePeaks {
  const own = profile.phases[peak.phase];
  if (own !== undefined)
    return { phase: peak.phase, observed_bytes: allocated_bytes, predicted_bytes: own.allocated_bytes };
  const shared = PHASES.flatMap((phase): PhasePeaks[] => {
    const [observed, expected] = [phases[phase], profile.phases[phase]];
    if (observed === undefined || expected === undefined) return [];
    return [{ phase, observed_bytes: observed.allocated_bytes, predicted_bytes: expected.allocated_bytes }];
  });
  const [highest] = shared.toSorted((a, b) => b.observed_bytes - a.observed_bytes);
  return highest ?? { phase: profile.peak.phase, observed_bytes: 0, predicted_bytes: profile.allocated_bytes };
}

type Found = Readonly<Record<Enumerated, number>>;

/**
 * At the peak of the phase. Gradients and the batch of another phase's peak say nothing of this one. On the CPU whatever a
 * program makes between two steps is counted with the batch, which is only so much larger as the models' inputs are.
 */
function enumeratedDeltas(
  predicted: Predicted,
  document: MeasurementDocument,
  expected: EnumeratedAtPeaks,
  phase: Phase,
): Found {
  const { device } = predicted;
  const { peak } = document;
  const delta = (name: Enumerated) => peak.categories[name] - (expected[phase]?.[name] ?? 0);
  const same = peak.phase === phase;
  const batch = device.kind === "cpu" ? upTo(delta("batch"), batchDelta(predicted, document)) : delta("batch");
  return {
    parameters: delta("parameters"),
    buffers: delta("buffers"),
    gradients: same ? delta("gradients") : 0,
    optimizer: delta("optimizer"),
    batch: same ? batch : 0,
  };
}

/** Where there are more parameters than predicted, what they and theirs take more is of modules that were not seen. */
function withoutUnseenModules({ model }: Predicted, { parameters }: MeasurementDocument, found: Found) {
  if (parameters <= model.parameters) return { seen: found, unseen: 0 };
  const own = ["parameters", "buffers", "gradients", "optimizer"] as const;
  const more = Object.fromEntries(own.map((name) => [name, Math.max(found[name], 0)]));
  const seen = { ...found, ...Object.fromEntries(own.map((name) => [name, found[name] - (more[name] ?? 0)])) };
  return { seen, unseen: sum(Object.values(more)) };
}

/**
 * What lives from one step to the next more than predicted, and is in no category: caches, metrics, outputs that the loop
 * keeps; also a library's workspace of another size. The step before that of the peak tells it.
 */
function heldDelta(predicted: Predicted, document: MeasurementDocument, found: Found): number {
  const { profile, nominal_bytes } = predicted;
  const { step_peaks, peak, nominal_bytes: observed } = document;
  const before = step_peaks.findLast(({ step }) => step < peak.step) ?? step_peaks[0];
  if (before === undefined) return 0;
  const lasting = found.parameters + found.buffers + found.optimizer;
  const gradients = observed.gradients - nominal_bytes.gradients;
  const batch = batchDelta(predicted, document);
  return before.end_allocated_bytes - profile.between_steps_bytes - lasting - gradients - batch;
}

/** DDP's buckets of gradients, and the whole parameters that FSDP2 has gathered when a step is over. */
function dataParallelBytes({ distributed }: MeasurementDocument): number {
  return distributed === null ? 0 : distributed.gradient_bucket_bytes + distributed.unsharded_bytes;
}

function batchDelta({ nominal_bytes }: Predicted, document: MeasurementDocument): number {
  return document.nominal_bytes.batch - nominal_bytes.batch;
}

/** cuDNN's workspaces are predicted by a rule: as much of `delta` as its interval leaves open. */
function withinDoubt(delta: number, { intervals }: Predicted): number {
  const doubt = intervals.allocated.doubts.find((each) => each.part === "cuDNN workspaces");
  const [below, above] = [doubt?.below_bytes ?? 0, doubt?.above_bytes ?? 0];
  return upTo(delta, delta < 0 ? 0 - below : above);
}

/** Of `whole`, as much as `explained` may explain: nothing of another sign, and no more than there is. */
function upTo(whole: number, explained: number): number {
  return whole < 0 ? Math.max(whole, Math.min(explained, 0)) : Math.min(whole, Math.max(explained, 0));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
