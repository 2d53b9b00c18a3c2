import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Layer, Optimizer } from "../../src/config/training.ts";
import { predictLayers } from "../../src/predict/layers-engine.ts";
import {
  adam,
  batchNorm2d,
  cifarMlp,
  classes,
  conv2d,
  dropout,
  flatten,
  linear,
  maxPool2d,
  mnistMlp,
  relu,
  sgd,
  tensorTarget,
  trainingOf,
} from "./networks.ts";
import { a100, bornIn, cpu, peakOf, story, traced, unknownsOf } from "./story.ts";

const mnist = { layers: mnistMlp, input: [1, 28, 28], target: classes(10), batch_size: 64, evaluation: 1000 };
const cifar = { layers: cifarMlp, input: [3, 32, 32], target: classes(10), batch_size: 64 };

test("predictLayers() summarizes the MNIST example", () => {
  const { model, nominal_bytes } = traced({ ...mnist, optimizer: adam() });
  assert.deepEqual(model, {
    parameters: 101_770,
    trainable_parameters: 101_770,
    layers: [
      { name: "0", type: "Flatten", output_shape: [64, 784], parameters: 0 },
      { name: "1", type: "Linear", output_shape: [64, 128], parameters: 100_480 }, // 784 × 128 + 128
      { name: "2", type: "ReLU", output_shape: [64, 128], parameters: 0 },
      { name: "3", type: "Linear", output_shape: [64, 10], parameters: 1_290 }, // 128 × 10 + 10
    ],
  });
  assert.deepEqual(nominal_bytes, {
    parameters: 407_080, // 101,770 × 4
    buffers: 0,
    gradients: 407_080,
    optimizer: 814_160, // twice
    batch: 201_216, // 64 × 3,136 + 64 × 8
    activations: 37_896, // ReLU 32,768, output and log-probabilities 2,560 each, loss and total weight 4 each
  });
});

test("predictLayers() summarizes the CIFAR example", () => {
  const { model } = traced(cifar);
  assert.equal(model.parameters, 394_634);
  assert.deepEqual(
    model.layers.map(({ parameters }) => parameters),
    [0, 393_344, 0, 1_290],
  );
});

const states: readonly (readonly [what: string, optimizer: ReturnType<typeof sgd>, expected: number])[] = [
  ["SGD", sgd(), 0],
  ["SGD with momentum", sgd({ momentum: 0.9 }), 407_080],
  ["Adam", adam(), 814_160],
  ["AdamW with amsgrad", adam({ type: "AdamW", amsgrad: true }), 1_221_240],
];

for (const [what, optimizer, expected] of states) {
  test(`predictLayers() gives ${what} ${expected} bytes of state by formula`, () => {
    assert.equal(traced({ ...mnist, optimizer }).nominal_bytes.optimizer, expected);
  });
}

/**
 * Peaks of MLPs in whole blocks of 512 bytes, without cuBLAS's workspace and the scratch of reductions, as a trace of
 * PyTorch itself under fake CUDA tensors gave them. P is the parameters: 401,408 + 512 + 5,120 + 512 = 407,552 for the
 * MNIST network, 1,572,864 + 512 + 5,120 + 512 = 1,579,008 for the CIFAR one. At batch 64:
 *
 *   SGD, last bias gradient: P + G + images 200,704 + labels 512 + logits 2,560 + loss 512 + ones 512 + hidden 32,768
 *   Adam, square roots: P + G + 2 P + P + images and labels 201,216 + logits 2,560 + loss 512
 *
 * At 1024 the backward peak is ReLU's gradient: P + images and labels 3,219,456 + three hidden 524,288 + logits 40,960
 * + loss and ones 1,024 + the second layer's gradients 5,632 = 5,247,488.
 *
 * They were taken with a loop that loads the next batch before it lets go of the last one. Ours lets go first; each
 * number is equal all the same, since no peak lies where a batch is loaded.
 */
const peaks: readonly (readonly [
  network: "mnist" | "cifar",
  batch: number,
  optimizer: "SGD" | "momentum" | "Adam",
  forward: number,
  backward: number,
  peak: number,
])[] = [
  ["mnist", 64, "SGD", 677_376, 1_052_672, 1_052_672],
  ["mnist", 64, "momentum", 1_084_928, 1_460_224, 1_460_224],
  ["mnist", 64, "Adam", 1_492_480, 1_867_776, 2_242_048],
  ["mnist", 1024, "SGD", 4_717_056, 5_247_488, 5_247_488],
  ["mnist", 1024, "momentum", 5_124_608, 5_655_040, 5_655_040],
  ["mnist", 1024, "Adam", 5_532_160, 6_062_592, 6_062_592],
  ["cifar", 64, "SGD", 2_434_560, 3_981_312, 3_981_312],
  ["cifar", 64, "momentum", 4_013_568, 5_560_320, 5_560_320],
  ["cifar", 64, "Adam", 5_592_576, 7_139_328, 8_685_056],
  ["cifar", 1024, "SGD", 15_260_160, 16_315_392, 16_315_392],
  ["cifar", 1024, "momentum", 16_839_168, 17_894_400, 17_894_400],
  ["cifar", 1024, "Adam", 18_418_176, 19_473_408, 20_527_616],
];
const optimizers = { SGD: sgd(), momentum: sgd({ momentum: 0.9 }), Adam: adam() };

describe("predictLayers() on CUDA peaks where PyTorch does", () => {
  for (const [network, batch_size, optimizer, forward, backward, peak] of peaks) {
    test(`${network} at batch ${batch_size} with ${optimizer}`, () => {
      const parts = { ...(network === "mnist" ? mnist : cifar), evaluation: undefined };
      const { trace } = traced({ ...parts, batch_size, optimizer: optimizers[optimizer] }, a100);
      const isTensor = (operator: string, category: string) =>
        category !== "workspace" && !(operator === "aten::sum" && category === "temporary");
      assert.equal(peakOf(trace, "forward", isTensor), forward);
      assert.equal(peakOf(trace, "backward", isTensor), backward);
      assert.equal(peakOf(trace, undefined, isTensor), peak);
    });
  }
});

test("predictLayers() on CUDA adds a workspace for each thread, and scratch to sums over many rows", () => {
  // 2 × 8,519,680 of cuBLAS. At 1024 rows the last bias gradient's scratch, 1,048,576 + 512, beats the peak above:
  // P + G 815,104 + images and labels 3,219,456 + hidden 524,288 + logits 40,960 + loss and ones 1,024 = 4,600,832.
  const { trace } = traced({ ...mnist, evaluation: undefined, batch_size: 1024 }, a100);
  assert.equal(peakOf(trace), 2 * 8_519_680 + 4_600_832 + 1_049_088);
});

const conv = {
  layers: [conv2d(3, 4), batchNorm2d(4), relu, maxPool2d(), dropout(), flatten, linear(36, 10)],
  input: [3, 8, 8],
  target: classes(10),
  optimizer: adam(),
};

test("predictLayers() makes twice the batch and twice the activations of twice the batch, and the same model", () => {
  for (const device of [cpu, a100]) {
    const [one, two] = [traced({ ...conv, batch_size: 8 }, device), traced({ ...conv, batch_size: 16 }, device)];
    assert.equal(bornIn(two.trace, "batch"), 2 * bornIn(one.trace, "batch"));
    // Mean and deviation of 4 channels, loss and total weight do not grow: 2 × 16 + 2 × 4.
    assert.equal(bornIn(two.trace, "activations") - 40, 2 * (bornIn(one.trace, "activations") - 40));
    for (const category of ["parameters", "buffers", "gradients", "optimizer"] as const) {
      assert.equal(two.nominal_bytes[category], one.nominal_bytes[category]);
    }
    assert.equal(two.model.parameters, one.model.parameters);
  }
});

test("predictLayers() takes the batch that it is asked for, and leaves the evaluation's alone", () => {
  const training = trainingOf(mnist);
  const asked = predictLayers(training, a100, 128);
  assert.deepEqual(asked, predictLayers({ ...training, batch_size: 128 }, a100));
  const own = predictLayers(training, a100);
  assert.ok(asked.kind === "traced" && own.kind === "traced");
  assert.deepEqual(story(asked.trace, "evaluation", 3), story(own.trace, "evaluation", 3));
});

test("predictLayers() gives foreach one copy of the parameters more than fused in the optimizer", () => {
  const peak = (optimizer: ReturnType<typeof adam>) => peakOf(traced({ ...mnist, optimizer }, a100).trace, "optimizer");
  // Square roots of all parameters, 407,552; fused has a counter of one block for each of the four instead.
  assert.equal(peak(adam({ foreach: true })) - peak(adam({ fused: true })), 407_552 - 4 * 512);
});

test("predictLayers() repeats every step after the first", () => {
  const { trace } = traced(conv, a100);
  for (const phase of ["setup", "forward", "backward"] as const) {
    assert.deepEqual(story(trace, phase, 3), story(trace, phase, 2));
  }
});

test("predictLayers() names no storage twice, frees none twice, and none before it is there", () => {
  const alive = new Set<number>();
  const born = new Set<number>();
  for (const event of traced({ ...conv, evaluation: 5 }, a100).trace) {
    if (event.op === "free") assert.ok(alive.delete(event.id));
    else {
      assert.ok(!born.has(event.id));
      born.add(event.id);
      alive.add(event.id);
    }
  }
});

test("predictLayers() ends with what a training holds: parameters, buffers, gradients, state and workspaces", () => {
  const categories = new Map<number, string>();
  for (const event of traced({ ...conv, evaluation: 5 }, a100).trace) {
    if (event.op === "free") categories.delete(event.id);
    else categories.set(event.id, event.category);
  }
  assert.deepEqual([...new Set(categories.values())].toSorted(), [
    "buffers",
    "gradients",
    "optimizer",
    "parameters",
    "workspace",
  ]);
});

describe("predictLayers() does not know", () => {
  const place = { file: "vram-budget.yml", line: 7, column: 5 };
  const other = (torch_type: string) => ({ type: "other", torch_type, args: [], kwargs: {}, place }) as const;
  const lstm: Layer = { name: "1", ...other("LSTM") };

  test("other layers, losses and optimizers, and says so of all at once, with their places", () => {
    const training = trainingOf({ ...conv, layers: [flatten, linear(192, 10)] });
    assert.ok(training.model.kind === "layers");
    const layers = [...training.model.layers.slice(0, 1), lstm, ...training.model.layers.slice(1)];
    const optimizer: Optimizer = other("RMSprop");
    const all = { ...training, model: { kind: "layers", layers }, loss: other("L1Loss"), optimizer } as const;
    const prediction = predictLayers(all, cpu);
    assert.ok(prediction.kind === "unknown");
    assert.equal(prediction.model, undefined);
    assert.deepEqual(
      prediction.reasons.map((reason) => [reason.what, reason.place]),
      [
        ["layer 1 (LSTM) is not known to the layers engine", place],
        ["loss L1Loss is not known to the layers engine", place],
        ["optimizer RMSprop is not known to the layers engine", place],
      ],
    );
    assert.match(prediction.reasons[1]?.advice ?? "", /the traced engine knows it/);
  });

  test("another optimizer, but it still knows the model", () => {
    const prediction = predictLayers({ ...trainingOf(mnist), optimizer: other("RMSprop") }, cpu);
    assert.ok(prediction.kind === "unknown");
    assert.equal(prediction.model?.parameters, 101_770);
  });

  test("a model without parameters", () => {
    assert.deepEqual(unknownsOf({ layers: [flatten, relu], input: [4], target: tensorTarget(4), loss: "MSELoss" }), [
      "training training has no parameters to train",
    ]);
  });
});
