import { type Chip, deviceNames, findDevice, type FoundDevice } from "../memory/devices.ts";
import { formatValue, type Path } from "./problem.ts";
import { type Reader, unknownMessage } from "./reader.ts";
import { CustomDevice, TRAINING_KEYS } from "./schema.ts";
import type { DeviceChoice } from "./training.ts";

/** Reads `device:`; undefined, with its problem kept, where no card can be meant. */
export function readDevice(reader: Reader, path: Path, written: unknown): DeviceChoice | undefined {
  const device = reader.read(path, written, TRAINING_KEYS.device);
  if (device === undefined) return undefined;
  if (typeof device !== "string") return customDevice(reader, path, written);
  if (device === "runner") return { kind: "runner" };
  const found = findDevice(device);
  if (found.kind === "device") return { kind: "catalogue", id: found.device.id };
  reader.problem(path, nameProblem(device, found));
  return undefined;
}

function nameProblem(name: string, found: FoundDevice): string {
  const there = formatValue(name);
  if (found.kind === "mig") {
    return `expected {name, memory, compute_capability, multiprocessors} for a part of a card (MIG), found ${there}`;
  }
  if (found.kind === "rocm") return `expected an NVIDIA card, found ${there}: AMD's ROCm is not modelled`;
  if (found.kind === "ambiguous") {
    const wanted = [...found.ids, "{name, memory}"].join(", ");
    return `expected one of ${wanted}, found ${there}, which is sold with more than one size of memory`;
  }
  return unknownMessage(`the catalogue has no ${there}`, name, ["runner", ...deviceNames()]);
}

function customDevice(reader: Reader, path: Path, written: unknown): DeviceChoice | undefined {
  const device = CustomDevice.parse(written);
  const { name, memory: memory_bytes } = device;
  const found = findDevice(name);
  if (found.kind === "rocm") {
    reader.problem([...path, "name"], nameProblem(name, found));
    return undefined;
  }
  const chip = chipOf(found);
  const { compute_capability = chip?.compute_capability, multiprocessors = chip?.multiprocessors } = device;
  if (compute_capability === undefined || multiprocessors === undefined) {
    const missing = Object.entries({ compute_capability, multiprocessors }).filter(([, value]) => value === undefined);
    const keys = missing.map(([key]) => key).join(" and ");
    reader.problem(path, `expected ${keys} too: the catalogue cannot say them for ${formatValue(name)}`);
    return undefined;
  }
  return { kind: "custom", name, memory_bytes, compute_capability, multiprocessors };
}

function chipOf(found: FoundDevice): Chip | undefined {
  if (found.kind === "device") return found.device;
  return found.kind === "ambiguous" ? found.chip : undefined;
}
