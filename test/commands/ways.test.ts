import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, parseDocument } from "yaml";
import type { CheckPorts } from "../../src/commands/check-ports.ts";
import { MOST_TRACES } from "../../src/commands/ways.ts";
import { byCost, COSTS, type Way, type WayChange } from "../../src/compare/way.ts";
import type { TrainingResult } from "../../src/compare/result.ts";
import type { Training } from "../../src/config/training.ts";
import { GIB, MIB } from "../../src/memory/bytes.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import { randomFrom } from "../predict/random-networks.ts";
import { measuredOnT4, predictedOn, t4 } from "../report/fixtures.ts";
import { checked, configOf, MATRIX, noTraces, own, tracing } from "./model-of-ways.ts";

const CONTEXT = contextOf("t4");

function contextOf(id: string): number {
  return deviceOf({ kind: "catalogue", id }).context_bytes;
}

/** "time batch_size: 32, gradient_accumulation: 2", as the config would have it. */
const lineOf = ({ cost, changes }: Way) => `${cost} ${changes.map(({ key, value }) => `${key}: ${value}`).join(", ")}`;
const linesOf = ({ ways }: TrainingResult) => ways.map(lineOf);
const gibOf = (size: number) => size / GIB;

/** The text with the changes in it, as a person would write them. */
function written(text: string, changes: readonly WayChange[]): string {
  const document = parseDocument(text);
  for (const { key, value, where } of changes)
    if (where !== "environment") document.setIn(["trainings", "one", key], document.createNode(parse(value)));
  return document.toString();
}

/** Each way, written into the text and predicted from scratch, needs what is said of it. */
async function holdsFromScratch(text: string, result: TrainingResult, trace: CheckPorts["trace"]): Promise<void> {
  for (const { changes, device_bytes, limit_bytes, fits, max_batch_size } of result.ways) {
    const allocConf = changes.find(({ where }) => where === "environment")?.value ?? "";
    const again = await checked(written(text, changes), trace, { allocConf });
    const about = `${text}\n${JSON.stringify(changes)}`;
    assert.ok(again.prediction?.kind === "predicted", about);
    assert.equal(again.prediction.profile.device_bytes, device_bytes, about);
    assert.equal(again.budget?.limit_bytes, limit_bytes, about);
    assert.equal(again.verdict, fits ? "pass" : "fail", about);
    if (max_batch_size !== undefined) assert.equal(again.batches?.max_batch_size, max_batch_size, about);
  }
}

// One weight of 4096 × 4096 float32 is 64 MiB, a segment of its own; so are its gradient, what Adam keeps of it twice, and
// the square roots of the step. Beside them lie two workspaces of cuBLAS of 8.125 MiB in a segment of 20 MiB, small tensors
// in one of 2 MiB, and the context of a T4, 141 MiB.
test("check() finds that a fused step, or SGD's, brings a matrix back under its budget, by hand", async () => {
  const text = configOf(MATRIX);
  const weight = 4096 * 4096 * 4;
  const around = (20 + 2 + 141) * MIB;
  const result = await checked(text);
  assert.equal(result.budget?.needed_bytes, (1 + 1 + 2 + 1) * weight + around); // 483 MiB
  const [fused] = result.ways;
  assert.ok(fused !== undefined);
  assert.equal(lineOf(fused), "none optimizer: {Adam: {lr: 0.001, fused: true}}");
  assert.equal(fused.device_bytes, (1 + 1 + 2) * weight + around); // 419 MiB
  assert.equal(fused.saves_bytes, weight);
  assert.ok(fused.fits);

  // under 360 MiB only SGD fits, which keeps a momentum, and whose step needs no list
  const less = await checked(written(text, [{ key: "budget", value: "360 MiB", where: "config" }]));
  assert.deepEqual(linesOf(less), ["training optimizer: {SGD: {lr: 0.001, momentum: 0.9}}"]);
  assert.equal(less.ways[0]?.device_bytes, (1 + 1 + 1) * weight + around); // 355 MiB
  await holdsFromScratch(text, result, noTraces);
});

// 1 + 2 GiB of weights and state, then 256 MiB a sample with gradients of 1 GiB, in the backward pass.
test("check() tells what each change comes to, the cheapest first, those of one cost by what they leave", async () => {
  const told: string[] = [];
  const text = own();
  const result = await checked(text, tracing(told));
  assert.equal(result.budget?.needed_bytes, CONTEXT + (1 + 2 + 16 + 1) * GIB);
  const needs = result.ways.map((way) => [lineOf(way), gibOf(way.device_bytes - CONTEXT)]);
  assert.deepEqual(needs, [
    ["time activation_checkpointing: true", 1 + 2 + 16 / 4 + 1],
    ["time batch_size: 32, gradient_accumulation: 2", 1 + 2 + 16 / 2 + 1],
    [
      "hardware batch_size: 32, distributed: {strategy: fsdp2, processes: 2, wrap: []}",
      (1 + 2 + 16 + 1) / 2 + 616 / 1024,
    ],
    ["hardware device: rtx3090", 20 + (contextOf("rtx3090") - CONTEXT) / GIB],
    ["hardware device: a5000", 20 + (contextOf("a5000") - CONTEXT) / GIB],
  ]);
  // the batch of 64 and others for the largest batch, then one trace for each way, and float16, which saves nothing here
  const asked = told.slice(told.indexOf("one at 64", 1));
  assert.ok(asked.length <= MOST_TRACES, told.join());
  await holdsFromScratch(text, result, tracing([]));
});

const TABLE: readonly (readonly [what: string, keys: Readonly<Record<string, string>>, ways: readonly string[]])[] = [
  [
    "bfloat16 on a card that has it, and a batch that stays whole",
    { device: "l4", batch_size: "90", optimizer: "{AdamW: {fused: true}}", budget: "19 GiB" },
    [
      "time activation_checkpointing: true",
      "time batch_size: 45, gradient_accumulation: 2",
      "numerics precision: bf16-mixed",
      "hardware batch_size: 45, distributed: {strategy: fsdp2, processes: 2, wrap: []}",
    ],
  ],
  [
    "the largest batch that divides the samples of a step",
    { batch_size: "48", gradient_accumulation: "6", budget: "12.5 GiB" },
    [
      "time activation_checkpointing: true",
      "time batch_size: 32, gradient_accumulation: 9",
      "hardware batch_size: 24, distributed: {strategy: fsdp2, processes: 2, wrap: []}",
    ],
  ],
  [
    "fewer batches a step where their size cannot be shared",
    { batch_size: "25", gradient_accumulation: "6", budget: "9.5 GiB", model: "own:plain" },
    [
      "time batch_size: 15, gradient_accumulation: 10",
      "hardware gradient_accumulation: 3, distributed: {strategy: fsdp2, processes: 2, wrap: []}",
    ],
  ],
  [
    "the same processes with the model in parts, before there are more of them",
    { batch_size: "64", budget: "19 GiB", model: "own:plain", distributed: "{strategy: ddp, processes: 4}" },
    [
      "time batch_size: 32, gradient_accumulation: 2",
      "time distributed: {strategy: fsdp2, processes: 4, wrap: []}",
      "hardware batch_size: 32, distributed: {strategy: fsdp2, processes: 8, wrap: []}",
    ],
  ],
  [
    "the classes that are checkpointed as those that are sharded",
    { batch_size: "64", budget: "12.5 GiB", activation_checkpointing: "[Block]" },
    [
      "time batch_size: 32, gradient_accumulation: 2",
      "hardware batch_size: 32, distributed: {strategy: fsdp2, processes: 2, wrap: [Block]}",
    ],
  ],
  [
    "batches to measure in its place that stay below a smaller one",
    { batch_size: "64", measure_at: "[8, 48]", budget: "12.5 GiB", model: "own:plain" },
    [
      "time batch_size: 32, gradient_accumulation: 2, measure_at: [4, 24]",
      "hardware batch_size: 32, distributed: {strategy: fsdp2, processes: 2, wrap: []}, measure_at: [4, 24]",
    ],
  ],
  [
    "two changes where none alone is enough",
    {
      batch_size: "3",
      budget: "4.65 GiB",
      optimizer: "{AdamW: {lr: 0.001, foreach: true}}",
      model: "own:plain",
      device: "l4",
    },
    [
      "time optimizer: {AdamW: {lr: 0.001, foreach: false, fused: true}}, batch_size: 1, gradient_accumulation: 3",
      "numerics optimizer: {AdamW: {lr: 0.001, foreach: false, fused: true}}, precision: bf16-mixed",
    ],
  ],
  [
    "what comes nearest where nothing is enough",
    {
      batch_size: "1",
      budget: "3 GiB",
      optimizer: "{SGD: {momentum: 0.9, fused: true}}",
      model: "own:plain",
      device: "l4",
    },
    ["numerics precision: bf16-mixed"],
  ],
];

for (const [what, keys, ways] of TABLE) {
  test(`check() finds ${what}`, async () => {
    const text = own(keys);
    const result = await checked(text, tracing([]));
    assert.deepEqual(linesOf(result), ways);
    await holdsFromScratch(text, result, tracing([]));
  });
}

test("check() looks for no way where the training fits well", async () => {
  const told: string[] = [];
  const result = await checked(own({ batch_size: "8" }), tracing(told));
  assert.equal(result.verdict, "pass");
  assert.deepEqual([result.ways, result.unknown_ways], [[], []]);
  assert.ok(!told.includes("one at 4"));
});

test("check() looks for more room where a training hardly fits", async () => {
  const text = own({ batch_size: "32", budget: "12.5 GiB", model: "own:plain" });
  const result = await checked(text, tracing([]));
  assert.deepEqual(
    result.findings.map(({ kind }) => kind),
    ["not-measured", "tight"],
  );
  assert.deepEqual(linesOf(result), [
    "time batch_size: 16, gradient_accumulation: 2",
    "hardware batch_size: 16, distributed: {strategy: fsdp2, processes: 2, wrap: []}",
  ]);
  assert.ok(result.ways.every(({ tight }) => !tight));
  await holdsFromScratch(text, result, tracing([]));
});

test("check() says of which changes nothing is known, and why", async () => {
  const { unknown_ways } = await checked(own({ model: "own:plain" }), tracing([]));
  assert.deepEqual(
    unknown_ways.map(({ changes, why }) => [changes.map(({ key }) => key), why]),
    [[["activation_checkpointing"], "Plain cannot switch checkpointing on by itself"]],
  );
});

test("check() asks for no more than MOST_TRACES traces to look for ways", async () => {
  const told: string[] = [];
  const few = { batch_size: "60", budget: "2 GiB", device: "l4", optimizer: "{AdamW: {lr: 0.001}}" };
  const result = await checked(own(few), tracing(told));
  // for the training itself and its largest batch, of which there is none
  const [before, after] = [told.slice(0, 4), told.slice(4)];
  assert.deepEqual(before, ["one at 60", "one at 121", "one at 1", "one at 243"]);
  assert.equal(after.length, MOST_TRACES);
  assert.ok(result.unknown_ways.some(({ why }) => why.startsWith(`no more than ${MOST_TRACES} traces`)));
  assert.ok(result.ways.length > 0 && result.ways.every(({ fits }) => !fits));
});

const RUN = { run: "python train.py --batch {batch_size}", batch_size: "64", device: "t4" };

test("check() tells of a command alone the batch that it can be told, and a card", async () => {
  const text = configOf(RUN);
  const result = await checked(text, tracing([]));
  // 13.1 GiB less the context, weights, state and gradients hold 35 samples of 256 MiB
  assert.deepEqual(linesOf(result), ["hardware device: rtx3090", "hardware device: a5000", "training batch_size: 35"]);
  await holdsFromScratch(text, result, tracing([]));
  const fixed = await checked(configOf({ ...RUN, budget: "13 GiB" }), tracing([]));
  assert.deepEqual(linesOf(fixed), ["training batch_size: 35"]);
  const untold = await checked(configOf({ ...RUN, run: "python train.py", budget: "13 GiB" }), tracing([]));
  assert.deepEqual(linesOf(untold), []);
});

test("check() replays under expandable segments, and finds smaller batches of layers without a trace", async () => {
  const text = configOf({
    ...MATRIX,
    model: "{layers: [{Linear: [3000, 3000]}, ReLU, {Linear: [3000, 3000]}, Tanh, {Linear: [3000, 10]}]}",
    input: "[3000]",
    target: "{classes: 10}",
    batch_size: "4096",
    budget: "693 MiB",
  });
  const result = await checked(text);
  assert.deepEqual(linesOf(result), [
    "none PYTORCH_CUDA_ALLOC_CONF: expandable_segments:True",
    "none optimizer: {Adam: {lr: 0.001, fused: true}}",
    "time batch_size: 2048, gradient_accumulation: 2",
  ]);
  await holdsFromScratch(text, result, noTraces);
});

// Inputs, outputs and their log-softmax of 20,000 rows of 4096 float32 are 3 × 312.5 MiB, beside the 256 MiB of weights,
// gradients and state: too much. Of 10,000 rows they are half.
test("check() finds a smaller evaluation where that is what needs the most", async () => {
  const text = configOf({ ...MATRIX, evaluation: "{batch_size: 40000}", budget: "1200 MiB" });
  const result = await checked(text);
  assert.ok(result.prediction?.kind === "predicted" && result.prediction.profile.peak.phase === "evaluation");
  assert.ok(linesOf(result).includes("time evaluation: {batch_size: 10000}"), linesOf(result).join("\n"));
  await holdsFromScratch(text, result, noTraces);
});

test("check() takes what was measured beyond the prediction to stay", async () => {
  const beyond = 30 * MIB;
  const measure = (training: Training) => {
    assert.ok(training.kind === "described");
    const { profile } = predictedOn(training, t4());
    const sizes = {
      reserved_bytes: profile.reserved_bytes + beyond,
      device_bytes: profile.device_bytes + beyond,
    };
    return Promise.resolve(measuredOnT4(training, 1, sizes));
  };
  const predicted = await checked(configOf(MATRIX));
  const measured = await checked(configOf(MATRIX), noTraces, { measure });
  assert.equal(measured.budget?.from, "measurement");
  const [[fused], [and]] = [predicted.ways, measured.ways];
  assert.ok(fused !== undefined && and !== undefined);
  assert.deepEqual(and.changes, fused.changes);
  assert.equal(and.device_bytes, fused.device_bytes + beyond);
  assert.equal(and.saves_bytes, fused.saves_bytes);
});

/** A network of a few wide layers, one of the optimizers and a batch, as a text. */
function randomText(random: () => number): string {
  const pick = <T>(all: readonly [T, ...T[]]): T => all[Math.floor(random() * all.length)] ?? all[0];
  const widths = Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick([64, 500, 1024, 3000]));
  const layers = widths
    .slice(1)
    .flatMap((width, index) => [
      `{Linear: [${widths[index]}, ${width}]}`,
      ...(random() < 0.3 ? [`{BatchNorm1d: ${width}}`] : []),
      pick(["ReLU", "GELU", "Tanh"]),
    ]);
  return configOf({
    model: `{layers: [${layers.join(", ")}, {Linear: [${widths.at(-1)}, 10]}]}`,
    input: `[${widths[0]}]`,
    target: "{classes: 10}",
    loss: "CrossEntropyLoss",
    optimizer: pick([
      "Adam",
      "{AdamW: 0.01}",
      "{AdamW: [0.01, {amsgrad: true}]}",
      "{Adam: {foreach: true}}",
      "{SGD: {lr: 0.1, momentum: 0.9}}",
      "{RMSprop: {centered: true}}",
      "{NAdam: {foreach: false}}",
    ]),
    batch_size: String(pick([3, 64, 4096, 30_000])),
    device: pick(["t4", "l4", "a100-80"]),
  });
}

const SEED = Number(process.env["VRAM_BUDGET_SEED"] ?? 1);
/** VRAM_BUDGET_NETWORKS draws more. */
const NETWORKS = Number(process.env["VRAM_BUDGET_NETWORKS"] ?? 10);

test("of random networks no way that fits is over its budget, their order holds, and each holds from scratch", async () => {
  const seen = new Set<string>();
  for (let seed = SEED; seed < SEED + NETWORKS; seed += 1) {
    const random = randomFrom(seed);
    const text = randomText(random);
    const { budget } = await checked(text);
    assert.ok(budget !== undefined);
    const share = 0.6 + 0.45 * random();
    const size = `${Math.floor((share * budget.needed_bytes) / MIB)} MiB`;
    const asked = written(text, [{ key: "budget", value: size, where: "config" }]);
    const result = await checked(asked);
    const { ways } = result;
    for (const way of ways) {
      assert.equal(way.fits, way.device_bytes <= way.limit_bytes);
      assert.equal(way.saves_bytes, budget.needed_bytes - way.device_bytes);
      for (const { key } of way.changes) seen.add(`${way.cost} ${key}`);
    }
    const [one] = ways;
    if (one?.fits === true) {
      assert.deepEqual(ways, ways.toSorted(byCost));
      const ranks = ways.map(({ cost }) => COSTS.indexOf(cost));
      assert.deepEqual(
        ranks,
        ranks.toSorted((a, b) => a - b),
      );
      assert.ok(ways.every(({ fits }) => fits));
    } else assert.ok(ways.every(({ fits }) => !fits));
    await holdsFromScratch(asked, result, noTraces);
  }
  // without traces these are what the layers engine answers
  for (const kind of ["none optimizer", "time batch_size", "numerics batch_size", "training optimizer"])
    assert.ok(seen.has(kind), [...seen].join());
});
