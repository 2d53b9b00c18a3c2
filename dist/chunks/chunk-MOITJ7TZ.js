import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  GIB,
  KIB,
  MIB,
  bytes
} from "./chunk-O56B5XNW.js";

// src/memory/context.ts
var STACK_BYTES = KIB;
var RESIDENT_THREADS = {
  "6.0": 2048,
  "6.1": 2048,
  "7.0": 2048,
  "7.5": 1024,
  "8.0": 2048,
  "8.6": 1536,
  "8.7": 1536,
  "8.9": 1536,
  "9.0": 2048,
  "10.0": 2048,
  "10.3": 2048,
  "12.0": 1536,
  "12.1": 1536
};
var MOST_RESIDENT_THREADS = 2048;
var BASE_BYTES = 31 * MIB;
var BYTES_PER_STACK_BYTE = 1.86;
var KERNELS_BYTES = 36 * MIB;
var MOST_KERNELS_BYTES = 222 * MIB;
function contextOf(chip) {
  const threads = RESIDENT_THREADS[chip.compute_capability] ?? MOST_RESIDENT_THREADS;
  const stacks = chip.multiprocessors * threads * STACK_BYTES;
  const bare = BASE_BYTES + Math.round(BYTES_PER_STACK_BYTE * stacks / MIB) * MIB;
  return {
    bytes: bytes(bare + KERNELS_BYTES),
    low: bytes(bare),
    high: bytes(bare + MOST_KERNELS_BYTES),
    source: "assumed: 31 MiB, 1.86 KiB for every resident thread, and 36 MiB (0 to 222 seen) of kernels"
  };
}

// src/memory/devices.ts
var DRIVER_RESERVE_MIB = 600;
var ROWS = [
  ["t4", 15360, 14.56, "7.5", 40, ["Tesla T4", "NVIDIA T4"]],
  ["p100-16", 16280, 15.89, "6.0", 56, ["Tesla P100-PCIE-16GB", "Tesla P100-SXM2-16GB"], ["p100"]],
  ["v100-16", 16160, 15.77, "7.0", 80, ["Tesla V100-SXM2-16GB", "Tesla V100-PCIE-16GB"]],
  ["v100-32", 32510, 31.73, "7.0", 80, ["Tesla V100-SXM2-32GB", "Tesla V100-PCIE-32GB", "Tesla V100-SXM3-32GB"]],
  ["a10", 23028, 22, "8.6", 72, ["NVIDIA A10"], ["a10-24"]],
  ["a10g", 23028, 21.96, "8.6", 80, ["NVIDIA A10G"], ["a10g-24"]],
  ["l4", 23034, 22.03, "8.9", 58, ["NVIDIA L4"], ["l4-24"]],
  ["rtx3090", 24576, 23.5, "8.6", 82, ["NVIDIA GeForce RTX 3090"]],
  ["rtx4090", 24564, 23.5, "8.9", 128, ["NVIDIA GeForce RTX 4090"]],
  ["rtx5090", 32607, 31.36, "12.0", 170, ["NVIDIA GeForce RTX 5090"]],
  ["rtx4060ti-16", 16380, 15.46, "8.9", 34, ["NVIDIA GeForce RTX 4060 Ti 16GB"]],
  ["rtx4080", 16376, 15.46, "8.9", 76, ["NVIDIA GeForce RTX 4080"]],
  ["rtx5070ti", 16376, 15.46, "12.0", 70, ["NVIDIA GeForce RTX 5070 Ti"]],
  ["rtx5080", 16376, 15.46, "12.0", 84, ["NVIDIA GeForce RTX 5080"]],
  ["a4000", 16376, void 0, "8.6", 48, ["NVIDIA RTX A4000"]],
  ["a5000", 24564, void 0, "8.6", 64, ["NVIDIA RTX A5000"]],
  ["a6000", 49140, void 0, "8.6", 84, ["NVIDIA RTX A6000"]],
  ["rtx6000ada", 49140, void 0, "8.9", 142, ["NVIDIA RTX 6000 Ada Generation"], ["6000ada"]],
  ["l40", 46068, 44.34, "8.9", 142, ["NVIDIA L40"], ["l40-48"]],
  ["l40s", 46068, 44.34, "8.9", 142, ["NVIDIA L40S"], ["l40s-48"]],
  ["a40", 46068, 44.4, "8.6", 84, ["NVIDIA A40"], ["a40-48"]],
  ["a100-40", 40960, 39.25, "8.0", 108, ["NVIDIA A100-SXM4-40GB", "NVIDIA A100-PCIE-40GB"], ["a100-sxm-40gb"]],
  ["a100-80", 81920, 79.14, "8.0", 108, ["NVIDIA A100-SXM4-80GB", "NVIDIA A100 80GB PCIe"], ["a100-sxm-80gb"]],
  ["h100-80", 81559, 79.1, "9.0", 132, ["NVIDIA H100 80GB HBM3"], ["h100-sxm", "h100-sxm5-80gb", "h100-sxm-80gb"]],
  ["h100-pcie", 81559, 79.1, "9.0", 114, ["NVIDIA H100 PCIe"], ["h100-80-pcie", "h100-pcie-80gb"]],
  ["h100-nvl", 95830, void 0, "9.0", 132, ["NVIDIA H100 NVL"], ["h100-nvl-94gb"]],
  [
    "rtxpro6000",
    97887,
    94.97,
    "12.0",
    188,
    ["NVIDIA RTX PRO 6000 Blackwell Server Edition", "NVIDIA RTX PRO 6000 Blackwell Workstation Edition"],
    ["rtx-pro-6000-blackwell"]
  ],
  ["h200", 143771, 139.72, "9.0", 132, ["NVIDIA H200", "NVIDIA H200 NVL"], ["h200-141", "h200-sxm", "h200-sxm-141gb"]],
  ["b200", 183359, 178.35, "10.0", 148, ["NVIDIA B200"], ["b200-180", "b200-sxm"]],
  ["b300", 275040, void 0, "10.3", 148, ["NVIDIA B300 SXM6 AC"], ["b300-sxm"]]
];
var DEVICES = ROWS.map(deviceOfRow);
function deviceOfRow([id, smi, total, compute_capability, multiprocessors, names, aliases = []]) {
  const measured = total !== void 0;
  return {
    id,
    names,
    aliases,
    nvidia_smi_mib: smi,
    usable_bytes: bytes(measured ? Math.floor(total * GIB) : (smi - DRIVER_RESERVE_MIB) * MIB),
    usable_source: measured ? "the least total_memory that PyTorch was seen to report" : `nvidia-smi's total less ${DRIVER_RESERVE_MIB} MiB for the driver`,
    compute_capability,
    multiprocessors
  };
}
var FAMILIES = [
  { name: "v100", ids: ["v100-16", "v100-32"], shared: { compute_capability: "7.0", multiprocessors: 80 } },
  { name: "a100", ids: ["a100-40", "a100-80"], shared: { compute_capability: "8.0", multiprocessors: 108 } },
  { name: "h100", ids: ["h100-80", "h100-pcie", "h100-nvl"] },
  { name: "rtx3060", ids: [], shared: { compute_capability: "8.6", multiprocessors: 28 } },
  { name: "rtx4060ti", ids: ["rtx4060ti-16"], shared: { compute_capability: "8.9", multiprocessors: 34 } }
];
var ROCM_NAMES = ["mi210", "mi250", "mi250x", "mi300a", "mi300x", "mi325x", "mi350x", "mi355x", "rx7900xtx"];
function findDevice(name) {
  if (/\bmig\b/i.test(name)) return { kind: "mig" };
  const wanted = fold(name);
  const device = DEVICES.find(
    ({ id, names, aliases }) => [id, ...names, ...aliases].some((own) => fold(own) === wanted)
  );
  if (device !== void 0) return { kind: "device", device };
  const family = FAMILIES.find((one) => fold(one.name) === wanted);
  if (family !== void 0) return { kind: "ambiguous", ids: family.ids, chip: family.shared };
  return { kind: ROCM_NAMES.some((own) => fold(own) === wanted) ? "rocm" : "unknown" };
}
function fold(name) {
  const words = name.toLowerCase().replaceAll(/nvidia|tesla|geforce|amd|instinct|radeon/g, " ");
  return words.replaceAll(/rtx/g, " ").replaceAll(/(\d)\s*gb\b/g, "$1").replaceAll(/[^a-z0-9]+/g, "");
}
function deviceNames() {
  return DEVICES.map(({ id }) => id);
}
function deviceOf(choice) {
  const { name, usable_bytes, compute_capability, multiprocessors } = choice.kind === "custom" ? { ...choice, usable_bytes: choice.memory_bytes } : catalogueDevice(choice.id);
  const context = contextOf({ compute_capability, multiprocessors });
  return {
    kind: "cuda",
    name,
    usable_bytes,
    compute_capability,
    multiprocessors,
    context_bytes: context.bytes,
    context_low_bytes: context.low,
    context_high_bytes: context.high,
    source: choice.kind,
    context_kind: "assumed",
    context_source: context.source
  };
}
function catalogueDevice(id) {
  const device = DEVICES.find((one) => one.id === id);
  if (device === void 0) throw new RangeError(`The catalogue has no device ${id}`);
  return { ...device, name: device.names[0] };
}

export {
  contextOf,
  DEVICES,
  findDevice,
  deviceNames,
  deviceOf
};
