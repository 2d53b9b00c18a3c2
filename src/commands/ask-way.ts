import { isTight, limitOf } from "../compare/budget.ts";
import type { Possible } from "../compare/possible-ways.ts";
import { EXPANDABLE_CHANGE, type UnknownWay, type Way, type WayChange } from "../compare/way.ts";
import { flowText } from "../config/changed-keys.ts";
import { described, takesBatch, type Training } from "../config/training.ts";
import type { TrainingSource, Values } from "../config/training-source.ts";
import { type Bytes, bytes } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import { batchAdvice } from "../predict/predict.ts";
import type { Prediction } from "../predict/prediction.ts";
import { underAllocConf, withExpandable } from "../predict/under-alloc-conf.ts";
import type { PredictionMemo } from "./prediction-memo.ts";

/** A training that wants a way back, and how one with other keys is predicted. */
export type Wanting = {
  readonly training: Training;
  readonly source: TrainingSource;
  readonly needed_bytes: Bytes;
  readonly limit_bytes: Bytes;
  /** What was measured beyond what is predicted of it as it is: taken to stay, whatever is changed. */
  readonly beyond_bytes: Bytes;
  /** As PYTORCH_CUDA_ALLOC_CONF. */
  readonly allocConf: string;
  readonly memo: PredictionMemo;
};

export type Asked =
  | { readonly kind: "way"; readonly way: Way }
  | { readonly kind: "unknown"; readonly unknown: UnknownWay }
  /** The config does not take it. */
  | { readonly kind: "none" };

/** What the training needs with a change, by a prediction as if the config had it. */
export async function askWay(possible: Possible, wanting: Wanting): Promise<Asked> {
  const { source, memo, allocConf } = wanting;
  const values = withPairBelow(possible.values, wanting.training);
  const parsed = source.parse({ ...source.values, ...values });
  const conf = possible.expandable ? withExpandable(allocConf) : allocConf;
  if (parsed.kind === "problems" || conf === undefined) return { kind: "none" };
  const changes = changesOf({ ...possible, values }, wanting.training);
  const prediction = await memo.prediction(parsed.training);
  if (prediction?.kind !== "predicted" || prediction.device.kind === "cpu") {
    const [last] = prediction?.kind === "unknown" ? prediction.reasons.slice(-1) : [];
    return { kind: "unknown", unknown: { changes, why: last?.what ?? "there is no card to predict it for" } };
  }
  const replayed = conf === allocConf ? prediction : underAllocConf(prediction, conf);
  return { kind: "way", way: wayOf({ possible, changes }, parsed.training, replayed, prediction.device, wanting) };
}

function wayOf(
  { possible, changes }: { readonly possible: Possible; readonly changes: readonly WayChange[] },
  training: Training,
  { profile, intervals, engine, alloc_conf }: Extract<Prediction, { kind: "predicted" }>,
  device: CudaDevice,
  { needed_bytes, beyond_bytes }: Wanting,
): Way {
  const limit_bytes = limitOf(training, device);
  const device_bytes = bytes(profile.device_bytes + beyond_bytes);
  const high_bytes = bytes(intervals.device.high_bytes + beyond_bytes);
  const model = engine === "layers" ? described(training) : undefined;
  const limit = bytes(Math.max(0, limit_bytes - beyond_bytes));
  return {
    changes,
    cost: possible.cost,
    device_bytes,
    high_bytes,
    limit_bytes,
    saves_bytes: needed_bytes - device_bytes,
    fits: device_bytes <= limit_bytes,
    tight: isTight(device_bytes, high_bytes, limit_bytes),
    max_batch_size: model && batchAdvice(model, device, limit, alloc_conf)?.max_batch_size,
  };
}

/** What is measured in the place of a batch is below it, also where the batch gets smaller: by as much as that. */
function withPairBelow(values: Values, { batch_size: whole, measure_at }: Training): Values {
  const { batch_size } = values;
  if (typeof batch_size !== "number" || whole === undefined || measure_at === undefined) return values;
  if (measure_at[1] < batch_size) return values;
  return { ...values, measure_at: measure_at.map((each) => Math.max(1, Math.floor((each * batch_size) / whole))) };
}

function changesOf({ values, expandable }: Possible, training: Training): WayChange[] {
  const keys = Object.entries(values).map(([key, value]): WayChange => {
    return { key, value: flowText(value), where: isOfCommand(key, training) ? "command" : "config" };
  });
  return [...keys, ...(expandable ? [EXPANDABLE_CHANGE] : [])];
}

/** What a command does by itself, whatever the config says of it. */
function isOfCommand(key: string, training: Training): boolean {
  if (training.kind === "described" || key === "device") return false;
  return key !== "batch_size" || !takesBatch(training.run);
}
