import * as z from "zod/mini";
import { switched, withDefault } from "./schema.ts";
import { type Clash, type Signature, signature } from "./signature.ts";
import type { KnownLoss, KnownOptimizer } from "./training.ts";

// Source: torch/nn/modules/loss.py and torch/optim of torch 2.13.0: order, defaults and checks.

const NO_NUMBER = '"none" gives no single number to go backward from';
const reduction = withDefault(z.enum(["mean", "sum"], { error: `mean or sum: ${NO_NUMBER}` }), "mean");
/** Arguments that PyTorch keeps for old code; set, they change what `reduction` means. */
const legacy = withDefault(z.nullable(switched), null);
const off = withDefault(switched, false);
const atLeastZero = z
  .number({ error: "a number of at least 0" })
  .check(z.minimum(0, { error: "a number of at least 0" }));
const ABOVE_0 = { error: "a number above 0" };
const SMOOTHING = { error: "a number from 0 to 1" };
const BETA = { error: "a number from 0 to below 1" };
const beta = z.number(BETA).check(z.minimum(0, BETA), z.lt(1, BETA));

const reduced = { size_average: legacy, reduce: legacy, reduction };
/** Rows of weights, of which tensors are made: not of the engine. */
const weight = withDefault(z.nullable(z.array(z.number())), null);
const ignore_index = withDefault(z.int({ error: "a whole number" }), -100);
const above0 = z.number(ABOVE_0).check(z.gt(0, ABOVE_0));

export const LOSS_SIGNATURES: { readonly [Type in KnownLoss["type"]]: Signature<KnownLoss> } = {
  CrossEntropyLoss: signature(
    {
      weight,
      size_average: legacy,
      ignore_index,
      reduce: legacy,
      reduction,
      label_smoothing: withDefault(z.number(SMOOTHING).check(z.minimum(0, SMOOTHING), z.maximum(1, SMOOTHING)), 0),
    },
    ({ weight: weights, size_average, reduce, ...args }) =>
      weights === null && isModern({ size_average, reduce }) ? { type: "CrossEntropyLoss", ...args } : undefined,
  ),
  NLLLoss: signature(
    { weight, size_average: legacy, ignore_index, reduce: legacy, reduction },
    ({ weight: weights, size_average, reduce, ...args }) =>
      weights === null && isModern({ size_average, reduce }) ? { type: "NLLLoss", ...args } : undefined,
  ),
  MSELoss: plainLoss("MSELoss"),
  L1Loss: plainLoss("L1Loss"),
  SmoothL1Loss: signature({ ...reduced, beta: withDefault(atLeastZero, 1) }, ({ size_average, reduce, ...args }) =>
    isModern({ size_average, reduce }) ? { type: "SmoothL1Loss", ...args } : undefined,
  ),
  HuberLoss: signature({ reduction, delta: withDefault(above0, 1) }, (args) => ({ type: "HuberLoss", ...args })),
  BCELoss: signature({ weight, ...reduced }, (args) =>
    args.weight === null && isModern(args) ? { type: "BCELoss", reduction: args.reduction } : undefined,
  ),
  BCEWithLogitsLoss: signature({ weight, ...reduced, pos_weight: weight }, (args) =>
    args.weight === null && args.pos_weight === null && isModern(args)
      ? { type: "BCEWithLogitsLoss", reduction: args.reduction }
      : undefined,
  ),
  KLDivLoss: signature(
    {
      ...reduced,
      reduction: withDefault(
        z.enum(["mean", "sum", "batchmean"], { error: `mean, sum or batchmean: ${NO_NUMBER}` }),
        "mean",
      ),
      log_target: off,
    },
    ({ size_average, reduce, ...args }) =>
      isModern({ size_average, reduce }) ? { type: "KLDivLoss", ...args } : undefined,
  ),
};

function plainLoss(type: "MSELoss" | "L1Loss"): Signature<KnownLoss> {
  return signature(reduced, (args) => (isModern(args) ? { type, reduction: args.reduction } : undefined));
}

function isModern({ size_average, reduce }: { size_average: boolean | null; reduce: boolean | null }): boolean {
  return size_average === null && reduce === null;
}

/** What the engine does not know when it is on: gradients through the step, and steps that a CUDA graph can hold. */
const special = { differentiable: off, capturable: off };
const common = { maximize: off, foreach: legacy, fused: legacy, differentiable: off };
const number = z.number({ error: "a number" });
const lr = (standard: number) => withDefault(atLeastZero, standard);
const eps = (standard: number) => withDefault(atLeastZero, standard);
const weight_decay = (standard: number) => withDefault(atLeastZero, standard);
const betas = withDefault(z.tuple([beta, beta], { error: "[beta1, beta2], each from 0 to below 1" }), [0.9, 0.999]);
const share = z.number(SMOOTHING).check(z.minimum(0, SMOOTHING), z.maximum(1, SMOOTHING));

export const OPTIMIZER_SIGNATURES: { readonly [Type in KnownOptimizer["type"]]: Signature<KnownOptimizer> } = {
  SGD: signature(
    {
      lr: lr(0.001),
      momentum: withDefault(atLeastZero, 0),
      dampening: withDefault(number, 0),
      weight_decay: weight_decay(0),
      nesterov: off,
      ...common,
    },
    ({ differentiable, ...args }) => (differentiable ? undefined : { type: "SGD", ...args }),
    {
      positional: 5,
      clash({ nesterov, momentum, dampening, ...args }) {
        if (!nesterov || (momentum > 0 && dampening === 0)) return implementationClash(args);
        return ["nesterov", `expected momentum above 0 and dampening 0 with it, found ${momentum} and ${dampening}`];
      },
    },
  ),
  Adam: adam("Adam", 0),
  AdamW: adam("AdamW", 0.01),
  RMSprop: signature(
    {
      lr: lr(0.01),
      alpha: withDefault(atLeastZero, 0.99),
      eps: eps(1e-8),
      weight_decay: weight_decay(0),
      momentum: withDefault(atLeastZero, 0),
      centered: off,
      capturable: off,
      foreach: legacy,
      maximize: off,
      differentiable: off,
    },
    ({ capturable, differentiable, ...args }) =>
      capturable || differentiable ? undefined : { type: "RMSprop", ...args },
  ),
  Adagrad: signature(
    {
      lr: lr(0.01),
      lr_decay: withDefault(atLeastZero, 0),
      weight_decay: weight_decay(0),
      initial_accumulator_value: withDefault(atLeastZero, 0),
      eps: eps(1e-10),
      foreach: legacy,
      maximize: off,
      differentiable: off,
      fused: legacy,
    },
    ({ differentiable, ...args }) => (differentiable ? undefined : { type: "Adagrad", ...args }),
    { positional: 6, clash: implementationClash },
  ),
  Adadelta: signature(
    {
      lr: lr(1),
      rho: withDefault(share, 0.9),
      eps: eps(1e-6),
      weight_decay: weight_decay(0),
      foreach: legacy,
      maximize: off,
      ...special,
    },
    ({ capturable, differentiable, ...args }) =>
      capturable || differentiable ? undefined : { type: "Adadelta", ...args },
    { positional: 5 },
  ),
  Adamax: signature(
    {
      lr: lr(0.002),
      betas,
      eps: eps(1e-8),
      weight_decay: weight_decay(0),
      foreach: legacy,
      maximize: off,
      ...special,
    },
    ({ capturable, differentiable, ...args }) =>
      capturable || differentiable ? undefined : { type: "Adamax", ...args },
    { positional: 5 },
  ),
  NAdam: signature(
    {
      lr: lr(0.002),
      betas,
      eps: eps(1e-8),
      weight_decay: weight_decay(0),
      momentum_decay: withDefault(atLeastZero, 0.004),
      decoupled_weight_decay: off,
      foreach: legacy,
      maximize: off,
      ...special,
    },
    ({ capturable, differentiable, ...args }) =>
      capturable || differentiable ? undefined : { type: "NAdam", ...args },
    { positional: 6 },
  ),
  RAdam: signature(
    {
      lr: lr(0.001),
      betas,
      eps: eps(1e-8),
      weight_decay: weight_decay(0),
      decoupled_weight_decay: off,
      foreach: legacy,
      maximize: off,
      ...special,
    },
    ({ capturable, differentiable, ...args }) =>
      capturable || differentiable ? undefined : { type: "RAdam", ...args },
    { positional: 5 },
  ),
};

function adam(type: "Adam" | "AdamW", decay: number): Signature<KnownOptimizer> {
  const keys = {
    lr: lr(0.001),
    betas,
    eps: eps(1e-8),
    weight_decay: weight_decay(decay),
    amsgrad: off,
    ...common,
    capturable: off,
    ...(type === "Adam" && { decoupled_weight_decay: off }),
  };
  return signature(
    keys,
    ({ differentiable, capturable, decoupled_weight_decay: decoupled, ...args }) =>
      differentiable || capturable || decoupled === true ? undefined : { type, ...args },
    { positional: 5, clash: implementationClash },
  );
}

function implementationClash(args: { foreach: boolean | null; fused: boolean | null }): Clash | undefined {
  if (args.foreach !== true || args.fused !== true) return undefined;
  return ["fused", "expected one of foreach and fused to be true, found both"];
}
