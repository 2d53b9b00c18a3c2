import assert from "node:assert/strict";
import type { KnownLayer, KnownLayerType, LayerOf, Sizes } from "../../src/config/known-layers.ts";
import { LAYER_SIGNATURES } from "../../src/config/layer-signatures.ts";
import {
  type Data,
  type KnownLoss,
  type KnownOptimizer,
  type Layer,
  PLAIN_RECIPE,
  type Place,
  type Target,
  type DescribedTraining,
} from "../../src/config/training.ts";
import { LOSS_SIGNATURES, OPTIMIZER_SIGNATURES } from "../../src/config/training-signatures.ts";

/** Builders of checked trainings: what the config would make of a text, without one. */
const place: Place = { file: "vram-budget.yml", line: 1, column: 1 };

type Nested = { readonly type: "Sequential"; readonly layers: readonly Part[] };
export type Part = KnownLayer | Nested;

/** Names the parts as `named_modules()` does. */
export function layersOf(parts: readonly Part[], prefix = ""): readonly Layer[] {
  return parts.map((part, index) => {
    const name = `${prefix}${index}`;
    return part.type === "Sequential"
      ? { name, place, type: "Sequential", layers: layersOf(part.layers, `${name}.`) }
      : { name, place, ...part };
  });
}

/** Any layer, by the arguments of its constructor. */
export function layer(type: KnownLayerType, args: Readonly<Record<string, unknown>> = {}): Part {
  const bound = LAYER_SIGNATURES[type].bind(args);
  assert.ok(bound.kind === "bound", `${type} ${JSON.stringify(args)}: ${JSON.stringify(bound)}`);
  return bound.value;
}

/** Any loss, by the arguments of its constructor. */
export function loss(type: KnownLoss["type"], args: Readonly<Record<string, unknown>> = {}): KnownLoss {
  const bound = LOSS_SIGNATURES[type].bind(args);
  assert.ok(bound.kind === "bound", `${type} ${JSON.stringify(args)}: ${JSON.stringify(bound)}`);
  return bound.value;
}

export const flatten: Part = { type: "Flatten", start_dim: 1, end_dim: -1 };
export const relu: Part = { type: "ReLU", inplace: false };
export const reluInPlace: Part = { type: "ReLU", inplace: true };
export const identity: Part = { type: "Identity" };

export const gelu = (approximate: "none" | "tanh" = "none"): Part => ({ type: "GELU", approximate });
export const dropout = (p = 0.5, inplace = false): Part => ({ type: "Dropout", p, inplace });
export const nested = (...layers: readonly Part[]): Part => ({ type: "Sequential", layers });
export const linear = (in_features: number, out_features: number, bias = true): Part => ({
  type: "Linear",
  in_features,
  out_features,
  bias,
});

export function conv2d(
  in_channels: number,
  out_channels: number,
  kernel = 3,
  more: Partial<LayerOf<"Conv2d">> = {},
): Part {
  const defaults = { stride: pair(1), padding: pair(0), dilation: pair(1), groups: 1, bias: true };
  return { type: "Conv2d", in_channels, out_channels, kernel_size: pair(kernel), ...defaults, ...more };
}

export function batchNorm2d(num_features: number, more: Partial<LayerOf<"BatchNorm2d">> = {}): Part {
  const defaults = { eps: 1e-5, momentum: 0.1, affine: true, track_running_stats: true };
  return { type: "BatchNorm2d", num_features, ...defaults, ...more };
}

export function layerNorm(normalized_shape: readonly number[], more: Partial<LayerOf<"LayerNorm">> = {}): Part {
  return { type: "LayerNorm", normalized_shape, eps: 1e-5, elementwise_affine: true, bias: true, ...more };
}

export function maxPool2d(kernel = 2, more: Partial<LayerOf<"MaxPool2d">> = {}): Part {
  const defaults = { stride: pair(kernel), padding: pair(0), dilation: pair(1), ceil_mode: false };
  return { type: "MaxPool2d", kernel_size: pair(kernel), ...defaults, ...more };
}

export const adaptiveAvgPool2d = (height: number | null, width: number | null): Part => ({
  type: "AdaptiveAvgPool2d",
  output_size: [height, width],
});

export const pair = (n: number): Sizes => [n, n];

/** Any optimizer, by the arguments of its constructor. */
export function optimizer(type: KnownOptimizer["type"], args: Readonly<Record<string, unknown>> = {}): KnownOptimizer {
  const bound = OPTIMIZER_SIGNATURES[type].bind(args);
  assert.ok(bound.kind === "bound", `${type} ${JSON.stringify(args)}: ${JSON.stringify(bound)}`);
  return bound.value;
}

const common = { foreach: null, fused: null, lr: 0.01, weight_decay: 0, maximize: false };

export function sgd(more: Partial<Extract<KnownOptimizer, { type: "SGD" }>> = {}): KnownOptimizer {
  return { ...common, type: "SGD", momentum: 0, dampening: 0, nesterov: false, ...more };
}

export function adam(more: Partial<Extract<KnownOptimizer, { type: "Adam" | "AdamW" }>> = {}): KnownOptimizer {
  return { ...common, type: "Adam", betas: [0.9, 0.999], eps: 1e-8, amsgrad: false, ...more };
}

export const classes = (n: number): Target => ({ kind: "classes", classes: n, shape: [] });
export const tensorTarget = (...shape: readonly number[]): Target => ({ kind: "tensor", shape, dtype: "float32" });

export type TrainingParts = {
  readonly layers: readonly Part[];
  readonly input: readonly number[];
  /** The inputs are indices below it. */
  readonly high?: number;
  readonly target: Target;
  readonly loss?: KnownLoss["type"] | KnownLoss;
  readonly reduction?: "mean" | "sum";
  readonly optimizer?: KnownOptimizer;
  readonly batch_size?: number;
  readonly gradient_accumulation?: number;
  readonly evaluation?: number | undefined;
  readonly data?: Data;
};

export function trainingOf(parts: TrainingParts, name = "training"): DescribedTraining {
  return {
    kind: "described",
    ...PLAIN_RECIPE,
    timeout_s: undefined,
    explain: false,
    environment: [],
    measure_at: undefined,
    name,
    place,
    device: { kind: "runner" },
    budget: { kind: "share", share: 0.9 },
    tolerance: 0.05,
    model: { kind: "layers", layers: layersOf(parts.layers) },
    input:
      parts.high === undefined
        ? { shape: parts.input, dtype: "float32" }
        : { shape: parts.input, dtype: "int64", high: parts.high },
    target: parts.target,
    loss: { place, ...lossOf(parts) },
    optimizer: { place, ...(parts.optimizer ?? sgd()) },
    batch_size: parts.batch_size ?? 4,
    gradient_accumulation: parts.gradient_accumulation ?? 1,
    evaluation: parts.evaluation === undefined ? undefined : { batch_size: parts.evaluation },
    data: parts.data,
    steps: 8,
    warmup: 2,
  };
}

function lossOf({ loss: written = "CrossEntropyLoss", reduction = "mean" }: TrainingParts): KnownLoss {
  return typeof written === "string" ? loss(written, { reduction }) : written;
}

/** The two examples' networks. */
export const mnistMlp = [flatten, linear(784, 128), relu, linear(128, 10)];
export const cifarMlp = [flatten, linear(3072, 128), relu, linear(128, 10)];
