import { isExpandable } from "../compare/expandable.ts";
import type { FindingKind } from "../compare/finding.ts";
import { hardWays, type Ladder, otherTrainings, type Present, softWays } from "../compare/possible-ways.ts";
import { recordedWay } from "../compare/recorded-way.ts";
import type { TrainingResult } from "../compare/result.ts";
import { byCost, NO_WAYS, type UnknownWay, type Way, type WaysBack } from "../compare/way.ts";
import type { Training } from "../config/training.ts";
import type { TrainingSource } from "../config/training-source.ts";
import type { Measurement } from "../measure/measurement.ts";
import { bytes } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import { limitedTraces } from "./limited-traces.ts";
import { PredictionMemo } from "./prediction-memo.ts";
import { predictedOnce, type StartTraces } from "./predictor.ts";
import type { Wanting } from "./ask-way.ts";
import { askPairs, type Climbed, climbAll, type IsEnough, NOTHING, waysOf } from "./climb-ways.ts";

/** So many traces are made for the ways of one training: each takes seconds. */
export const MOST_TRACES = 8;
const TOO_MANY = `no more than ${MOST_TRACES} traces are made to look for a way`;

/** So many that are not enough are told, where none is. */
const MOST_NEAR = 3;

export type WaysPorts = {
  readonly deviceOf: (training: Training) => Promise<CudaDevice | undefined>;
  readonly startTraces: StartTraces;
  /** As PYTORCH_CUDA_ALLOC_CONF. */
  readonly allocConf: string;
};

const WANTING: ReadonlySet<FindingKind> = new Set(["over-budget", "out-of-memory", "tight"]);

/**
 * How a training that is over its budget, or hardly within, gets back under it: changes of its config, each predicted as
 * if it stood there, the cheapest first. Two together only where none alone is enough, short of other hardware.
 */
export async function waysBack(
  result: TrainingResult,
  training: Training,
  source: TrainingSource | undefined,
  { deviceOf, startTraces, allocConf }: WaysPorts,
): Promise<WaysBack> {
  const { budget, prediction, measurement, findings, batches } = result;
  if (source === undefined || budget === undefined || !findings.some(({ kind }) => WANTING.has(kind))) return NO_WAYS;
  const byRecording = recordedWay(measurement, budget);
  const recorded = byRecording === undefined ? [] : [byRecording];
  const isEnough = (way: Way) => way.fits && (budget.headroom_bytes < 0 || !way.tight);
  if (prediction?.kind !== "predicted") return told(recorded, [], isEnough);

  const { needed_bytes, limit_bytes, device } = budget;
  const traces = limitedTraces(startTraces, MOST_TRACES, TOO_MANY);
  const memo = new PredictionMemo(deviceOf, (each, card) => predictedOnce(each, card, allocConf, traces));
  await memo.keep(training, prediction);
  const beyond_bytes = bytes(Math.max(0, needed_bytes - prediction.profile.device_bytes));
  const wanting: Wanting = { training, source, needed_bytes, limit_bytes, beyond_bytes, allocConf, memo };
  const knowsExpandable = recorded.length > 0 || hasExpandable(measurement);
  const present: Present = { training, values: source.values, device, prediction, batches, knowsExpandable };

  const climb = (ladders: readonly Ladder[]) => climbAll(ladders, wanting, isEnough);
  const soft = await climb(softWays(present));
  const isSolved = (found: Climbed) => [...recorded, ...waysOf(found)].some(isEnough);
  const pairs = isSolved(soft) ? NOTHING : await askPairs(soft.steps, wanting, isEnough);
  const hard = await climb(hardWays(present));
  const other = isSolved(soft) || isSolved(pairs) ? NOTHING : await climb(otherTrainings(present));
  const all = [soft, pairs, hard, other];
  return told(
    [...recorded, ...all.flatMap(waysOf)],
    all.flatMap(({ unknown }) => unknown),
    isEnough,
  );
}

/** Of all that was asked for: what is enough, else what comes nearest where it is over its budget. */
function told(ways: readonly Way[], unknown_ways: readonly UnknownWay[], isEnough: IsEnough): WaysBack {
  const saving = ways.filter((way) => isOtherCard(way) || way.saves_bytes > 0);
  const enough = saving.filter(isEnough).toSorted(byCost);
  if (enough.length > 0) return { ways: enough, unknown_ways };
  const near = saving.filter(({ fits }) => !fits).toSorted((a, b) => a.device_bytes - b.device_bytes);
  return { ways: near.slice(0, MOST_NEAR), unknown_ways };
}

/** There the size is of another context, and the budget another. */
function isOtherCard({ changes }: Way): boolean {
  return changes.some(({ key }) => key === "device");
}

function hasExpandable(measurement: Measurement): boolean {
  return measurement.kind === "measured" && isExpandable(measurement.document.device.alloc_conf);
}
