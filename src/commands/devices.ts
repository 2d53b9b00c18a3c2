import type { Training } from "../config/training.ts";
import { calibrated, type Software } from "../measure/calibrated-device.ts";
import type { CalibrationRecord } from "../measure/calibration.ts";
import type { MeasurementDocument } from "../measure/measurement.ts";
import type { CpuDevice, CudaDevice } from "../memory/device.ts";
import { deviceOf } from "../memory/devices.ts";
import type { RunnerGpu } from "../probe/gpu.ts";
import { deviceOfGpu, deviceOfMeasurement } from "./runner-device.ts";

/** Which devices a training is predicted for. */
export type Devices = {
  /** The card of the budget; undefined where the runner has none and the config names none. */
  readonly budget: CudaDevice | undefined;
  /** The device that was measured. */
  readonly measured: CudaDevice | CpuDevice | undefined;
};

const NOT_KNOWN: Software = { driver: undefined, torch: undefined };

/**
 * The budget's card is the one that the config names; for `runner` the one that was measured, else the one that is
 * there. Each has the context that `known` says of it.
 */
export async function devicesOf(
  runnerGpu: () => Promise<RunnerGpu | undefined>,
  { device: choice }: Training,
  document: MeasurementDocument | undefined,
  known: readonly CalibrationRecord[],
): Promise<Devices> {
  const software: Software = document === undefined ? NOT_KNOWN : softwareOf(document);
  const plain = document === undefined ? undefined : deviceOfMeasurement(document.device);
  const measured = plain?.kind === "cuda" ? calibrated(plain, known, software) : plain;
  if (choice.kind !== "runner") {
    const named = deviceOf(choice);
    return { budget: calibrated(named, known, named.name === measured?.name ? software : NOT_KNOWN), measured };
  }
  if (measured?.kind === "cuda") return { budget: measured, measured };
  const gpu = await runnerGpu();
  const there = gpu === undefined ? undefined : deviceOfGpu(gpu);
  const ofGpu: Software = { driver: gpu?.driver, torch: undefined };
  return { budget: there === undefined ? undefined : calibrated(there, known, ofGpu), measured };
}

function softwareOf({ device: { driver, torch } }: MeasurementDocument): Software {
  return { driver: driver ?? undefined, torch };
}
