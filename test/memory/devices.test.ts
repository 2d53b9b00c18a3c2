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

test("contextOf() is a stack for every resident thread, and what else was seen", () => {
  // RTX 6000 Ada: 142 × 1536 KiB = 213 MiB, and 213 MiB: the 426 MiB that were published for it
  assert.equal(contextOf({ compute_capability: "8.9", multiprocessors: 142 }).bytes, 426 * MIB);
  // H100: 132 × 2048 KiB = 264 MiB, and 213 MiB
  assert.equal(contextOf({ compute_capability: "9.0", multiprocessors: 132 }).bytes, 477 * MIB);
  // T4: 40 × 1024 KiB = 40 MiB, and 213 MiB
  assert.equal(contextOf({ compute_capability: "7.5", multiprocessors: 40 }).bytes, 253 * MIB);
});

test("contextOf() holds the contexts that were published", () => {
  const rows: readonly (readonly [string, string, number, number])[] = [
    ["RTX A2000", "8.6", 26, 0.13 * GIB],
    ["RTX 6000 Ada", "8.9", 142, 426 * MIB],
    ["RTX 5090, low", "12.0", 170, 0.59 * GIB],
    ["RTX 5090, high", "12.0", 170, 0.71 * GIB],
  ];
  for (const [name, compute_capability, multiprocessors, seen] of rows) {
    const { low, high } = contextOf({ compute_capability, multiprocessors });
    assert.ok(low <= seen + MIB && seen <= high + MIB, name); // published to two digits
  }
  for (const device of DEVICES) {
    const { low, bytes: middle, high } = contextOf(device);
    assert.ok(low < middle && middle < high, device.id);
  }
});

test("deviceOf() gives a device of the catalogue, and one of the config's own", () => {
  assert.deepEqual(deviceOf({ kind: "catalogue", id: "h100-80" }), {
    kind: "cuda",
    name: "NVIDIA H100 80GB HBM3",
    usable_bytes: Math.floor(79.1 * GIB),
    compute_capability: "9.0",
    multiprocessors: 132,
    context_bytes: 477 * MIB,
    source: "catalogue",
    context_source: contextOf({ compute_capability: "9.0", multiprocessors: 132 }).source,
  });
  const own = { name: "mine", memory_bytes: bytes(8 * GIB), compute_capability: "8.6", multiprocessors: 28 };
  const device = deviceOf({ kind: "custom", ...own });
  assert.deepEqual([device.name, device.usable_bytes, device.source], ["mine", 8 * GIB, "custom"]);
  assert.throws(() => deviceOf({ kind: "catalogue", id: "none" }), RangeError);
});
