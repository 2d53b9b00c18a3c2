import type { Training } from "../config/training.ts";
import type { CalibrationRecord, ObservedContext } from "../measure/calibration.ts";
import type { Measurement } from "../measure/measurement.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import type { RunnerGpu } from "../probe/gpu.ts";
import type { BasePort } from "./base-port.ts";
import type { TraceSession } from "./traced-cards.ts";

/** What a check needs from the world. */
export type CheckPorts = {
  /** Trainings that are looked at side by side; one where any is measured, which wants the machine for itself. */
  readonly lanes: number;
  /** The GPU of the machine that `training` is checked on; undefined where it has none. */
  readonly runnerGpu: (training: Training) => Promise<RunnerGpu | undefined>;
  /** Traces a training for a card that need not be here. Runs the model's code, or the command. */
  readonly trace: (training: Training, device: CudaDevice, workspace: string) => TraceSession;
  /** A short real training in `workspace`, which may take no more than `limit`, or why there is none. */
  readonly measure: (training: Training, workspace: string, limit?: Bytes) => Promise<Measurement>;
  readonly calibration: CalibrationPort;
  /** What this commit is compared with; undefined where it is compared with none. */
  readonly base?: BasePort | undefined;
};

/** What is kept of runners that were measured. */
export type CalibrationPort = {
  readonly known: (training: Training) => Promise<readonly CalibrationRecord[]>;
  /** Adds what was observed today. A check does not fail where it cannot be kept. */
  readonly keep: (observed: ObservedContext) => Promise<void>;
};
