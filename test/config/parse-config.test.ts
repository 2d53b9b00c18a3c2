import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseConfig } from "../../src/config/parse-config.ts";
import { formatProblem } from "../../src/config/problem.ts";
import type { Config, Layer, DescribedTraining } from "../../src/config/training.ts";
import { BAD_CONFIGS, GOOD } from "./bad-configs.ts";

const root = join(import.meta.dirname, "../..");

for (const [what, text, ...expected] of BAD_CONFIGS) {
  test(`parseConfig() reports ${what}`, () => {
    assert.deepEqual(problemsOf(text), expected);
  });
}

test("parseConfig() has its table of bad configs in full", () => {
  assert.ok(BAD_CONFIGS.length >= 100);
  assert.equal(new Set(BAD_CONFIGS.map(([what]) => what)).size, BAD_CONFIGS.length);
  for (const [what, , ...expected] of BAD_CONFIGS) assert.ok(expected.length > 0, what);
});

test("parseConfig() fills in every default", () => {
  const training = trainingOf(GOOD);
  assert.deepEqual(
    [training.budget, training.tolerance, training.steps, training.warmup, training.evaluation, training.data],
    [{ kind: "share", share: 0.9 }, 0.05, 8, 2, undefined, undefined],
  );
  assert.deepEqual(trainingOf(GOOD.replace("device: t4\n", "")).device, { kind: "runner" });
  assert.deepEqual(training.optimizer, {
    place: { file: "t.yml", line: 14, column: 16 },
    type: "Adam",
    lr: 0.001,
    betas: [0.9, 0.999],
    eps: 1e-8,
    weight_decay: 0,
    amsgrad: false,
    maximize: false,
    foreach: null,
    fused: null,
  });
});

test("parseConfig() takes what stands in a training before what stands at the top", () => {
  const top = GOOD.replace("device: t4", "device: t4\nbudget: 80%\ntolerance: 1%");
  assert.deepEqual(trainingOf(top).budget, { kind: "share", share: 0.8 });
  const own = trainingOf(`${top}    device: runner\n    budget: 2 GiB\n    tolerance: 2%\n`);
  assert.deepEqual(
    [own.device, own.budget, own.tolerance],
    [{ kind: "runner" }, { kind: "size", limit_bytes: 2_147_483_648 }, 0.02],
  );
});

/** A layer as the config spells it, and what it says without its name and place. */
const LAYERS: readonly (readonly [written: string, expected: object])[] = [
  ["Flatten", { type: "Flatten", start_dim: 1, end_dim: -1 }],
  ["Flatten: [2]", { type: "Flatten", start_dim: 2, end_dim: -1 }],
  ["Linear: [32, 8]", { type: "Linear", in_features: 32, out_features: 8, bias: true }],
  ["Linear: {in_features: 32, out_features: 8, bias: false}", linear(false)],
  ["Linear: [32, {out_features: 8, bias: false}]", linear(false)],
  ["Linear: [32, 8, false]", linear(false)],
  ["Linear: [32, 8, {device: null}]", linear(true)],
  ["ReLU:", { type: "ReLU", inplace: false }],
  ["ReLU: true", { type: "ReLU", inplace: true }],
  ["GELU: {approximate: tanh}", { type: "GELU", approximate: "tanh" }],
  ["Identity: [54, {unused: 1}]", { type: "Identity" }],
  ["Dropout: 0.1", { type: "Dropout", p: 0.1, inplace: false }],
  ["Conv2d: [3, 6, 5]", conv({ kernel_size: [5, 5] })],
  [
    "Conv2d: [3, 6, [3, 5], {padding: [1, 2], stride: 2}]",
    conv({ kernel_size: [3, 5], padding: [1, 2], stride: [2, 2] }),
  ],
  ["Conv2d: [3, 6, 3, {padding: same, dilation: 2}]", conv({ padding: [2, 2], dilation: [2, 2] })],
  ["Conv2d: [3, 6, 3, {padding: valid, groups: 3, bias: false}]", conv({ groups: 3, bias: false })],
  ["BatchNorm2d: {num_features: 3, momentum: null}", batchNorm({ momentum: null })],
  ["LayerNorm: 32", { type: "LayerNorm", normalized_shape: [32], eps: 1e-5, elementwise_affine: true, bias: true }],
  [
    "LayerNorm: [[32, 32], {bias: false}]",
    { type: "LayerNorm", normalized_shape: [32, 32], eps: 1e-5, elementwise_affine: true, bias: false },
  ],
  ["MaxPool2d: 2", maxPool({ stride: [2, 2] })],
  ["MaxPool2d: [2, 1, {ceil_mode: true}]", maxPool({ stride: [1, 1], ceil_mode: true })],
  ["AdaptiveAvgPool2d: 1", { type: "AdaptiveAvgPool2d", output_size: [1, 1] }],
  ["AdaptiveAvgPool2d: [[null, 7]]", { type: "AdaptiveAvgPool2d", output_size: [null, 7] }],
  ["RReLU", { type: "other", torch_type: "RReLU", args: [], kwargs: {} }],
  [
    "LPPool1d: [1, 2, {ceil_mode: true}]",
    { type: "other", torch_type: "LPPool1d", args: [1, 2], kwargs: { ceil_mode: true } },
  ],
  ["Linear: [32, 8, {dtype: float64}]", other("Linear", [32, 8], { dtype: "float64" })],
  ["Conv2d: [3, 6, 3, {padding_mode: reflect}]", other("Conv2d", [3, 6, 3], { padding_mode: "reflect" })],
  ["Conv2d: [3, 6, 4, {padding: same}]", other("Conv2d", [3, 6, 4], { padding: "same" })],
  ["BatchNorm2d: [3, {bias: false}]", other("BatchNorm2d", [3], { bias: false })],
  [
    "MaxPool2d: {kernel_size: 2, return_indices: true}",
    other("MaxPool2d", [], { kernel_size: 2, return_indices: true }),
  ],
];

for (const [written, expected] of LAYERS) {
  test(`parseConfig() reads the layer ${written}`, () => {
    // an unknown layer at the end keeps the loss out of it
    const [layer] = layersOf(`- ${written}\n        - RReLU`);
    const { name, place, ...rest } = layer ?? assert.fail();
    assert.deepEqual([name, place.line, place.column], ["0", 7, 11]);
    assert.deepEqual(rest, expected);
  });
}

test("parseConfig() names nested layers as named_modules() does", () => {
  const layers = layersOf(
    "- Flatten\n        - Sequential: [Linear: [3072, 8], Sequential: [ReLU]]\n        - Linear: [8, 10]",
  );
  assert.deepEqual(layers.flatMap(namesOf), ["0", "1", "1.0", "1.1", "1.1.0", "2"]);
});

test("parseConfig() stops checking shapes at a layer that it does not know", () => {
  assert.deepEqual(problemsOf(GOOD.replace("- ReLU", "- RReLU").replace("[128, 10]", "[999, 10]")), []);
});

const OPTIMIZERS: readonly (readonly [written: string, expected: object])[] = [
  ["SGD", { type: "SGD", lr: 0.001, momentum: 0, dampening: 0, nesterov: false, weight_decay: 0 }],
  [
    "{SGD: [0.1, 0.9, {nesterov: true}]}",
    { type: "SGD", lr: 0.1, momentum: 0.9, dampening: 0, nesterov: true, weight_decay: 0 },
  ],
  ["AdamW", { type: "AdamW", lr: 0.001, betas: [0.9, 0.999], eps: 1e-8, weight_decay: 0.01, amsgrad: false }],
];

for (const [written, expected] of OPTIMIZERS) {
  test(`parseConfig() reads the optimizer ${written}`, () => {
    const { place: _, ...optimizer } = trainingOf(GOOD.replace("{Adam: {lr: 0.001}}", written)).optimizer;
    assert.deepEqual(optimizer, { maximize: false, foreach: null, fused: null, ...expected });
  });
}

test("parseConfig() leaves what the engine does not know of losses and optimizers to PyTorch", () => {
  const written = GOOD.replace("{Adam: {lr: 0.001}}", "{ASGD: {lr: 0.1}}");
  const training = trainingOf(written.replace("CrossEntropyLoss", "{CrossEntropyLoss: {weight: [1, 2]}}"));
  assert.deepEqual([training.optimizer.type, training.loss.type], ["other", "other"]);
  assert.equal(trainingOf(GOOD.replace("lr: 0.001", "capturable: true")).optimizer.type, "other");
});

const DEVICES: readonly (readonly [written: string, expected: object])[] = [
  ["NVIDIA A10G", { kind: "catalogue", id: "a10g" }],
  ["{name: t4, memory: 14 GiB}", custom("t4", 14, "7.5", 40)],
  ["{name: rtx 3060, memory: 12 GiB}", custom("rtx 3060", 12, "8.6", 28)],
  ["{name: mine, memory: 8 GiB, compute_capability: 9.0, multiprocessors: 100}", custom("mine", 8, "9.0", 100)],
  [
    '{name: MIG 1g.5gb, memory: 4 GiB, compute_capability: "8.0", multiprocessors: 14}',
    custom("MIG 1g.5gb", 4, "8.0", 14),
  ],
];

for (const [written, expected] of DEVICES) {
  test(`parseConfig() reads the device ${written}`, () => {
    assert.deepEqual(trainingOf(GOOD.replace("device: t4", `device: ${written}`)).device, expected);
  });
}

test("parseConfig() puts data into the config's folder", () => {
  const text = `${GOOD}    data: {images: data/i.gz, labels: l.gz}\n`;
  const idx = (images: string, labels: string) => ({ kind: "idx", images, labels });
  assert.deepEqual(trainingOf(text, "a/b/t.yml").data, idx("a/b/data/i.gz", "a/b/l.gz"));
  assert.deepEqual(trainingOf(text, "t.yml").data, idx("data/i.gz", "l.gz"));
  assert.deepEqual(trainingOf(`${GOOD}    data: my.data:batches\n`).data, {
    kind: "callable",
    target: "my.data:batches",
    args: {},
  });
  assert.deepEqual(trainingOf(`${GOOD}    data: {callable: m:f, args: {n: [1]}}\n`).data, {
    kind: "callable",
    target: "m:f",
    args: { n: [1] },
  });
});

test("parseConfig() reads the same behind a byte order mark, with other line ends, and through an alias", () => {
  const config = parseConfig("t.yml", GOOD);
  for (const text of [`\uFEFF${GOOD}`, GOOD.replaceAll("\n", "\r\n")])
    assert.deepEqual(parseConfig("t.yml", text), config);
  const [first, second] = configOf(`${GOOD.replace("  a:", "  a: &a")}  b: *a\n`).trainings;
  assert.ok(first?.kind === "described" && second?.kind === "described");
  assert.deepEqual(second.input, first.input);
});

test("parseConfig() reads the examples", () => {
  for (const name of ["mnist-mlp", "cifar10-mlp"]) {
    const file = `examples/${name}/vram-budget.yml`;
    const training = trainingOf(readFileSync(join(root, file), "utf8"), file);
    assert.deepEqual([training.name, training.batch_size, training.evaluation], [name, 64, { batch_size: 1000 }]);
  }
});

test("parseConfig() never throws and never takes long, whatever the text", () => {
  const deep = Array.from({ length: 1400 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n");
  const texts = [
    "- ".repeat(20_000),
    "? ".repeat(20_000),
    "{a: ".repeat(20_000),
    deep,
    "\0".repeat(1000),
    '"',
    "&a *a",
  ];
  for (const text of texts) assert.equal(parseConfig("t.yml", text).kind, "problems");
  const args = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join(", ");
  assert.equal(problemsOf(GOOD.replace("- ReLU", `- ReLU: {${args}}`)).length, 1000);
});

function problemsOf(text: string): readonly string[] {
  const parsed = parseConfig("t.yml", text);
  return parsed.kind === "problems" ? parsed.problems.map(formatProblem) : [];
}

function configOf(text: string, file = "t.yml"): Config {
  const parsed = parseConfig(file, text);
  return parsed.kind === "config" ? parsed.config : assert.fail(parsed.problems.map(formatProblem).join("\n"));
}

function trainingOf(text: string, file = "t.yml"): DescribedTraining {
  const [training] = configOf(text, file).trainings;
  return training?.kind === "described" ? training : assert.fail();
}

/** The layers of a config for an input of (3, 32, 32). */
function layersOf(layers: string): readonly Layer[] {
  const text = GOOD.replace(/- Flatten[\s\S]*128, 10\]/, layers).replace("[1, 28, 28]", "[3, 32, 32]");
  const { model } = trainingOf(text);
  assert.ok(model.kind === "layers");
  return model.layers;
}

function namesOf(layer: Layer): string[] {
  return [layer.name, ...(layer.type === "Sequential" ? layer.layers.flatMap(namesOf) : [])];
}

function linear(bias: boolean) {
  return { type: "Linear", in_features: 32, out_features: 8, bias };
}

function conv(own: object) {
  const one = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups: 1, bias: true };
  return { type: "Conv2d", in_channels: 3, out_channels: 6, kernel_size: [3, 3], ...one, ...own };
}

function batchNorm(own: object) {
  return {
    type: "BatchNorm2d",
    num_features: 3,
    eps: 1e-5,
    momentum: 0.1,
    affine: true,
    track_running_stats: true,
    ...own,
  };
}

function maxPool(own: object) {
  return { type: "MaxPool2d", kernel_size: [2, 2], padding: [0, 0], dilation: [1, 1], ceil_mode: false, ...own };
}

function other(torch_type: string, args: unknown[], kwargs: object) {
  return { type: "other", torch_type, args, kwargs };
}

function custom(name: string, gib: number, compute_capability: string, multiprocessors: number) {
  return { kind: "custom", name, memory_bytes: gib * 2 ** 30, compute_capability, multiprocessors };
}

test("parseConfig() reads two batch sizes to measure at, of a command and of a description", () => {
  const described = parseConfig("t.yml", `${GOOD}    measure_at: [8, 16]\n`);
  const command = parseConfig(
    "t.yml",
    'version: 1\ntrainings:\n  a: {run: "t {batch_size}", batch_size: 64, measure_at: [8, 16]}\n',
  );
  for (const parsed of [described, command]) {
    assert.ok(parsed.kind === "config");
    assert.deepEqual(parsed.config.trainings[0]?.measure_at, [8, 16]);
  }
});
