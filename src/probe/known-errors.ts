import type { NotMeasuredReason } from "./reasons.ts";

/**
 * Errors that are about the machine and not about the training, by the words that PyTorch, CUDA, the system and the
 * shell have for them.
 */
const KNOWN: readonly (readonly [reason: NotMeasuredReason, words: RegExp])[] = [
  // c10/cuda/CUDAFunctions.cpp; cudaErrorInsufficientDriver, cudaErrorSystemDriverMismatch
  ["driver-too-old", /NVIDIA driver on your system is too old|CUDA driver version is insufficient/],
  ["driver-too-old", /system has unsupported display driver|forward compatibility was attempted on non supported HW/],
  // cudaErrorNoKernelImageForDevice
  ["unsupported-card", /no kernel image is available for execution on the device/],
  // cudaErrorDevicesUnavailable, in both of its wordings, and cudaErrorDeviceAlreadyInUse: a card in an exclusive mode
  ["card-taken", /CUDA-capable device\(?s\)? (is\/)?are busy or unavailable/],
  ["card-taken", /exclusive-thread device already in use/],
  // torch/csrc/cuda/Module.cpp and aten/src/ATen/cuda/detail/CUDAHooks.cpp; cudaErrorNoDevice, cudaErrorInvalidDevice
  ["no-gpu", /Found no NVIDIA driver on your system|No CUDA GPUs are available/],
  ["no-gpu", /no CUDA-capable device is detected|CUDA error: invalid device ordinal/],
  // torch/cuda/__init__.py, torch/serialization.py
  ["no-gpu", /Torch not compiled with CUDA enabled/],
  ["no-gpu", /Attempting to deserialize object on a CUDA device but torch\.cuda\.is_available\(\) is False/],
  // cudaErrorMemoryAllocation where a context is made; handles and workspaces of libraries; what the allocator says itself
  ["no-device-memory", /CUDA error: out of memory|CU(BLAS|DNN|SOLVER|SPARSE)_STATUS_ALLOC_FAILED|CUDA out of memory/],
  // c10/core/impl/alloc_cpu.cpp; Python
  ["no-host-memory", /DefaultCPUAllocator: (can't allocate|not enough) memory|^MemoryError\b/m],
  ["no-host-memory", /\[Errno 12\] Cannot allocate memory/],
  // ENOSPC and EDQUOT; torch.save, caffe2/serialize/inline_container.cc; torch/utils/data/_utils/signal_handling.py
  ["disk-full", /ENOSPC|No space left on device|Disk quota exceeded|PytorchStreamWriter failed writing/],
  ["disk-full", /dataloader's workers are out of shared memory/],
  // Python
  ["no-torch", /No module named '?torch'?(?!\.|\w)/],
  // dash, bash
  ["no-python", /python[\d.]*: (command )?not found/],
];

/** What a process says when another of its training is gone: gloo, NCCL, the store, and who started them all. */
const OF_OTHERS =
  /Connection (closed|reset) by peer|Connection was likely closed|failed to recv, got 0 bytes|Broken pipe|remote process exited|ncclRemoteError|ChildFailedError|ProcessExitedException|ProcessRaisedException|CalledProcessError/;

/** Whether an error only tells of the end of another process. */
export function isOfOthers(error: string): boolean {
  return OF_OTHERS.test(error);
}

/** What an error of the training is about, where it is one that has its own advice. */
export function reasonOf(error: string): NotMeasuredReason | undefined {
  return KNOWN.find(([, words]) => words.test(error))?.[0];
}
