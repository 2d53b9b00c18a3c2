import type { MeasuredDevice } from "../measure/measurement.ts";
import { MIB, bytes } from "../memory/bytes.ts";
import { contextOf } from "../memory/context.ts";
import type { CpuDevice, CudaDevice } from "../memory/device.ts";
import { findDevice } from "../memory/devices.ts";
import type { RunnerGpu } from "../probe/gpu.ts";

/** What the driver keeps for itself: `memory.total` of nvidia-smi less what PyTorch sees. Source: gaps of 270 to 730 MiB on public dumps. */
const DRIVER_RESERVE = 600 * MIB;

/** The runner's card before anything was measured on it. Undefined where the catalogue does not know its chip. */
export function deviceOfGpu(gpu: RunnerGpu): CudaDevice | undefined {
  const found = findDevice(gpu.name);
  if (found.kind !== "device") return undefined;
  const { multiprocessors } = found.device;
  const usable = Math.min(found.device.usable_bytes, gpu.memory_mib * MIB - DRIVER_RESERVE);
  return cudaDevice(gpu.name, usable, gpu.compute_capability, multiprocessors);
}

/** The device that was measured, with the values that PyTorch read from it. */
export function deviceOfMeasurement(device: MeasuredDevice): CudaDevice | CpuDevice {
  const { kind, name, usable_bytes, compute_capability, multiprocessors } = device;
  if (kind === "cpu" || compute_capability === null || multiprocessors === null) return { kind: "cpu", name: "CPU" };
  return cudaDevice(name, usable_bytes, compute_capability, multiprocessors);
}

function cudaDevice(name: string, usable: number, compute_capability: string, multiprocessors: number): CudaDevice {
  const context = contextOf({ compute_capability, multiprocessors });
  return {
    kind: "cuda",
    name,
    usable_bytes: bytes(usable),
    compute_capability,
    multiprocessors,
    context_bytes: context.bytes,
    context_low_bytes: context.low,
    context_high_bytes: context.high,
    source: "runner",
    context_kind: "assumed",
    context_source: context.source,
  };
}
