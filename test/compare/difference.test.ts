import assert from "node:assert/strict";
import { test } from "node:test";
import { type Difference, type DifferencePart, differenceOf, mainReason } from "../../src/compare/difference.ts";
import { enumeratedAtPeaks } from "../../src/compare/enumerated.ts";
import type { Measurement, MeasurementDocument } from "../../src/measure/measurement.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { amongProcesses } from "../../src/memory/communicator.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import { CATEGORIES, PHASES } from "../../src/memory/trace.ts";
import { randomFrom } from "../predict/random-networks.ts";
import { documentOf, measuredOnCpu, predictedOn, t4, trainingOf } from "../report/fixtures.ts";

type Predicted = ReturnType<typeof predictedOn>;

function differenceBetween(told: Predicted, document: MeasurementDocument, isOfOneProcess: boolean): Difference {
  return differenceOf(told, document, enumeratedAtPeaks(told.trace, told.device), isOfOneProcess);
}

const mlp = trainingOf();
const predicted = predictedOn(mlp, t4());
const { profile } = predicted;
const exact = documentOf(mlp, { step_peaks: [ended(3), ended(10)] });

/** A step that ends with what is predicted, and so much more. */
function ended(step: number, more = 0) {
  return { step, ...peaks(profile.allocated_bytes), end_allocated_bytes: bytes(profile.between_steps_bytes + more) };
}

/** The measurement with `more` of a category, which is alive at the peak, reserved and taken of the card. */
function withMore(more: number, name: "parameters" | "buffers" | "gradients" | "optimizer" | "batch" | "rest") {
  const { peak } = exact;
  const categories = name === "rest" ? peak.categories : { ...peak.categories, [name]: peak.categories[name] + more };
  const unattributed_bytes = peak.unattributed_bytes + (name === "rest" ? more : 0);
  return documentOf(mlp, {
    ...larger(more),
    step_peaks: exact.step_peaks,
    peak: { ...peak, categories, unattributed_bytes },
  });
}

function larger(more: number) {
  const { allocated_bytes, reserved_bytes, device_bytes } = exact;
  return {
    allocated_bytes: allocated_bytes + more,
    reserved_bytes: reserved_bytes + more,
    device_bytes: device_bytes + more,
  };
}

type Case = readonly [
  what: string,
  document: MeasurementDocument,
  parts: Readonly<Partial<Record<DifferencePart, number>>>,
  unexplained: number,
];

const others = [{ pid: 1, used_bytes: bytes(500 * MIB) }];
const highest = t4().context_high_bytes; // 327 MiB, of which 141 are predicted
const contextOf = (context_bytes: number, more: Partial<MeasurementDocument> = {}) => ({
  ...exact,
  ...more,
  context_bytes: bytes(context_bytes),
  device_bytes: bytes(exact.reserved_bytes + context_bytes),
});
const inEvaluation = {
  ...withMore(3 * MIB, "rest"),
  peak: { ...withMore(3 * MIB, "rest").peak, phase: "evaluation" as const },
};

const cases: readonly Case[] = [
  ["nothing", exact, {}, 0],
  ["gradients of another size", withMore(4096, "gradients"), { gradients: 4096 }, 0],
  ["a batch of another size", withMore(4096, "batch"), { batch: 4096 }, 0],
  ["buffers", withMore(4096, "buffers"), { buffers: 4096 }, 0],
  ["state of the optimizer", withMore(4096, "optimizer"), { optimizer: 4096 }, 0],
  ["weights of another dtype", withMore(407_552, "parameters"), { parameters: 407_552 }, 0],
  [
    "weights of a second model",
    { ...withMore(407_552, "parameters"), parameters: 2 * 101_770 },
    { "code that the prediction did not see": 407_552 },
    0,
  ],
  ["activations, which nothing tells from scratch", withMore(5000, "rest"), {}, 5000],
  [
    "a tensor that the loop keeps",
    { ...withMore(5000, "rest"), step_peaks: [ended(9, 5000), ended(10, 9999)] },
    { "held between steps": 5000 },
    0,
  ],
  [
    "a tensor that the loop keeps, and activations",
    { ...withMore(5000, "rest"), step_peaks: [ended(9, 3000)] },
    { "held between steps": 3000 },
    2000,
  ],
  ["a tensor that is kept, and gone at the peak", { ...exact, step_peaks: [ended(9, 3000)] }, {}, 0],
  ["slack and cached blocks", { ...exact, ...reserved(2 * MIB) }, { "allocator overhead": 2 * MIB }, 0],
  ["the context", contextOf(200 * MIB), { "CUDA context": (200 - 141) * MIB }, 0],
  ["a smaller context", contextOf(100 * MIB), { "CUDA context": (100 - 141) * MIB }, 0],
  [
    "a context that was seen, with others on the card",
    contextOf(highest, { co_tenants: others }),
    { "CUDA context": highest - 141 * MIB },
    0,
  ],
  [
    "others on the card, beyond any context",
    contextOf(highest + 100 * MIB, { co_tenants: others }),
    { "CUDA context": highest - 141 * MIB, "other processes": 100 * MIB },
    0,
  ],
  [
    "no more of others than they held",
    contextOf(highest + 600 * MIB, { co_tenants: others }),
    { "CUDA context": highest - 141 * MIB + 100 * MIB, "other processes": 500 * MIB },
    0,
  ],
  [
    "an evaluation that the config does not name",
    { ...inEvaluation, phases: { ...exact.phases, evaluation: peaks(inEvaluation.allocated_bytes) } },
    { "code that the prediction did not see": 3 * MIB },
    0,
  ],
];

for (const [what, document, parts, unexplained] of cases) {
  test(`differenceOf() names ${what}`, () => {
    const difference = differenceBetween(predicted, document, true);
    assert.deepEqual(Object.fromEntries(difference.parts.map((part) => [part.name, part.delta_bytes])), parts);
    assert.equal(difference.unexplained_bytes, unexplained);
    assert.equal(difference.total_bytes, document.device_bytes - profile.device_bytes);
  });
}

// Predicted: 19,281,408 in the optimizer, where gradients of 407,552 are; 18,907,136 in backward. Observed: a peak of
// 19,300,000 in backward, where as many gradients are as predicted for there.
test("differenceOf() compares like with like where the peaks are in different phases", () => {
  assert.deepEqual([profile.peak.phase, profile.allocated_bytes], ["optimizer", 19_281_408]);
  assert.equal(profile.phases.backward?.allocated_bytes, 18_907_136);
  const more = 19_300_000 - 19_281_408;
  const gradients = 401_408 + 512 + 5_120 + 512; // 784 × 128 × 4, 128 × 4, 128 × 10 × 4 and 10 × 4 in blocks of 512
  const { categories } = exact.peak;
  const known = categories.parameters + categories.optimizer + categories.batch + gradients;
  const difference = differenceBetween(
    predicted,
    {
      ...documentOf(mlp, larger(more)),
      step_peaks: exact.step_peaks,
      peak: {
        phase: "backward",
        step: 10,
        categories: { ...categories, gradients: bytes(gradients) },
        unattributed_bytes: bytes(19_300_000 - known),
      },
    },
    true,
  );
  assert.deepEqual(difference.parts, [{ name: "peak in another phase", delta_bytes: 18_907_136 - 19_281_408 }]);
  assert.equal(difference.unexplained_bytes, 19_300_000 - 18_907_136);
});

// A 3 × 3 convolution of 64 channels: what cuDNN takes for it is a rule with an interval.
test("differenceOf() gives cuDNN's workspaces what their interval leaves open, and no more", () => {
  const conv = trainingOf({
    model: "{layers: [{Conv2d: [3, 64, 3]}, ReLU, {Conv2d: [64, 64, 3]}, Flatten, {Linear: [50176, 10]}]}",
    input: "[3, 32, 32]",
  });
  const l4 = deviceOf({ kind: "catalogue", id: "l4" }); // with tensor cores for float32; a T4 has none
  const prediction = predictedOn(conv, l4);
  const doubt = prediction.intervals.allocated.doubts.find(({ part }) => part === "cuDNN workspaces");
  assert.ok(doubt !== undefined && doubt.above_bytes > MIB);
  const measured = documentOf(conv, { step_peaks: [] }, l4);
  const withRest = (more: number) =>
    differenceBetween(
      prediction,
      {
        ...measured,
        allocated_bytes: bytes(measured.allocated_bytes + more),
        reserved_bytes: bytes(measured.reserved_bytes + more),
        device_bytes: bytes(measured.device_bytes + more),
        peak: { ...measured.peak, unattributed_bytes: bytes(measured.peak.unattributed_bytes + more) },
      },
      true,
    );
  const workspace = (delta_bytes: number) => [{ name: "library workspace", delta_bytes }];
  assert.deepEqual(withRest(MIB).parts, workspace(MIB));
  assert.deepEqual(withRest(doubt.above_bytes + 1000).parts, workspace(doubt.above_bytes));
  assert.equal(withRest(doubt.above_bytes + 1000).unexplained_bytes, 1000);
  const below = 0 - doubt.below_bytes;
  assert.deepEqual(withRest(below - 1000).parts, workspace(below));
  assert.equal(withRest(below - 1000).unexplained_bytes, -1000);
});

// A tensor that is made after a step, before the next batch, is taken for a part of it where tensors are counted.
test("differenceOf() does not take for a batch on the CPU what no model was given", () => {
  const onCpu = predictedOn(mlp, { kind: "cpu", name: "CPU" });
  const { document } = measuredOnCpu(mlp) as Extract<Measurement, { kind: "measured" }>;
  const kept = 400_000;
  const size = document.allocated_bytes + kept;
  const { categories } = document.peak;
  const difference = (nominal: number) =>
    differenceBetween(
      onCpu,
      {
        ...document,
        ...peaks(size),
        device_bytes: bytes(size),
        nominal_bytes: { ...document.nominal_bytes, batch: bytes(document.nominal_bytes.batch + nominal) },
        peak: { ...document.peak, categories: { ...categories, batch: bytes(categories.batch + kept) } },
        step_peaks: [{ step: 3, ...peaks(size), end_allocated_bytes: bytes(onCpu.profile.between_steps_bytes + kept) }],
      },
      true,
    );
  assert.deepEqual(difference(0).parts, [{ name: "held between steps", delta_bytes: kept }]);
  assert.deepEqual(difference(kept).parts, [{ name: "batch", delta_bytes: kept }]);
});

// DDP keeps 407,080 bytes of gradients in buckets, and the loop 1,000 of its own.
test("differenceOf() tells what several processes hold from what the loop keeps, where one was predicted", () => {
  const document = {
    ...withMore(408_080, "rest"),
    step_peaks: [ended(9, 408_080)],
    distributed: bucketsOf(407_080),
  };
  assert.deepEqual(differenceBetween(predicted, document, true).parts, [
    { name: "data parallel", delta_bytes: 407_080 },
    { name: "held between steps", delta_bytes: 1000 },
  ]);
  assert.deepEqual(differenceBetween(predicted, document, false).parts, [
    { name: "held between steps", delta_bytes: 408_080 },
  ]);
});

test("differenceOf() counts NCCL's communicator with the context, as the driver does", () => {
  const among = predictedOn(mlp, amongProcesses(t4()));
  const { context_bytes, communicator_bytes } = among.profile;
  const usual = context_bytes + communicator_bytes; // 141 and 616 MiB
  const of = (size: number, more: Partial<MeasurementDocument> = {}) =>
    differenceBetween(among, contextOf(size, more), false).parts;
  assert.deepEqual(of(usual), []);
  assert.deepEqual(of(usual + 5 * MIB), [{ name: "CUDA context", delta_bytes: 5 * MIB }]);
  // Beside another process of 500 MiB: 327 of a context and 688 of a communicator were seen, and 985 MiB may be both.
  assert.deepEqual(of(985 * MIB, { co_tenants: others }), [{ name: "CUDA context", delta_bytes: 985 * MIB - usual }]);
  assert.deepEqual(of(1020 * MIB, { co_tenants: others }), [
    { name: "CUDA context", delta_bytes: (327 + 688) * MIB - usual },
    { name: "other processes", delta_bytes: (1020 - 327 - 688) * MIB },
  ]);
});

test("mainReason() is the largest part of the difference's own sign", () => {
  const parts = [
    { name: "CUDA context", delta_bytes: -500 },
    { name: "allocator overhead", delta_bytes: 300 },
  ] as const;
  const reason = (unexplained_bytes: number, total_bytes: number) =>
    mainReason({ parts, unexplained_bytes, total_bytes })?.name;
  assert.equal(reason(400, 200), "unexplained");
  assert.equal(reason(250, 50), "allocator overhead");
  assert.equal(reason(0, -200), "CUDA context");
  assert.equal(mainReason({ parts: [], unexplained_bytes: 0, total_bytes: 0 }), undefined);
});

const SEED = Number(process.env["VRAM_BUDGET_SEED"] ?? 1);

test(`the parts of 2,000 random differences add up, and none is without a reason (seed ${SEED})`, () => {
  const random = randomFrom(SEED);
  const some = (most: number) => bytes(Math.floor(random() * most));
  const onCpu = predictedOn(mlp, { kind: "cpu", name: "CPU" });
  const cpuDocument = measuredOnCpu(mlp);
  assert.ok(cpuDocument.kind === "measured");
  for (let count = 0; count < 2000; count += 1) {
    const onCard = count % 2 === 0;
    const base = onCard ? exact : cpuDocument.document;
    const categories = { ...base.peak.categories };
    for (const name of CATEGORIES.slice(0, onCard ? 5 : 8)) categories[name] = some(20 * MIB);
    const unattributed_bytes = onCard ? some(100 * MIB) : bytes(0);
    const allocated = CATEGORIES.reduce((sum, name) => sum + categories[name], unattributed_bytes as number);
    const reserved_bytes = bytes(allocated + (onCard ? some(50 * MIB) : 0));
    const context_bytes = onCard ? some(600 * MIB) : bytes(0);
    const phase = PHASES[Math.floor(random() * PHASES.length)] ?? "forward";
    const document: MeasurementDocument = {
      ...base,
      parameters: Math.floor(random() * 203_540),
      nominal_bytes: { ...base.nominal_bytes, gradients: some(MIB), batch: some(MIB) },
      allocated_bytes: bytes(allocated),
      reserved_bytes,
      context_bytes,
      device_bytes: bytes(reserved_bytes + context_bytes),
      phases: { ...base.phases, [phase]: peaks(allocated) },
      peak: { phase, step: 5, categories, unattributed_bytes },
      step_peaks: [3, 4, 5].map((step) => ({ step, ...peaks(allocated), end_allocated_bytes: some(allocated) })),
      distributed: random() < 0.5 ? null : bucketsOf(some(20 * MIB)),
      co_tenants: onCard && random() < 0.5 ? [{ pid: 1, used_bytes: some(300 * MIB) }] : [],
    };
    const beside = onCard ? predicted : onCpu;
    const { parts, unexplained_bytes, total_bytes } = differenceBetween(beside, document, random() < 0.5);
    const sum = parts.reduce((total, part) => total + part.delta_bytes, unexplained_bytes);
    assert.equal(sum, total_bytes);
    assert.equal(total_bytes, document.device_bytes - beside.profile.device_bytes);
    const named = new Map(parts.map((part) => [part.name, part.delta_bytes]));
    assert.ok((named.get("other processes") ?? 0) >= 0);
    assert.ok((named.get("peak in another phase") ?? 0) <= 0);
    assert.ok((named.get("code that the prediction did not see") ?? 0) >= 0);
    if (!onCard) assert.ok(!named.has("CUDA context") && !named.has("allocator overhead"));
  }
});

function peaks(size: number) {
  return { allocated_bytes: bytes(size), reserved_bytes: bytes(size) };
}

function reserved(more: number) {
  return {
    reserved_bytes: bytes(exact.reserved_bytes + more),
    device_bytes: bytes(exact.device_bytes + more),
  };
}

function bucketsOf(gradient_bucket_bytes: number): MeasurementDocument["distributed"] {
  const [unsharded_bytes, sharded_parameters_bytes] = [bytes(0), bytes(0)];
  const process = { strategy: "ddp", rank: 0, world_size: 2 } as const;
  return { ...process, gradient_bucket_bytes: bytes(gradient_bucket_bytes), unsharded_bytes, sharded_parameters_bytes };
}
