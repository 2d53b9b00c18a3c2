import type { Change, PredictedChange } from "../compare/change.ts";
import { changeRows } from "../compare/change-rows.ts";
import { changedKeys } from "../config/changed-keys.ts";
import type { Training } from "../config/training.ts";
import type { TrainingSource } from "../config/training-source.ts";
import type { Measurement } from "../measure/measurement.ts";
import type { CudaDevice } from "../memory/device.ts";
import type { Prediction } from "../predict/prediction.ts";
import type { BothSides } from "./base-configs.ts";
import { keyShares, keysWithoutShare } from "./key-shares.ts";
import { PredictionMemo, whyNoProfile } from "./prediction-memo.ts";

/** How variants of a training are predicted. */
export type VariantPorts = {
  /** Of the training as it is; undefined where there is no card to predict it for. */
  readonly prediction: Prediction | undefined;
  readonly measurement: Measurement;
  readonly deviceOf: (training: Training) => Promise<CudaDevice | undefined>;
  readonly predictOn: (training: Training, device: CudaDevice) => Promise<Prediction>;
};

/** What became of `training` since the base. */
export async function changeSince(
  sides: BothSides,
  training: Training,
  { prediction, measurement, deviceOf, predictOn }: VariantPorts,
): Promise<Change> {
  const measured = await sides.measuredChange(training, measurement);
  const head = sides.headOf(training.name);
  const base = sides.baseOf(training.name);
  if (base.kind === "absent") return { kind: "new", measured };
  if (base.kind === "unknown" || head === undefined) {
    const why = base.kind === "unknown" ? base.why : "its config was not read from a text";
    return { kind: "unknown", why, keys: undefined, measured };
  }
  const memo = new PredictionMemo(deviceOf, predictOn);
  if (prediction !== undefined) await memo.keep(training, prediction);
  return { ...(await predictedChange(base.source, head, memo)), measured };
}

/** What the config's change does to the prediction, and which key does how much of it. */
async function predictedChange(
  base: TrainingSource,
  head: TrainingSource,
  memo: PredictionMemo,
): Promise<PredictedChange> {
  const changed = changedKeys(base.values, head.values);
  const unknown = (why: string): PredictedChange => ({ kind: "unknown", why, keys: keysWithoutShare(changed, head) });
  const after = await memo.profile(head.parse(head.values));
  if (after.kind !== "profile") return unknown(whyNoProfile(after));
  const before = await memo.profile(base.parse(base.values));
  if (before.kind !== "profile") return unknown(`the base: ${whyNoProfile(before)}`);

  const { device_bytes: base_bytes } = before.profile;
  const { device_bytes: head_bytes } = after.profile;
  const delta_bytes = head_bytes - base_bytes;
  const categories = changeRows(before.profile, after.profile);
  const keys = await keyShares(changed, head, after.profile, memo);
  const isMoved =
    categories.some((row) => row.delta_bytes !== 0) ||
    keys.some((key) => (key.delta_bytes ?? 0) !== 0 || (key.allocated_delta_bytes ?? 0) !== 0);
  if (!isMoved) return { kind: "unchanged", base_bytes, keys };
  const together_bytes = delta_bytes - keys.reduce((sum, key) => sum + (key.delta_bytes ?? 0), 0);
  return { kind: "changed", base_bytes, head_bytes, delta_bytes, categories, keys, together_bytes };
}
