import { limitOf } from "../compare/budget.ts";
import { compareTraining, resultsOf } from "../compare/compare.ts";
import type { BatchAdvice, Results, TrainingResult } from "../compare/result.ts";
import type { Config, Training } from "../config/training.ts";
import type { MeasuredDevice, Measurement } from "../measure/measurement.ts";
import { adviseBatches } from "../memory/batches.ts";
import type { CudaDevice, Device } from "../memory/device.ts";
import { deviceOf } from "../memory/devices.ts";
import { predict, traceOf } from "../predict/predict.ts";
import type { Prediction } from "../predict/prediction.ts";

/** What a check needs from the world. */
export type CheckPorts = {
  /** The GPU of this runner with its live values; undefined where it has none. */
  readonly runnerDevice: () => Promise<CudaDevice | undefined>;
  /** A short real training, or why there is none. */
  readonly measure: (training: Training) => Promise<Measurement>;
};

/**
 * The main job: predicts each training, measures it, compares the two and decides.
 *
 * The budget is about the config's device; what was measured is compared with a prediction for the device that was
 * measured, which is the CPU where the runner has no GPU.
 */
export async function check(ports: CheckPorts, configs: readonly Config[]): Promise<Results> {
  const results: TrainingResult[] = [];
  for (const config of configs) {
    for (const training of config.trainings) results.push(await checkTraining(ports, training));
  }
  return resultsOf(configs.map((config) => config.file).join(", "), results);
}

async function checkTraining(ports: CheckPorts, training: Training): Promise<TrainingResult> {
  const device = await budgetDevice(ports, training);
  const measurement = await ports.measure(training);
  return compareTraining({
    training,
    device,
    prediction: predict(training, device),
    measurement,
    measuredPrediction: measurement.kind === "measured" ? predict(training, measuredDevice(measurement.document.device)) : undefined,
    batches: device === undefined ? undefined : batchesOf(training, device),
  });
}
