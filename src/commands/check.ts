import { limitOf } from "../compare/budget.ts";
import { compareTraining, resultsOf } from "../compare/compare.ts";
import type { PassedOver } from "../compare/passed-over.ts";
import type { Results, TrainingResult } from "../compare/result.ts";
import { limitOfPrediction, verificationOf, type Verification } from "../compare/verification.ts";
import type { ConfigText } from "../config/config-text.ts";
import type { Config, Training } from "../config/training.ts";
import type { TrainingSource } from "../config/training-source.ts";
import { UserError } from "../config/user-error.ts";
import { observedContext } from "../measure/calibration.ts";
import type { Measurement, MeasurementDocument } from "../measure/measurement.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import type { Prediction } from "../predict/prediction.ts";
import type { RunnerGpu } from "../probe/gpu.ts";
import { type BothSides, bothSides, headSources } from "./base-configs.ts";
import type { CheckPorts } from "./check-ports.ts";
import { changeSince } from "./training-change.ts";
import { devicesOf } from "./devices.ts";
import { LentTraces } from "./lent-traces.ts";
import { documentsOf, extrapolationOf, measured, measurementFor } from "./measured.ts";
import { predictedOnce, predictorOf, type TrainingPredictor } from "./predictor.ts";
import { removedTrainings } from "./removed-trainings.ts";
import { waysBack } from "./ways.ts";

export type CheckOptions = {
  /** As PYTORCH_CUDA_ALLOC_CONF, and readable; empty for PyTorch's defaults. */
  readonly allocConf: string;
  /** Also tell what each training needs at these batch sizes, ascending. */
  readonly batchSizes: readonly number[];
  /** Run each training again that was measured, with no more memory than what is predicted. */
  readonly verify: boolean;
  /** Whether somebody has accepted that the trainings need more than those of the base. */
  readonly isAccepted?: boolean;
};

export const AS_CONFIGURED: CheckOptions = { allocConf: "", batchSizes: [], verify: false };

export type CheckedConfig = {
  readonly config: Config;
  readonly workspace: string;
  /** Its text, without which nothing can be said of what changed in it. */
  readonly source?: ConfigText;
};

/**
 * The main job: measures each training, predicts it, compares the two and decides.
 *
 * The budget is about the config's device. What was measured is compared with a prediction for the device that was
 * measured, which is the CPU where the machine has no GPU.
 */
export async function check(
  ports: CheckPorts,
  configs: readonly CheckedConfig[],
  options: CheckOptions = AS_CONFIGURED,
): Promise<Results> {
  refuseSameNames(configs);
  const all = configs.flatMap(({ config, workspace }) => config.trainings.map((training) => ({ training, workspace })));
  const texts = configs.flatMap(({ source }) => source ?? []);
  const sources = headSources(texts);
  const sides = ports.base === undefined ? undefined : await bothSides(ports.base, texts);
  const results = await inLanes(ports.lanes, all, ({ training, workspace }) =>
    checkTraining(ports, training, workspace, options, { sides, source: sources.get(training.name) }),
  );
  const removed = await removedTrainings(ports, sides, options.allocConf);
  return resultsOf(configs.map(({ config }) => config.file).join(", "), results, { base: sides?.base, removed });
}

/** The results of `work` in the order of `items`, of which no more than `lanes` are worked on at a time. */
async function inLanes<Item, Result>(
  lanes: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries(); // which all lanes take from
  const lane = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
  return results;
}

/** Results and files go by the training's name. */
function refuseSameNames(configs: readonly CheckedConfig[]): void {
  const seen = new Map<string, string>();
  for (const { config } of configs) {
    for (const { name } of config.trainings) {
      const other = seen.get(name);
      if (other !== undefined)
        throw new UserError(`Cannot check ${config.file}: ${other} has a training called ${name} too`);
      seen.set(name, config.file);
    }
  }
}

/** What is known of a training by its text: what it was before, and what it would be with other keys. */
type Texts = { readonly sides: BothSides | undefined; readonly source: TrainingSource | undefined };

async function checkTraining(
  ports: CheckPorts,
  training: Training,
  workspace: string,
  { allocConf, batchSizes, verify, isAccepted = false }: CheckOptions,
  { sides, source }: Texts,
): Promise<TrainingResult> {
  const known = await ports.calibration.known(training); // before this measurement, which is compared with what was known
  const found = await measured(training, (each) => ports.measure(each, workspace));
  const documents = documentsOf(found);
  const gpu = () => ports.runnerGpu(training);
  const { budget: device, measured: there } = await devicesOf(gpu, training, documents.at(-1), known);
  for (const observed of documents.flatMap((each) => observedContext(each) ?? []))
    await ports.calibration.keep(observed);
  const traces = new LentTraces((traced, card) => ports.trace(traced, card, workspace));
  const predictor = predictorOf(training, allocConf, traces.start);
  try {
    const forCard = device === undefined ? undefined : await predictedFor(predictor, training, device, batchSizes);
    const measurement = measurementFor(found, device);
    const measuredPrediction =
      there === undefined || found.kind === "pair" ? undefined : await predictor.prediction(there);
    const rerun = (limit: Bytes) => ports.measure({ ...training, explain: false }, workspace, limit);
    const deviceFor = async (each: Training) => (await devicesOf(gpu, each, documents.at(-1), known)).budget;
    const result = compareTraining({
      training,
      device,
      measurement,
      isAccepted,
      passedOver: await passedOver(gpu, documents.at(-1)),
      measuredPrediction,
      verification: verify ? await verified(measuredPrediction, measurement, rerun) : undefined,
      extrapolation: extrapolationOf(found, device),
      prediction: forCard?.prediction,
      batches: forCard?.batches,
      rows: forCard?.rows ?? [],
      change:
        sides === undefined
          ? undefined
          : await changeSince(sides, training, {
              prediction: forCard?.prediction,
              measurement,
              deviceOf: deviceFor,
              predictOn: (each, card) => predictedOnce(each, card, allocConf, traces.borrow),
            }),
    });
    return {
      ...result,
      ...(await waysBack(result, training, source, { deviceOf: deviceFor, startTraces: traces.borrow, allocConf })),
    };
  } finally {
    await predictor.end();
  }
}

/** A card that the job hides is none: whoever hides it wants the CPU. */
async function passedOver(
  runnerGpu: () => Promise<RunnerGpu | undefined>,
  document: MeasurementDocument | undefined,
): Promise<PassedOver | undefined> {
  if (document?.device.kind !== "cpu") return undefined;
  const card = await runnerGpu();
  return card === undefined ? undefined : { card, device: document.device };
}

async function verified(
  prediction: Prediction | undefined,
  measurement: Measurement,
  rerun: (limit: Bytes) => Promise<Measurement>,
): Promise<Verification | undefined> {
  const limit = limitOfPrediction(prediction, measurement);
  return limit.kind === "none" ? limit.verification : verificationOf(limit.limit_bytes, await rerun(limit.limit_bytes));
}

async function predictedFor(
  predictor: TrainingPredictor,
  training: Training,
  device: CudaDevice,
  batchSizes: readonly number[],
) {
  const prediction = await predictor.prediction(device);
  const rows = await predictor.rows(prediction, device, batchSizes);
  return { prediction, rows, batches: await predictor.advice(prediction, device, limitOf(training, device)) };
}
