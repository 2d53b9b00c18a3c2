import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { DescribedTraining } from "../../src/config/training.ts";
import type { Device } from "../../src/memory/device.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import { tiersOf } from "../../src/memory/replay.ts";
import { releaseOf } from "../../src/memory/torch-release.ts";
import type { Trace } from "../../src/memory/trace.ts";
import { withKernels } from "../../src/predict/kernels.ts";
import { cardOf, TraceDocument } from "../../src/predict/traced-engine.ts";
import { MOST_ACCUMULATED } from "../../src/predict/layers/step.ts";
import { predictLayers } from "../../src/predict/layers-engine.ts";
import {
  adam,
  adaptiveAvgPool2d,
  batchNorm2d,
  cifarMlp,
  classes,
  conv2d,
  dropout,
  flatten,
  gelu,
  identity,
  layer,
  layerNorm,
  linear,
  maxPool2d,
  mnistMlp,
  nested,
  pair,
  relu,
  reluInPlace,
  sgd,
  tensorTarget,
  trainingOf,
  type TrainingParts,
} from "./networks.ts";
import { LOSSES } from "./loss-networks.ts";
import { MODULES } from "./module-networks.ts";
import { OPTIMIZERS } from "./optimizer-networks.ts";
import { randomFrom, randomTraining } from "./random-networks.ts";
import { skip, traceMany, type TraceStep } from "./torch.ts";

/**
 * The engine's traces for the CPU against PyTorch's own training on the CPU, event by event: each allocation's bytes,
 * category, operator and module, each free, the phase and the step of both, in order.
 */
const SEED = Number(process.env["VRAM_BUDGET_SEED"] ?? 20_260_729);
const RANDOM_NETWORKS = Number(process.env["VRAM_BUDGET_NETWORKS"] ?? 30);

const mnist = { layers: mnistMlp, input: [1, 28, 28], target: classes(10) };
const cifar = { layers: cifarMlp, input: [3, 32, 32], target: classes(10) };
const row = { input: [5], target: classes(3) };
const image = { input: [3, 8, 8], target: classes(10) };
const two = { layers: [linear(5, 4), relu, linear(4, 3, false)], ...row };

const lenet = {
  layers: [
    conv2d(1, 6, 5, { padding: pair(2) }),
    relu,
    maxPool2d(),
    conv2d(6, 16, 5),
    relu,
    maxPool2d(),
    flatten,
    linear(400, 120),
    relu,
    linear(120, 84),
    relu,
    linear(84, 10),
  ],
  input: [1, 28, 28],
  target: classes(10),
  evaluation: 5,
};

const vggBlock = (from: number, to: number) =>
  nested(conv2d(from, to, 3, { padding: pair(1), bias: false }), batchNorm2d(to), reluInPlace, maxPool2d());
const vgg = {
  layers: [vggBlock(3, 8), vggBlock(8, 16), adaptiveAvgPool2d(1, 1), flatten, dropout(), linear(16, 10)],
  input: [3, 16, 16],
  target: classes(10),
  evaluation: 3,
};

const tokens = {
  layers: [
    layerNorm([6]),
    linear(6, 12),
    gelu("tanh"),
    dropout(0.1),
    nested(linear(12, 6), layerNorm([6])),
    linear(6, 2),
  ],
  input: [7, 6],
  target: tensorTarget(7, 2),
  loss: "MSELoss",
  evaluation: 3,
} as const;

const fixed: readonly (readonly [what: string, parts: TrainingParts])[] = [
  ["the MNIST example", { ...mnist, optimizer: adam(), batch_size: 64, evaluation: 1000 }],
  ["the CIFAR example", { ...cifar, optimizer: sgd({ momentum: 0.9 }), batch_size: 64, evaluation: 1000 }],
  ["the CIFAR example at batch 1024", { ...cifar, optimizer: adam(), batch_size: 1024 }],
  ["a LeNet", lenet],
  ["a VGG with batch norm and dropout", vgg],
  ["an MLP over tokens with layer norm", tokens],
  ["one Linear", { layers: [linear(5, 3)], ...row, batch_size: 1, evaluation: 1 }],
  ["a sum of losses", { ...two, reduction: "sum" }],
  ["class probabilities", { ...two, target: tensorTarget(3) }],
  ["a sum over class probabilities", { ...two, target: tensorTarget(3), reduction: "sum" }],
  ["a sum of squares", { ...two, target: tensorTarget(3), loss: "MSELoss", reduction: "sum" }],
  [
    "layers before the first parameter",
    { layers: [maxPool2d(), reluInPlace, dropout(), gelu(), flatten, linear(48, 10)], ...image, evaluation: 2 },
  ],
  [
    "a batch norm first, one without parameters, one without statistics",
    {
      layers: [
        batchNorm2d(3),
        conv2d(3, 4),
        batchNorm2d(4, { affine: false }),
        batchNorm2d(4, { track_running_stats: false, momentum: null }),
        adaptiveAvgPool2d(2, null),
        flatten,
        linear(48, 10),
      ],
      ...image,
      evaluation: 2,
    },
  ],
  [
    "a depthwise convolution, strides and dilation",
    {
      layers: [
        conv2d(3, 6, 3, { groups: 3, padding: pair(2), dilation: pair(2) }),
        conv2d(6, 4, 2, { stride: pair(2), bias: false }),
        maxPool2d(3, { stride: pair(2), padding: pair(1), ceil_mode: true }),
        flatten,
        linear(36, 10),
      ],
      ...image,
    },
  ],
  [
    "a convolution whose bias is summed by many blocks",
    {
      layers: [conv2d(1, 4, 3, { stride: pair(2) }), flatten, linear(900, 10)],
      ...image,
      input: [1, 32, 32],
      batch_size: 500,
    },
  ],
  [
    "layer norms of more than 65,536 rows",
    {
      layers: [linear(6, 40), layerNorm([40]), layerNorm([4, 40]), linear(40, 2)],
      input: [4, 6],
      target: tensorTarget(4, 2),
      loss: "MSELoss",
      batch_size: 70_000,
    },
  ],
  [
    "nested containers",
    { layers: [linear(5, 4), nested(relu, nested(identity, linear(4, 4)), relu), linear(4, 3)], ...row },
  ],
  ["ReLU in place on a flattened view", { layers: [conv2d(3, 4), flatten, reluInPlace, linear(144, 10)], ...image }],
  [
    "dropout at 0, and at 1 in and out of place",
    { layers: [linear(5, 4), dropout(0), dropout(1), dropout(1, true), linear(4, 3)], ...row },
  ],
  ["two batches a step", { ...two, optimizer: adam(), gradient_accumulation: 2 }],
  ["three batches a step, of images", { ...vgg, gradient_accumulation: 3 }],
  ["three batches a step, of tokens", { ...tokens, gradient_accumulation: 3 }],
  [
    "two batches a step through an instance norm",
    {
      layers: [conv2d(3, 4), layer("InstanceNorm2d", { num_features: 4, affine: true }), flatten, linear(144, 10)],
      ...image,
      gradient_accumulation: 2,
    },
  ],
  ["seven batches a step", { ...lenet, optimizer: adam(), gradient_accumulation: 7 }],
];

const random = randomFrom(SEED);
const drawn = Array.from(
  { length: RANDOM_NETWORKS },
  (_, i) => [`random network ${i}`, randomTraining(random)] as const,
);
const rows = [...fixed, ...MODULES, ...LOSSES, ...OPTIMIZERS, ...drawn];
const trainings = rows.map(([what, parts]) => trainingOf(parts, what));

/** PyTorch refuses to train where a kept tensor has changed, and so does the engine. */
const REFUSED = /changes in place/;
/** The one thing that the engine knows on CUDA alone. */
const NOT_ON_CPU = /a tensor whose size on the CPU is not known/;

/** Of more batches a step the engine leaves out those that are as the one before: the peaks are the same. */
function assertSame(training: DescribedTraining, device: Device, predicted: Trace, traced: Trace): void {
  if (training.gradient_accumulation <= MOST_ACCUMULATED) assert.deepEqual(predicted, traced);
  else assert.deepEqual(tiersOf(predicted, device), tiersOf(traced, device));
}

const CPU = { kind: "cpu", name: "CPU" } as const;

describe(`predictLayers() against PyTorch on the CPU, seed ${SEED}`, { skip }, () => {
  let answers: readonly TraceStep[] = [];
  before(async () => {
    answers = await traceMany(trainings);
  });

  for (const [index, training] of trainings.entries()) {
    test(`predictLayers() is PyTorch's own trace for ${training.name}`, (t) => {
      const predicted = predictLayers(training, CPU);
      const answer = answers[index];
      if (predicted.kind === "unknown") {
        const reason = predicted.reasons[0]?.what ?? "";
        if (NOT_ON_CPU.test(reason)) return t.skip(reason);
        assert.match(reason, REFUSED);
        assert.match(answer?.error ?? "", /modified by an inplace operation/);
        return;
      }
      assert.equal(answer?.error, undefined);
      assertSame(training, CPU, predicted.trace, answer?.events as Trace);
    });
  }
});

/**
 * The other way to the same trace: PyTorch's own modules under fake CUDA tensors, and the same device model. The networks
 * that are drawn are traced for both cards, the others by turns for one: tracing takes most of this test's time.
 */
for (const [id, turn] of [
  ["a100-80", 0],
  ["h100-80", 1],
] as const) {
  describe(`predictLayers() against the traced engine, ${id}, seed ${SEED}`, { skip }, () => {
    const device = deviceOf({ kind: "catalogue", id });
    const mine = trainings.filter((_, index) => index >= trainings.length - RANDOM_NETWORKS || index % 2 === turn);
    let answers: readonly TraceStep[] = [];
    before(async () => {
      answers = await traceMany(mine, cardOf(device));
    });

    for (const [index, training] of mine.entries()) {
      test(`the two engines write one trace for ${training.name}`, () => {
        const predicted = predictLayers(training, device);
        const answer = answers[index];
        if (predicted.kind === "unknown") {
          assert.match(predicted.reasons[0]?.what ?? "", REFUSED); // values do not matter: refused by us alone
          return;
        }
        assert.equal(answer?.error, undefined);
        const { events, torch } = TraceDocument.parse(answer);
        assertSame(training, device, predicted.trace, withKernels(events, device, releaseOf(torch)));
      });
    }
  });
}
