import type { DescribedTraining } from "../config/training.ts";
import type { Device } from "../memory/device.ts";
import type { Trace } from "../memory/trace.ts";
import { buildModel } from "./layers/build.ts";
import { buildLoss } from "./layers/losses.ts";
import { allParameters, type Module } from "./layers/module.ts";
import { notesOn } from "./layers/notes.ts";
import { buildOptimizer } from "./layers/optimizer.ts";
import { type PlainTraining, plainOf } from "./layers/plain.ts";
import { Recorder } from "./layers/recorder.ts";
import type { Run } from "./layers/run.ts";
import { evaluate, moveModel, type Parts, train } from "./layers/step.ts";
import { nominalBytes, summarize } from "./layers/summary.ts";
import type { Parameter } from "./layers/tensor.ts";
import { Unpredictable } from "./layers/unpredictable.ts";
import type { ModelSummary, NominalBytes, UnknownReason } from "./prediction.ts";

/** The trace of a training on a device, or why it cannot be told. */
export type LayersPrediction =
  | {
      readonly kind: "traced";
      readonly trace: Trace;
      readonly model: ModelSummary;
      readonly nominal_bytes: NominalBytes;
      readonly notes: readonly string[];
    }
  | { readonly kind: "unknown"; readonly model: ModelSummary | undefined; readonly reasons: readonly UnknownReason[] };

/**
 * Traces setup, three training steps and the evaluation of `training` from its config alone: the loop of
 * src/probe/vram_probe/step.py, allocation by allocation. `batchSize` is the training's; the evaluation keeps its own.
 */
export function predictLayers(
  training: DescribedTraining,
  device: Device,
  batchSize: number = training.batch_size,
): LayersPrediction {
  const { model, leaves, reasons } = modelOf(training, batchSize);
  const plain = plainOf(training);
  if ("reasons" in plain) return { kind: "unknown", model, reasons: [...reasons, ...plain.reasons] };
  const module = buildModel(plain.model.layers).module;
  const criterion = attempt(() => buildLoss(plain.loss, plain.target.kind));
  const step = attempt(() => buildOptimizer(plain.optimizer, checkedParameters(module, plain), device));
  if (model === undefined || criterion.value === undefined || step.value === undefined) {
    return { kind: "unknown", model, reasons: [...reasons, ...criterion.reasons, ...step.reasons] };
  }

  const parts = { model: module, criterion: criterion.value, optimizer: step.value };
  const traced = attempt(() => trace(parts, plain, device, batchSize));
  if (traced.value === undefined) return { kind: "unknown", model, reasons: traced.reasons };
  return {
    kind: "traced",
    trace: traced.value,
    model,
    nominal_bytes: nominalBytes(module, plain, batchSize, traced.value),
    notes: notesOn(
      leaves.map(({ layer }) => layer),
      device,
    ),
  };
}

/** The layers by themselves, whatever trains them. */
function modelOf({ model, input }: DescribedTraining, batchSize: number) {
  if (model.kind === "callable" || "tensors" in input) return { model: undefined, leaves: [], reasons: [] };
  const { leaves, reasons } = buildModel(model.layers);
  // Shapes after an unknown layer are unknown too: what they would say is not worth hearing.
  if (reasons.length > 0) return { model: undefined, leaves, reasons };
  const summary = attempt(() => summarize(leaves, [batchSize, ...input.shape]));
  return { model: summary.value, leaves, reasons: summary.reasons };
}

function trace(parts: Parts, training: PlainTraining, device: Device, batchSize: number): Trace {
  const run: Run = { recorder: new Recorder(), device, training: true, cublasThreads: new Set(), added: [] };
  moveModel(parts.model, run);
  parts.optimizer.begin(run);
  train(parts, training, batchSize, run);
  if (training.evaluation) evaluate(parts, training, training.evaluation.batch_size, run);
  return run.recorder.trace();
}

/** An optimizer refuses a model without parameters, and a loss that depends on none has no backward. */
function checkedParameters(module: Module, training: PlainTraining): readonly Parameter[] {
  const parameters = allParameters(module);
  if (parameters.length > 0) return parameters;
  const subject = { label: `training ${training.name}`, place: training.place };
  throw new Unpredictable(subject, "has no parameters to train", "add a layer with parameters, as Linear");
}

type Attempt<Value> = { readonly value: Value | undefined; readonly reasons: readonly UnknownReason[] };

function attempt<Value>(body: () => Value): Attempt<Value> {
  try {
    return { value: body(), reasons: [] };
  } catch (thrown) {
    if (!(thrown instanceof Unpredictable)) throw thrown;
    return { value: undefined, reasons: [thrown.reason] };
  }
}
