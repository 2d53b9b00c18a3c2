import type { Removed } from "../compare/change.ts";
import { described, type Training } from "../config/training.ts";
import type { Bytes } from "../memory/bytes.ts";
import { predict } from "../predict/predict.ts";
import type { BothSides } from "./base-configs.ts";
import type { CheckPorts } from "./check-ports.ts";
import { devicesOf } from "./devices.ts";

/** What the base has and this commit has not, predicted from the config alone: the code may be gone with it. */
export async function removedTrainings(
  { runnerGpu, calibration }: Pick<CheckPorts, "runnerGpu" | "calibration">,
  sides: BothSides | undefined,
  allocConf: string,
): Promise<Removed[]> {
  const removed: Removed[] = [];
  for (const { name, parse, values } of sides?.removed ?? []) {
    const parsed = parse(values);
    const base_bytes = parsed.kind === "problems" ? undefined : await neededBytes(parsed.training);
    removed.push({ name, base_bytes });
  }
  return removed;

  async function neededBytes(training: Training): Promise<Bytes | undefined> {
    const [model, known] = [described(training), await calibration.known(training)];
    const { budget: device } = await devicesOf(() => runnerGpu(training), training, undefined, known);
    if (model === undefined || device === undefined) return undefined;
    const prediction = predict(model, device, allocConf);
    return prediction.kind === "predicted" ? prediction.profile.device_bytes : undefined;
  }
}
