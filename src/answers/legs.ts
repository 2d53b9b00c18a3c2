import type { CheckedConfig } from "../commands/check.ts";
import type { DeviceChoice, Training } from "../config/training.ts";

/** A job that measures one training, as an entry of a workflow's matrix. */
export type Leg = {
  readonly name: string;
  readonly config: string;
  /** As the config names it, for a job that chooses its runner by it. */
  readonly device: string;
  readonly artifact: string;
};

/** One for each training, in the order of the configs. */
export function legsOf(configs: readonly CheckedConfig[], key: string): Leg[] {
  return configs.flatMap(({ config: { file, trainings } }) => trainings.map((training) => legOf(training, file, key)));
}

function legOf({ name, device }: Training, config: string, key: string): Leg {
  return { name, config, device: deviceName(device), artifact: measuredArtifact(key, name) };
}

function deviceName(device: DeviceChoice): string {
  switch (device.kind) {
    case "runner":
      return "runner";
    case "catalogue":
      return device.id;
    case "custom":
      return device.name;
  }
}

/** Who reports looks for these names, so that no artifact answers for a training that is not its own. */
export function plannedArtifact(key: string): string {
  return `vram-budget-plan@${key}`;
}

/** Neither a key nor a training's name has an `@`. */
export function measuredArtifact(key: string, training: string): string {
  return `vram-budget-measure@${key}@${training}`;
}
