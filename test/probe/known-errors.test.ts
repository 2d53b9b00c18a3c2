import assert from "node:assert/strict";
import { test } from "node:test";
import { reasonOf } from "../../src/probe/known-errors.ts";
import type { NotMeasuredReason } from "../../src/probe/reasons.ts";

/** As users of PyTorch have published them, but for the last, which are the training's own. */
const rows: [error: string, reason: NotMeasuredReason | undefined][] = [
  [
    "RuntimeError: The NVIDIA driver on your system is too old (found version 12080). Please update your GPU driver by downloading and installing a new version",
    "driver-too-old",
  ],
  [
    "RuntimeError: CUDA error: CUDA driver version is insufficient for CUDA runtime version\nCUDA kernel errors might be asynchronously reported",
    "driver-too-old",
  ],
  ["torch.AcceleratorError: CUDA error: no kernel image is available for execution on the device", "unsupported-card"],
  ["RuntimeError: CUDA error: all CUDA-capable devices are busy or unavailable", "card-taken"],
  ["torch.AcceleratorError: CUDA error: CUDA-capable device(s) is/are busy or unavailable", "card-taken"],
  [
    "RuntimeError: Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a driver from http://www.nvidia.com/Download/index.aspx",
    "no-gpu",
  ],
  ["AssertionError: Torch not compiled with CUDA enabled", "no-gpu"],
  ["RuntimeError: No CUDA GPUs are available", "no-gpu"],
  ["RuntimeError: CUDA error: invalid device ordinal", "no-gpu"],
  ["RuntimeError: CUDA error: out of memory", "no-device-memory"],
  ["RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`", "no-device-memory"],
  ["torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB.", "no-device-memory"],
  [
    "RuntimeError: [enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 2359296 bytes. Error code 12 (Cannot allocate memory)",
    "no-host-memory",
  ],
  ["MemoryError: ", "no-host-memory"],
  ["OSError: [Errno 28] No space left on device: 'checkpoint.pt'", "disk-full"],
  ["RuntimeError: PytorchStreamWriter failed writing file data/0: file write failed", "disk-full"],
  [
    "RuntimeError: DataLoader worker (pid 77) is killed by signal: Bus error. It is possible that dataloader's workers are out of shared memory.",
    "disk-full",
  ],
  ["ModuleNotFoundError: No module named 'torch'", "no-torch"],
  ["/bin/sh: 1: python: not found", "no-python"],
  ["bash: line 1: python3.12: command not found", "no-python"],
  ["ModuleNotFoundError: No module named 'torchvision'", undefined],
  ["ModuleNotFoundError: No module named 'torch.foo'", undefined],
  ["CustomMemoryError: too many notes", undefined],
  ["ValueError: boom", undefined],
];

for (const [error, reason] of rows) {
  test(`reasonOf() gives ${reason ?? "nothing"} for ${error.slice(0, 60)}`, () => {
    assert.equal(reasonOf(error), reason);
  });
}
