import { tmpdir } from "node:os";
import { join } from "node:path";
import { predictorOf } from "../../src/commands/predictor.ts";
import { KERNELS_SHARE } from "../../src/measure/calibrated-device.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import type { Prediction } from "../../src/predict/prediction.ts";
import { checkPorts } from "../../src/world/ports.ts";
import type { Case, Source } from "./cases.ts";
import type { Failure, Row } from "./results.ts";

type Predicted = Extract<Prediction, { kind: "predicted" }>;

export type Run = { readonly rows: readonly Row[]; readonly failures: readonly Failure[]; readonly torch: string };

/** Predicts a source's trainings as `vram-budget predict` does, and lays what was measured beside. */
export async function run(source: Source): Promise<Run> {
  const ports = checkPorts({
    refused: { reason: "not-asked", detail: "only a prediction was asked for" },
    python: process.env["VRAM_BUDGET_PYTHON"],
    timeoutMs: 600_000,
    environment: process.env,
    calibration: undefined,
    onProgress: () => {},
    onOutput: () => {},
    onWarning: () => {},
  });
  const workspace = join(import.meta.dirname, "models");
  const predictions = new Map<string, Prediction>();
  const queue = source.config.trainings.values(); // which all lanes take from
  const lane = async () => {
    for (const training of queue) {
      if (training.device.kind === "runner") throw new Error(`${source.file}: ${training.name} names no card`);
      const predictor = predictorOf(training, "", (asked, card) => ports.trace(asked, card, workspace));
      predictions.set(training.name, await predictor.prediction(deviceOf(training.device)));
      await predictor.end();
    }
  };
  await Promise.all(Array.from({ length: ports.lanes }, lane));
  const rows: Row[] = [];
  const failures: Failure[] = [];
  let torch = "";
  for (const [name, each] of Object.entries(source.cases)) {
    const [prediction, since] = [predictions.get(name), predictions.get(each.since ?? name)];
    if (prediction?.kind === "predicted" && since?.kind === "predicted") {
      rows.push(...rowsOf(source, name, each, prediction, since, contextOf(source, predictions)));
      if (prediction.engine === "traced") ({ torch } = prediction);
    } else failures.push({ file: source.file, name, detail: whyNot(prediction, since) });
  }
  return { rows, failures, torch };
}

function rowsOf(
  source: Source,
  name: string,
  { measured }: Case,
  { profile, intervals }: Predicted,
  since: Predicted,
  context: number | undefined,
): Row[] {
  const { file } = source;
  const rows: Row[] = [];
  const add = (tier: Row["tier"], knowledge: Row["knowledge"], number: number, [low, high]: [number, number]) => {
    const measured_bytes = measured[tier];
    if (measured_bytes === undefined) return;
    const bounds = { predicted_bytes: number, low_bytes: Math.max(0, low), high_bytes: high };
    rows.push({ file, name, tier, knowledge, measured_bytes, ...bounds });
  };
  const { allocated, reserved, device } = intervals;
  add("allocated", "tensors", profile.allocated_bytes, [allocated.low_bytes, allocated.high_bytes]);
  add("reserved", "tensors", profile.reserved_bytes, [reserved.low_bytes, reserved.high_bytes]);
  const before = since.profile.reserved_bytes;
  const grown: [number, number] = [reserved.low_bytes - before, reserved.high_bytes - before];
  add("growth", "tensors", Math.max(0, profile.reserved_bytes - before), grown);
  if (context !== undefined) {
    const spread = "size" in (source.context ?? {}) ? 0 : Math.round(KERNELS_SHARE * context);
    const known: [number, number] = [reserved.low_bytes + context - spread, reserved.high_bytes + context + spread];
    add("device", "context known", profile.reserved_bytes + context, known);
  }
  add("device", "nothing known", profile.device_bytes, [device.low_bytes, device.high_bytes]);
  return rows;
}

/** What the source says, or the difference in the case that it is taken from: device less what is predicted as reserved. */
function contextOf({ context, cases }: Source, predictions: ReadonlyMap<string, Prediction>) {
  if (context === undefined) return undefined;
  if ("size" in context) return context.size;
  const prediction = predictions.get(context.calibrated_on);
  const measured = cases[context.calibrated_on]?.measured.device;
  if (prediction?.kind !== "predicted" || measured === undefined) return undefined;
  return measured - prediction.profile.reserved_bytes;
}

function whyNot(...predictions: readonly (Prediction | undefined)[]): string {
  const whats = predictions.flatMap((each) => (each?.kind === "unknown" ? each.reasons.map(({ what }) => what) : []));
  return (whats[0] ?? "it was not predicted").split("\n")[0]?.replaceAll(tmpdir(), "") ?? "";
}
