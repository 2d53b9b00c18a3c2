import {
  type DescribedTraining,
  described,
  type Distributed,
  type KnownOptimizer,
  type Layer,
  type Optimizer,
  takesBatch,
  type Training,
} from "../config/training.ts";
import type { Values } from "../config/training-source.ts";
import { withArguments } from "../config/written-call.ts";
import { smOf } from "../memory/compute-capability.ts";
import type { CudaDevice } from "../memory/device.ts";
import { deviceOf, DEVICES } from "../memory/devices.ts";
import type { Trace } from "../memory/trace.ts";
import type { BatchAdvice } from "../predict/batch-advice.ts";
import type { Prediction } from "../predict/prediction.ts";
import { limitOf } from "./budget.ts";
import type { Cost } from "./way.ts";

/** A change that may bring a training back under its budget; what it needs then is not looked at here. */
export type Possible = {
  readonly cost: Cost;
  /** Keys of the training, and what is to stand there. */
  readonly values: Values;
  /** With the allocator's expandable segments. */
  readonly expandable: boolean;
};

/** Changes of one kind, mildest first: what comes after the first `wanted` that fit is not asked for. */
export type Ladder = { readonly steps: readonly Possible[]; readonly wanted: number };

/** A training as it is now, of which something is predicted. */
export type Present = {
  readonly training: Training;
  /** As its config has it. */
  readonly values: Values;
  readonly device: CudaDevice;
  readonly prediction: Extract<Prediction, { kind: "predicted" }>;
  readonly batches: BatchAdvice | undefined;
  /** Its allocator has expandable segments, or a recording tells what they would do. */
  readonly knowsExpandable: boolean;
};

/** What may be changed and leaves the results as they are, or nearly; the mildest first. */
export function softWays(present: Present): readonly Ladder[] {
  const model = described(present.training);
  const replayed = present.knowsExpandable ? [] : [EXPANDABLE_SEGMENTS];
  return model === undefined ? replayed : [...replayed, ...softWaysOf(model, present)];
}

const EXPANDABLE_SEGMENTS: Ladder = { steps: [{ cost: "none", values: {}, expandable: true }], wanted: 1 };

function softWaysOf(model: DescribedTraining, present: Present): readonly Ladder[] {
  return [
    optimizerForm(model, present.values),
    smallerEvaluation(model, present),
    microBatches(model, present),
    checkpointing(model),
    lowerPrecision(model, present.device),
    ...(model.distributed === undefined ? [] : [sharding(model, [model.distributed.processes])]),
  ].filter(({ steps }) => steps.length > 0);
}

/** More cards, or a larger one. */
export function hardWays(present: Present): readonly Ladder[] {
  const model = described(present.training);
  return [largerCards(present), ...(model === undefined ? [] : [sharding(model, moreProcesses(model))])].filter(
    ({ steps }) => steps.length > 0,
  );
}

/** What makes another training of it. */
export function otherTrainings(present: Present): readonly Ladder[] {
  const model = described(present.training);
  return [...(model === undefined ? [] : [leanerOptimizer(model)]), smallerBatches(present)].filter(
    ({ steps }) => steps.length > 0,
  );
}

function ladder(steps: readonly Possible[], wanted = 1): Ladder {
  return { steps, wanted };
}

function possible(cost: Cost, values: Values): Possible {
  return { cost, values, expandable: false };
}

/** `fused` makes no list of temporaries; a `for` loop has those of one parameter at a time. */
function optimizerForm({ optimizer }: DescribedTraining, values: Values): Ladder {
  if (!isKnown(optimizer)) return ladder([]);
  const written = (args: Values) => ({ optimizer: withArguments(values["optimizer"], args) });
  if ("fused" in optimizer && optimizer.type !== "Adagrad") {
    const { foreach, fused } = optimizer;
    const alone = foreach === true ? { foreach: false } : {};
    return ladder(fused === true ? [] : [possible("none", written({ ...alone, fused: true }))]);
  }
  return ladder(optimizer.foreach === false ? [] : [possible("time", written({ foreach: false }))]);
}

/** The pass without gradients in smaller batches, where it is what needs the most. */
function smallerEvaluation({ evaluation }: DescribedTraining, { prediction }: Present): Ladder {
  if (evaluation === undefined || prediction.profile.peak.phase !== "evaluation") return ladder([]);
  const sizes = halvesOf(evaluation.batch_size);
  return ladder(sizes.map((batch_size) => possible("time", { evaluation: { batch_size } })));
}

/** Half of it, half of that, down to 1. */
function halvesOf(size: number): readonly number[] {
  const half = Math.floor(size / 2);
  return half < 1 ? [] : [half, ...halvesOf(half)];
}

/** Steps of a ladder of batches that are asked for. */
const MOST_BATCHES = 3;

/**
 * Smaller batches, and more of them before each step of the optimizer: their product stays to the sample. A batch norm takes
 * its statistics of less then.
 */
function microBatches(model: DescribedTraining, { batches, prediction }: Present): Ladder {
  const { batch_size, gradient_accumulation, optimizer_in_backward } = model;
  if (optimizer_in_backward) return ladder([]);
  const samples = batch_size * gradient_accumulation;
  const smaller = divisorsBelow(samples, batch_size);
  // what does not fit without accumulation does not fit with it, for then gradients stay while a batch runs
  const likely = smaller.filter((size) => size <= (batches?.max_batch_size ?? batch_size));
  const steps = likely.length > 0 ? likely.slice(0, MOST_BATCHES) : smaller.slice(-1);
  const cost = normalizesBatches(model, prediction.trace) ? "numerics" : "time";
  return ladder(steps.map((size) => possible(cost, { batch_size: size, gradient_accumulation: samples / size })));
}

/** Descending. */
function divisorsBelow(whole: number, end: number): readonly number[] {
  const sizes: number[] = [];
  for (let size = Math.min(end - 1, MOST_DIVISORS); size >= 1; size -= 1) if (whole % size === 0) sizes.push(size);
  return sizes;
}

/** A batch of more samples is looked at in smaller ones only: each candidate is a division. */
const MOST_DIVISORS = 2 ** 20;

function normalizesBatches({ model }: DescribedTraining, trace: Trace): boolean {
  if (model.kind === "layers") return hasBatchNorm(model.layers);
  return trace.some((event) => event.op === "alloc" && event.operator.includes("batch_norm"));
}

function hasBatchNorm(layers: readonly Layer[]): boolean {
  return layers.some((layer) => {
    if (layer.type === "Sequential") return hasBatchNorm(layer.layers);
    return (layer.type === "other" ? layer.torch_type : layer.type).includes("BatchNorm");
  });
}

/** By the switch of the model itself; only a model has one. */
function checkpointing({ model, activation_checkpointing }: DescribedTraining): Ladder {
  if (model.kind !== "callable" || activation_checkpointing !== false) return ladder([]);
  return ladder([possible("time", { activation_checkpointing: true })]);
}

/** bfloat16 where the card has it: Turing and Volta only have float16. */
function lowerPrecision({ precision }: DescribedTraining, device: CudaDevice): Ladder {
  if (precision !== "32-true" && precision !== "tf32") return ladder([]);
  return ladder([possible("numerics", { precision: smOf(device) >= 80 ? "bf16-mixed" : "16-mixed" })]);
}

/** Parameters, gradients and optimizer state over several processes, of which each trains on its part of the samples. */
function sharding(model: DescribedTraining, counts: readonly number[]): Ladder {
  if (model.model.kind !== "callable") return ladder([]);
  const { distributed } = model;
  const now = distributed?.processes ?? 1;
  const steps = counts.flatMap((processes): Possible[] => {
    if (processes === now && distributed?.strategy === "fsdp2") return [];
    const shared = samplesEach(model, processes / now);
    if (shared === undefined) return [];
    const cost = processes === now ? "time" : "hardware";
    return [possible(cost, { ...shared, distributed: sharded(distributed, processes, wrapOf(model)) })];
  });
  return ladder(steps);
}

function moreProcesses({ distributed }: DescribedTraining): readonly number[] {
  return [2, 4, 8].map((times) => times * (distributed?.processes ?? 1));
}

/** The keys by which each of so many times the processes has its part; undefined where no whole number does. */
function samplesEach({ batch_size, gradient_accumulation }: DescribedTraining, times: number): Values | undefined {
  if (times === 1) return {};
  if (batch_size % times === 0) return { batch_size: batch_size / times }; // which saves the most
  if (gradient_accumulation % times !== 0) return undefined;
  return { gradient_accumulation: gradient_accumulation / times };
}

function sharded(distributed: Distributed | undefined, processes: number, wrap: readonly string[]): Values {
  if (distributed?.strategy !== "fsdp2") return { strategy: "fsdp2", processes, wrap };
  const { reshard_after_forward } = distributed;
  const reshard = reshard_after_forward === undefined ? {} : { reshard_after_forward };
  return { strategy: "fsdp2", processes, wrap: distributed.wrap, ...reshard };
}

/** Classes that the config names already as what may be taken one by one. */
function wrapOf({ activation_checkpointing }: DescribedTraining): readonly string[] {
  return typeof activation_checkpointing === "boolean" ? [] : activation_checkpointing;
}

const MOMENTUM = 0.9;

/** SGD with momentum keeps one number a parameter. */
function leanerOptimizer({ optimizer }: DescribedTraining): Ladder {
  if (!isKnown(optimizer) || !LEAVES_MORE.has(optimizer.type)) return ladder([]);
  return ladder([possible("training", { optimizer: { SGD: { lr: optimizer.lr, momentum: MOMENTUM } } })]);
}

/** They keep two numbers a parameter, or may. */
const LEAVES_MORE: ReadonlySet<KnownOptimizer["type"]> = new Set([
  "Adam",
  "AdamW",
  "RMSprop",
  "Adadelta",
  "Adamax",
  "NAdam",
  "RAdam",
]);

/** The largest batch that fits, where nothing makes up for the samples that it lacks. */
function smallerBatches({ training, batches }: Present): Ladder {
  const model = described(training);
  const alone =
    model === undefined ? training.kind === "command" && takesBatch(training.run) : model.optimizer_in_backward;
  const batch_size = batches?.max_batch_size ?? 0;
  if (!alone || batch_size < 1 || batch_size >= (training.batch_size ?? 0)) return ladder([]);
  return ladder([possible("training", { batch_size })]);
}

/** So many of the catalogue are told. */
const CARDS = 2;

/** The smallest that have the room: a budget in bytes is no larger on another card. */
function largerCards({ training, device, prediction }: Present): Ladder {
  if (training.budget.kind === "size") return ladder([]);
  const needed = prediction.profile.device_bytes - device.context_bytes;
  const cards = DEVICES.map(({ id }) => ({ id, card: deviceOf({ kind: "catalogue", id }) }))
    .filter(({ card }) => card.usable_bytes > device.usable_bytes)
    .filter(({ card }) => limitOf(training, card) - card.context_bytes >= needed)
    .toSorted((a, b) => a.card.usable_bytes - b.card.usable_bytes);
  return ladder(
    cards.map(({ id }) => possible("hardware", { device: id })),
    CARDS,
  );
}

function isKnown(optimizer: Optimizer): optimizer is Extract<Optimizer, KnownOptimizer> {
  return optimizer.type !== "other" && optimizer.type !== "callable";
}
