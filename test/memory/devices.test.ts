import assert from "node:assert/strict";
import { test } from "node:test";
import { contextOf } from "../../src/memory/context.ts";
import { deviceNames, deviceOf, DEVICES, findDevice } from "../../src/memory/devices.ts";
import { bytes } from "../../src/memory/bytes.ts";

const GIB = 2 ** 30;
const MIB = 2 ** 20;

const NAMES: readonly (readonly [name: string, id: string])[] = [
  ["t4", "t4"],
  ["T4", "t4"],
  ["Tesla T4", "t4"],
  ["NVIDIA T4", "t4"],
  ["NVIDIA GeForce RTX 3090", "rtx3090"],
  ["RTX 4090", "rtx4090"],
  ["rtx-5090", "rtx5090"],
  ["A100-80GB", "a100-80"],
  ["nvidia-a100-sxm-80gb", "a100-80"],
  ["NVIDIA A100-SXM4-40GB", "a100-40"],
  ["NVIDIA A100 80GB PCIe", "a100-80"],
  ["NVIDIA H100 80GB HBM3", "h100-80"],
  ["NVIDIA H100 PCIe", "h100-pcie"],
  ["H100 NVL", "h100-nvl"],
  ["NVIDIA H200", "h200"],
  ["L40S", "l40s"],
  ["NVIDIA L40", "l40"],
  ["NVIDIA RTX A6000", "a6000"],
  ["NVIDIA RTX 6000 Ada Generation", "rtx6000ada"],
  ["NVIDIA RTX PRO 6000 Blackwell Server Edition", "rtxpro6000"],
  ["a10g", "a10g"],
  ["Tesla V100-SXM2-32GB", "v100-32"],
];

test("findDevice() knows a card by its id, by nvidia-smi's name and as clouds spell it", () => {
  for (const [name, id] of NAMES) {
    const found = findDevice(name);
    assert.equal(found.kind === "device" && found.device.id, id, name);
  }
});

test("findDevice() never guesses", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["a100", "ambiguous"],
    ["NVIDIA H100", "ambiguous"],
    ["v100", "ambiguous"],
    ["RTX 3060", "ambiguous"],
    ["RTX 4060 Ti", "ambiguous"],
    ["NVIDIA A100-SXM4-40GB MIG 1g.5gb", "mig"],
    ["AMD Instinct MI300X", "rocm"],
    ["mi325x", "rocm"],
    ["voodoo2", "unknown"],
    ["", "unknown"],
    ["rtx", "unknown"],
    ["3090x", "unknown"],
  ];
  for (const [name, kind] of rows) assert.equal(findDevice(name).kind, kind, name);
});

test("findDevice() finds one card for every name of the catalogue", () => {
  for (const { id, names, aliases } of DEVICES) {
    for (const name of [id, ...names, ...aliases, id.toUpperCase()]) {
      const found = findDevice(name);
      assert.equal(found.kind === "device" && found.device.id, id, name);
    }
  }
  assert.equal(new Set(deviceNames()).size, DEVICES.length);
});

test("DEVICES lets a process use less than nvidia-smi's total, and not much less", () => {
  for (const { id, usable_bytes, nvidia_smi_mib } of DEVICES) {
    assert.ok(usable_bytes < nvidia_smi_mib * MIB, id);
    assert.ok(usable_bytes > 0.94 * nvidia_smi_mib * MIB, id);
  }
});

test("DEVICES says what was seen, or nvidia-smi's total less 600 MiB", () => {
  const usable = (id: string) => DEVICES.find((device) => device.id === id)?.usable_bytes;
  assert.equal(usable("t4"), Math.floor(14.56 * GIB));
  assert.equal(usable("a6000"), (49_140 - 600) * MIB); // 48,540 MiB
});

test("contextOf() is 31 MiB, 1.86 KiB for every resident thread, and 36 MiB of kernels", () => {
  // T4: 40 × 1024 KiB = 40 MiB; 31 + 1.86 × 40 = 105 MiB, where 104.875 were read, and 140.875 after a step
  const t4 = contextOf({ compute_capability: "7.5", multiprocessors: 40 });
  assert.deepEqual([t4.low, t4.bytes], [105 * MIB, 141 * MIB]);
  // RTX 6000 Ada: 142 × 1536 KiB = 213 MiB; 31 + 1.86 × 213 = 427 MiB, where 426 were read
  const ada = contextOf({ compute_capability: "8.9", multiprocessors: 142 });
  assert.deepEqual([ada.low, ada.bytes], [427 * MIB, 463 * MIB]);
  // A100: 108 × 2048 KiB = 216 MiB; 31 + 1.86 × 216 = 433 MiB
  assert.equal(contextOf({ compute_capability: "8.0", multiprocessors: 108 }).bytes, 469 * MIB);
});

test("contextOf() holds the contexts that were published", () => {
  const rows: readonly (readonly [string, string, number, number])[] = [
    ["RTX A2000", "8.6", 26, 0.13 * GIB],
    ["T4, bare", "7.5", 40, 104.875 * MIB],
    ["T4, after a step", "7.5", 40, 140.875 * MIB],
    ["RTX 6000 Ada", "8.9", 142, 426 * MIB],
    ["RTX 5090, low", "12.0", 170, 0.59 * GIB],
    ["RTX 5090, high", "12.0", 170, 0.71 * GIB],
  ];
  for (const [name, compute_capability, multiprocessors, seen] of rows) {
    const { low, high } = contextOf({ compute_capability, multiprocessors });
    assert.ok(low <= seen + 2 * MIB && seen <= high + 6 * MIB, name); // published to two digits of a GiB
  }
  for (const device of DEVICES) {
    const { low, bytes: middle, high } = contextOf(device);
    assert.ok(low < middle && middle < high, device.id);
  }
});

test("deviceOf() gives a device of the catalogue, and one of the config's own", () => {
  const context = contextOf({ compute_capability: "9.0", multiprocessors: 132 });
  assert.deepEqual(deviceOf({ kind: "catalogue", id: "h100-80" }), {
    kind: "cuda",
    name: "NVIDIA H100 80GB HBM3",
    usable_bytes: Math.floor(79.1 * GIB),
    compute_capability: "9.0",
    multiprocessors: 132,
    context_bytes: context.bytes,
    context_low_bytes: context.low,
    context_high_bytes: context.high,
    source: "catalogue",
    context_kind: "assumed",
    context_source: context.source,
  });
  const own = { name: "mine", memory_bytes: bytes(8 * GIB), compute_capability: "8.6", multiprocessors: 28 };
  const device = deviceOf({ kind: "custom", ...own });
  assert.deepEqual([device.name, device.usable_bytes, device.source], ["mine", 8 * GIB, "custom"]);
  assert.throws(() => deviceOf({ kind: "catalogue", id: "none" }), RangeError);
});
