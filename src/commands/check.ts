import { limitOf } from "../compare/budget.ts";
import { compareTraining, resultsOf } from "../compare/compare.ts";
import type { BatchAdvice, Results, TrainingResult } from "../compare/result.ts";
import type { Config, Training } from "../config/training.ts";
import { UserError } from "../config/user-error.ts";
import type { Measurement } from "../measure/measurement.ts";
import { batchCurve } from "../memory/batches.ts";
import type { CudaDevice, Device } from "../memory/device.ts";
import { deviceOf } from "../memory/devices.ts";
import { predict, traceOf } from "../predict/predict.ts";
import type { Prediction } from "../predict/prediction.ts";
import { predictTraced, type TraceAnswer } from "../predict/traced-engine.ts";
import type { RunnerGpu } from "../probe/gpu.ts";
import { deviceOfGpu, deviceOfMeasurement } from "./runner-device.ts";

/** What a check needs from the world. */
export type CheckPorts = {
  /** Trainings that are looked at side by side; one where any is measured, which wants the machine for itself. */
  readonly lanes: number;
  /** The GPU of this machine; undefined where it has none. */
  readonly runnerGpu: () => Promise<RunnerGpu | undefined>;
  /** Traces a training for a card that need not be here. Runs the model's code. */
  readonly trace: (training: Training, device: CudaDevice, workspace: string) => Promise<TraceAnswer>;
  /** A short real training in `workspace`, or why there is none. */
  readonly measure: (training: Training, workspace: string) => Promise<Measurement>;
};

export type CheckedConfig = { readonly config: Config; readonly workspace: string };

/**
 * The main job: measures each training, predicts it, compares the two and decides.
 *
 * The budget is about the config's device. What was measured is compared with a prediction for the device that was
 * measured, which is the CPU where the machine has no GPU.
 */
export async function check(ports: CheckPorts, configs: readonly CheckedConfig[]): Promise<Results> {
  refuseSameNames(configs);
  const all = configs.flatMap(({ config, workspace }) => config.trainings.map((training) => ({ training, workspace })));
  const results = await inLanes(ports.lanes, all, ({ training, workspace }) =>
    checkTraining(ports, training, workspace),
  );
  return resultsOf(configs.map(({ config }) => config.file).join(", "), results);
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

async function checkTraining(ports: CheckPorts, training: Training, workspace: string): Promise<TrainingResult> {
  const measurement = await ports.measure(training, workspace);
  const device = await budgetDevice(ports, training, measurement);
  const predictFor = (card: Device) => predictionOf(ports, training, card, workspace);
  return compareTraining({
    training,
    device,
    prediction: device === undefined ? undefined : await predictFor(device),
    measurement,
    measuredPrediction:
      measurement.kind === "measured" ? await predictFor(deviceOfMeasurement(measurement.document.device)) : undefined,
    batches: device === undefined ? undefined : batchesOf(training, device),
  });
}

/** From the config alone where that is enough; else by running its code under fake tensors, for a card. */
async function predictionOf(
  { trace }: CheckPorts,
  training: Training,
  device: Device,
  workspace: string,
): Promise<Prediction> {
  const plain = predict(training, device);
  if (plain.kind === "predicted" || device.kind === "cpu") return plain;
  const traced = await predictTraced((asked, card) => trace(asked, card, workspace), training, device);
  if (traced.kind === "predicted" || training.model.kind === "callable") return traced;
  return { ...plain, reasons: [...plain.reasons, ...traced.reasons] };
}

/** The card that the config names; for `runner` the one that was measured, else the one that is there. */
async function budgetDevice(
  { runnerGpu }: CheckPorts,
  { device }: Training,
  measurement: Measurement,
): Promise<CudaDevice | undefined> {
  if (device.kind !== "runner") return deviceOf(device);
  const measured = measurement.kind === "measured" ? deviceOfMeasurement(measurement.document.device) : undefined;
  if (measured?.kind === "cuda") return measured;
  const gpu = await runnerGpu();
  return gpu === undefined ? undefined : deviceOfGpu(gpu);
}

function batchesOf(training: Training, device: CudaDevice): BatchAdvice | undefined {
  const limit = limitOf(training, device);
  return batchCurve((batch) => traceOf(training, device, batch), device, limit, training.batch_size);
}
