import assert from "node:assert/strict";
import { test } from "node:test";
import type { CheckPorts } from "../../src/commands/check-ports.ts";
import { AS_CONFIGURED, check } from "../../src/commands/check.ts";
import type { DescribedTraining } from "../../src/config/training.ts";
import type { CalibrationRecord, ObservedContext } from "../../src/measure/calibration.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { measuredOnT4, NOT_MEASURED, trainingOf } from "../report/fixtures.ts";

const callable: DescribedTraining = {
  ...trainingOf({ name: "own", batch_size: "8" }),
  model: { kind: "callable", place: { file: "vram-budget.yml", line: 3, column: 5 }, target: "own:model", args: {} },
};
const config = (...trainings: readonly DescribedTraining[]) => [
  { config: { file: "vram-budget.yml", trainings }, workspace: "/" },
];

/** A tracer of one storage of 32 MiB a sample, which tells what happens to it. */
function fakePorts(told: string[]): CheckPorts {
  return {
    lanes: 1,
    runnerGpu: () => Promise.resolve(undefined),
    measure: () => Promise.resolve(NOT_MEASURED),
    calibration: { known: () => Promise.resolve([]), keep: () => Promise.resolve() },
    trace: (training, device) => {
      told.push(`start ${training.name} for ${device.name}, ${training.warmup} + ${training.steps} steps`);
      return {
        at: (batch_size) => {
          told.push(`batch ${batch_size}`);
          const moment = { phase: "forward", step: 1 };
          const storage = { operator: "aten::relu", module: "", category: "activations", ...moment };
          const events = [{ op: "alloc", id: 0, bytes: (batch_size ?? 1) * 32 * MIB, ...storage }];
          const nominal_bytes = { parameters: 0, buffers: 0, gradients: 0, optimizer: 0, batch: 0 };
          const counts = { parameters: 0, trainable_parameters: 0, nominal_bytes };
          const trace = { schema: "vram-budget/trace@2", torch: "2.13.0", batch_size, events, guesses: [], ...counts };
          return Promise.resolve({ kind: "answered", trace });
        },
        end: () => {
          told.push("end");
          return Promise.resolve();
        },
      };
    },
  };
}

test("check() traces a callable for its card in one process, and ends it", async () => {
  const told: string[] = [];
  const results = await check(fakePorts(told), config(callable), {
    allocConf: "",
    batchSizes: [8, 16, 32],
    verify: false,
  });
  // 90 % of 14.56 GiB less the context of 141 MiB hold 414 samples of 32 MiB
  assert.deepEqual(told, [
    "start own for Tesla T4, 0 + 3 steps",
    "batch 8",
    "batch 16",
    "batch 32",
    "batch 17",
    "batch 414",
    "end",
  ]);
  const [own] = results.trainings;
  assert.equal(own?.batches?.max_batch_size, 414);
  assert.deepEqual(
    own.at_batch_sizes.map((row) => row.kind === "predicted" && [row.batch_size, row.device_bytes, row.headroom_bytes]),
    [8, 16, 32].map((batch) => {
      const device = (141 + 32 * batch) * MIB;
      return [batch, device, (own.budget?.limit_bytes ?? 0) - device];
    }),
  );
});

test("check() replays under the allocator configuration that is asked for, and names it", async () => {
  const allocConf = "roundup_power2_divisions:2";
  const results = await check(fakePorts([]), config({ ...callable, batch_size: 9 }), {
    allocConf,
    batchSizes: [9],
    verify: false,
  });
  const [own] = results.trainings;
  assert.ok(own?.prediction?.kind === "predicted");
  assert.equal(own.prediction.alloc_conf, allocConf);
  assert.equal(own.prediction.profile.reserved_bytes, 384 * MIB); // 288 MiB, rounded up to the half between 256 and 512
  assert.ok(own.at_batch_sizes[0]?.kind === "predicted" && own.at_batch_sizes[0].reserved_bytes === 384 * MIB);
});

test("check() starts no process for layers, and computes their batch sizes", async () => {
  const told: string[] = [];
  const results = await check(fakePorts(told), config(trainingOf()), {
    allocConf: "",
    batchSizes: [64, 1024],
    verify: false,
  });
  assert.deepEqual(told, []);
  const [mlp] = results.trainings;
  assert.ok(mlp?.prediction?.kind === "predicted");
  const [same, larger] = mlp.at_batch_sizes;
  assert.ok(same?.kind === "predicted" && larger?.kind === "predicted");
  assert.equal(same.device_bytes, mlp.prediction.profile.device_bytes);
  assert.equal(same.allocated_bytes, mlp.prediction.profile.allocated_bytes);
  assert.ok(larger.allocated_bytes > same.allocated_bytes);
});

test("check() ends the process where the search throws", async () => {
  const told: string[] = [];
  const ports = fakePorts(told);
  const broken: CheckPorts = {
    ...ports,
    trace: (...asked) => ({ ...ports.trace(...asked), at: () => Promise.reject(new Error("a bug")) }),
  };
  await assert.rejects(check(broken, config(callable)), /a bug/);
  assert.equal(told.at(-1), "end");
});

const KNOWN: CalibrationRecord = {
  card: "Tesla T4",
  driver: "570.86.15",
  torch: "2.13.0",
  context_low_bytes: bytes(200 * MIB),
  context_high_bytes: bytes(200 * MIB),
  measurements: 1,
  measured_on: "2026-11-20",
};

test("check() predicts with the context that was known before the measurement, and keeps what it shows", async () => {
  const kept: ObservedContext[] = [];
  const ports: CheckPorts = {
    ...fakePorts([]),
    measure: () => Promise.resolve(measuredOnT4(trainingOf())),
    calibration: {
      known: () => Promise.resolve([KNOWN]),
      keep: (observed) => {
        kept.push(observed);
        return Promise.resolve();
      },
    },
  };
  const results = await check(ports, config(trainingOf(), trainingOf({ name: "l4", device: "l4" })));
  const [own, other] = results.trainings;
  assert.ok(own?.prediction?.kind === "predicted" && other?.prediction?.kind === "predicted");
  assert.equal(own.prediction.profile.context_bytes, 200 * MIB);
  assert.equal(own.comparison?.predicted.profile.context_bytes, 200 * MIB);
  assert.ok(other.prediction.profile.context_bytes !== 200 * MIB); // no record is about an L4
  const { card, driver, torch } = KNOWN;
  const shown = { card, driver, torch, context_bytes: 141 * MIB };
  assert.deepEqual(kept, [shown, shown]);
});

/** A T4 with memory for batches up to `most`, under a limit of at least 25 MiB. */
function t4Ports(most: number, limits: (number | undefined)[] = []): CheckPorts {
  return {
    ...fakePorts([]),
    measure: (training, _, limit) => {
      assert.ok(training.kind === "described");
      limits.push(limit);
      const out_of_memory = training.batch_size > most || (limit !== undefined && limit < 25 * MIB) ? OUT : null;
      return Promise.resolve(measuredOnT4({ ...training, device: trainingOf().device }, 1, { out_of_memory }));
    },
  };
}

const OUT = {
  phase: "forward",
  step: 1,
  requested_bytes: MIB,
  allocated_bytes: MIB,
  reserved_bytes: 2 * MIB,
  message: "",
} as const;
const PAIR = { batch_size: "1024", measure_at: "[64, 128]" };

test("check() extrapolates what is measured at two batches, for another card too", async () => {
  const h100 = trainingOf({ ...PAIR, name: "h100", device: "h100-80" });
  const { trainings } = await check(t4Ports(128), config(trainingOf(PAIR), h100));
  for (const { budget, verdict, findings, extrapolation } of trainings) {
    assert.equal(budget?.from, "extrapolation");
    assert.equal(verdict, "pass");
    assert.deepEqual([extrapolation?.factor, extrapolation?.measured_on], [8, "Tesla T4"]);
    assert.deepEqual(
      findings.map(({ kind }) => kind),
      ["not-measured"],
    );
    assert.equal(budget.needed_bytes, extrapolation?.card?.device_bytes);
  }
});

test("check() fails where a smaller batch is too much for the budget's card, and decides nothing of another", async () => {
  const h100 = trainingOf({ ...PAIR, name: "h100", device: "h100-80" });
  const [own, other] = (await check(t4Ports(64), config(trainingOf(PAIR), h100))).trainings;
  assert.equal(own?.verdict, "fail");
  assert.ok(own.findings.some(({ kind }) => kind === "out-of-memory"));
  assert.equal(other?.verdict, "unknown");
  assert.ok(other.measurement.kind === "not-measured");
  assert.equal(
    other.measurement.detail,
    "Tesla T4 ran out of memory at batch 128: name smaller batch sizes in measure_at",
  );
});

test("check() with verify runs once more, under the high end of what is predicted to be reserved", async () => {
  const limits: (number | undefined)[] = [];
  const options = { ...AS_CONFIGURED, verify: true };
  const { verdict, trainings } = await check(t4Ports(64, limits), config(trainingOf()), options);
  const [own] = trainings;
  assert.ok(own?.prediction?.kind === "predicted" && own.verification?.kind === "survived");
  const { high_bytes } = own.prediction.intervals.reserved;
  assert.deepEqual(limits, [undefined, high_bytes]);
  assert.equal(own.verification.limit_bytes, high_bytes);
  assert.equal(verdict, "pass");
});

test("check() with verify does not run again what was not measured, or ran out of memory by itself", async () => {
  for (const ports of [fakePorts([]), t4Ports(8)]) {
    const { trainings } = await check(ports, config(trainingOf()), { ...AS_CONFIGURED, verify: true });
    assert.equal(trainings[0]?.verification, undefined);
  }
});
