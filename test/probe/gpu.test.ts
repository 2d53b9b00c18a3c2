import assert from "node:assert/strict";
import { test } from "node:test";
import { deviceOfGpu, deviceOfMeasurement } from "../../src/commands/runner-device.ts";
import { MIB } from "../../src/memory/bytes.ts";
import { parseGpu } from "../../src/probe/gpu.ts";

const rows: readonly (readonly [line: string, gpu: ReturnType<typeof parseGpu>])[] = [
  [
    "NVIDIA L4, 23034, 8.9, 570.86.15\n",
    { name: "NVIDIA L4", memory_mib: 23034, compute_capability: "8.9", driver: "570.86.15" },
  ],
  [
    "Tesla T4, 15360, 7.5, 535.1\nTesla T4, 15360, 7.5, 535.1\n",
    { name: "Tesla T4", memory_mib: 15360, compute_capability: "7.5", driver: "535.1" },
  ],
  ["No devices were found", undefined],
  ["NVIDIA X, [N/A], 8.9, 570", undefined],
  ["", undefined],
];

for (const [line, gpu] of rows) {
  test(`parseGpu() reads ${JSON.stringify(line)}`, () => assert.deepEqual(parseGpu(line), gpu));
}

test("deviceOfGpu() takes live memory over the catalogue's, less what the driver keeps", () => {
  // 15,360 MiB of nvidia-smi less 600 MiB: 14,760 MiB; the catalogue's 14.56 GiB is less, so it stands.
  const [, t4] = rows[1] ?? assert.fail();
  const device = deviceOfGpu(t4 ?? assert.fail());
  assert.ok((device?.usable_bytes ?? 0) <= 14_760 * MIB);
  assert.equal(device?.source, "runner");
  assert.equal(deviceOfGpu({ name: "NVIDIA Z9", memory_mib: 1, compute_capability: "9.9", driver: "1" }), undefined);
});

test("deviceOfMeasurement() is the CPU where no card was measured", () => {
  const device = deviceOfMeasurement({
    kind: "cpu",
    name: "x86_64",
    usable_bytes:
      deviceOfGpu({ name: "Tesla T4", memory_mib: 1000, compute_capability: "7.5", driver: "1" })?.usable_bytes ??
      assert.fail(),
    compute_capability: null,
    multiprocessors: null,
    driver: null,
    torch: "2.13.0",
    cuda: null,
    python: "3.11",
    alloc_conf: "",
  });
  assert.deepEqual(device, { kind: "cpu", name: "CPU" });
});
