import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { Optimizer, DescribedTraining } from "../../src/config/training.ts";
import { deviceOf } from "../../src/memory/devices.ts";
import { isSince, releaseOf } from "../../src/memory/torch-release.ts";
import { cardOf } from "../../src/predict/traced-engine.ts";
import { linesOf } from "./event-lines.ts";
import { classes, linear, relu, trainingOf } from "./networks.ts";
import { release, skip, traceSteps, type TraceStep } from "./torch.ts";

/**
 * Every optimizer of torch.optim, one form after another, for real on the CPU and traced for a card: event by event.
 *
 * Fused steps write in place only: what differs is what they make when they begin.
 */
const OPTIMIZERS: readonly (readonly [type: string, kwargs: Readonly<Record<string, unknown>>])[] = [
  ["SGD", { lr: 0.1 }],
  ["SGD", { lr: 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.1 }],
  ["Adam", {}],
  ["Adam", { amsgrad: true, weight_decay: 0.1 }],
  ["AdamW", {}],
  ["AdamW", { amsgrad: true, maximize: true }],
  ["Adadelta", { weight_decay: 0.1 }],
  ["Adagrad", { weight_decay: 0.1 }],
  ["Adamax", {}],
  ["ASGD", {}],
  ["NAdam", { weight_decay: 0.1, decoupled_weight_decay: true }],
  ["RAdam", {}],
  ["RMSprop", { momentum: 0.9, centered: true }],
  ["Rprop", {}],
  ["Adafactor", {}],
];
const FUSED = new Set(["SGD", "Adam", "AdamW", "Adagrad"]);

/** Source: `_device_dtype_check_for_fused(p, cuda_unsupported=True)` in torch/optim/adagrad.py, up to 2.9. */
const withoutFusedAdagrad = release !== undefined && !isSince(releaseOf(release), [2, 10]);

const FORMS: readonly (readonly [form: string, kwargs: Readonly<Record<string, boolean>>])[] = [
  ["for each tensor", { foreach: false }],
  ["for all tensors", { foreach: true }],
  ["fused", { fused: true }],
];

const a100 = deviceOf({ kind: "catalogue", id: "a100-80" });

const trainings: readonly DescribedTraining[] = OPTIMIZERS.flatMap(([type, kwargs]) =>
  FORMS.filter(([form]) => form !== "fused" || FUSED.has(type)).map(([form, chosen]) =>
    trainingWith(`${type} ${JSON.stringify(kwargs)}, ${form}`, type, { ...kwargs, ...chosen }),
  ),
);

/** Of a loss of the repo's own: its backward is the same on both. */
function trainingWith(name: string, torch_type: string, kwargs: Readonly<Record<string, unknown>>): DescribedTraining {
  const layers = [linear(96, 64), relu, linear(64, 32)];
  const training = trainingOf({ layers, input: [96], target: classes(32), batch_size: 16 }, name);
  const { place } = training;
  const optimizer: Optimizer = { place, type: "other", torch_type, args: [], kwargs };
  return {
    ...training,
    optimizer,
    loss: { place, type: "callable", target: "own_models:MeanOfSquares", args: {} },
  };
}

describe("an optimizer under fake tensors", { skip }, () => {
  let real: readonly TraceStep[] = [];
  let traced: readonly TraceStep[] = [];
  before(() => {
    real = traceSteps(trainings);
    traced = traceSteps(trainings, cardOf(a100));
  });

  for (const [index, training] of trainings.entries()) {
    const refused = /^Adagrad .*, fused$/.test(training.name) && withoutFusedAdagrad;
    const why = refused && `torch ${release} has no fused Adagrad for a card`;
    test(`is what it is on the CPU: ${training.name}`, { skip: why }, () => {
      const [one, other] = [linesOf(real[index]), linesOf(traced[index])];
      assert.ok(one.some((line) => line.includes('"phase":"optimizer"') || line.includes('"category":"gradients"')));
      assert.deepEqual(other, one);
    });
  }
});
