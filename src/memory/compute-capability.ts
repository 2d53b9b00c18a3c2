import type { CudaDevice } from "./device.ts";

/** 80 for compute capability 8.0, 121 for 12.1. */
export function smOf({ compute_capability }: CudaDevice): number {
  const [major = 0, minor = 0] = compute_capability.split(".").map(Number);
  return major * 10 + minor;
}

/**
 * Bytes of shared memory that one block can have, opted in: `sharedMemPerBlockOptin`.
 * Source: CUDA C++ Programming Guide, "Technical Specifications per Compute Capability".
 */
export function sharedMemoryBytes(device: CudaDevice): number {
  const sm = smOf(device);
  if (sm === 80 || sm === 87) return 163 * 1024;
  if (sm >= 90 && sm < 120) return 227 * 1024;
  if (sm >= 86) return 99 * 1024;
  if (sm >= 75) return 64 * 1024;
  return sm >= 70 ? 96 * 1024 : 48 * 1024;
}
