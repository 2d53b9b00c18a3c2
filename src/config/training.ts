import type { Bytes } from "../memory/bytes.ts";

/** Where something stands in a file. Lines and columns count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** A whole config, checked. Everything that the text left out has its default here. */
export type Config = {
  readonly file: string;
  readonly trainings: readonly Training[];
};

/** One named training run, checked: shapes fit together, names are PyTorch's own, sizes are bytes. */
export type Training = {
  readonly name: string;
  readonly place: Place;
  readonly device: DeviceChoice;
  readonly budget: Budget;
  /** A share: 0.05 is 5 %. */
  readonly tolerance: number;
  readonly model: Model;
  readonly input: TensorSpec;
  readonly target: Target;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Of weights and of the forward pass: `mixed` autocasts, `true` keeps the weights themselves so. */
  readonly precision: "32-true" | "bf16-mixed" | "bf16-true";
  readonly batch_size: number;
  /** A pass without gradients after the training steps. */
  readonly evaluation: { readonly batch_size: number } | undefined;
  /** A real data set; undefined where batches are synthetic. */
  readonly data: Data | undefined;
  /** Training steps to measure after the warm-up. */
  readonly steps: number;
  readonly warmup: number;
};

export type DeviceChoice =
  | { readonly kind: "runner" }
  | { readonly kind: "catalogue"; readonly id: string }
  | {
      readonly kind: "custom";
      readonly name: string;
      readonly memory_bytes: Bytes;
      /** What the catalogue says where it knows the name; otherwise the config must say it. */
      readonly compute_capability: string;
      readonly multiprocessors: number;
    };

export type Budget =
  | { readonly kind: "share"; readonly share: number }
  | { readonly kind: "size"; readonly limit_bytes: Bytes };

export type Model = LayersModel | CallableModel;
export type LayersModel = { readonly kind: "layers"; readonly layers: readonly Layer[] };

/** `package.module:callable`, in the workspace or installed, gives a `torch.nn.Module`: predicted by tracing it. */
export type CallableModel = {
  readonly kind: "callable";
  readonly place: Place;
  readonly target: string;
  readonly args: Readonly<Record<string, unknown>>;
};

/** One module of a `torch.nn.Sequential`. `name` is as `named_modules()` spells it: `1`, `3.0`. */
export type Layer = { readonly name: string; readonly place: Place } & (
  | { readonly type: "Sequential"; readonly layers: readonly Layer[] }
  | KnownLayer
  | Other
);

/** A `torch.nn` module, loss or optimizer that PyTorch has and the layers engine does not know: measured, not predicted. */
export type Other = {
  readonly type: "other";
  readonly torch_type: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
};

/** The modules that the layers engine knows, with every argument filled in as PyTorch's constructor would. */
export type KnownLayer =
  | { readonly type: "Flatten"; readonly start_dim: number; readonly end_dim: number }
  | { readonly type: "Linear"; readonly in_features: number; readonly out_features: number; readonly bias: boolean }
  | { readonly type: "ReLU"; readonly inplace: boolean }
  | { readonly type: "GELU"; readonly approximate: "none" | "tanh" }
  | { readonly type: "Identity" }
  | { readonly type: "Dropout"; readonly p: number; readonly inplace: boolean }
  | {
      readonly type: "Conv2d";
      readonly in_channels: number;
      readonly out_channels: number;
      readonly kernel_size: Pair;
      readonly stride: Pair;
      readonly padding: Pair;
      readonly dilation: Pair;
      readonly groups: number;
      readonly bias: boolean;
    }
  | {
      readonly type: "BatchNorm2d";
      readonly num_features: number;
      readonly eps: number;
      readonly momentum: number | null;
      readonly affine: boolean;
      readonly track_running_stats: boolean;
    }
  | {
      readonly type: "LayerNorm";
      readonly normalized_shape: readonly number[];
      readonly eps: number;
      readonly elementwise_affine: boolean;
      readonly bias: boolean;
    }
  | {
      readonly type: "MaxPool2d";
      readonly kernel_size: Pair;
      readonly stride: Pair;
      readonly padding: Pair;
      readonly dilation: Pair;
      readonly ceil_mode: boolean;
    }
  | { readonly type: "AdaptiveAvgPool2d"; readonly output_size: readonly [number | null, number | null] };

export type KnownLayerType = KnownLayer["type"];

/** Height and width. */
export type Pair = readonly [number, number];

/** One sample, without the batch: images are (channels, height, width), tokens whole numbers below `high`. */
export type TensorSpec =
  | { readonly shape: readonly number[]; readonly dtype: "float32" }
  | { readonly shape: readonly number[]; readonly dtype: "int64"; readonly high: number };

/** `classes`: int64 indices, shape (N). `shape`: float32, shape (N, …). */
export type Target =
  | { readonly kind: "classes"; readonly classes: number }
  | { readonly kind: "tensor"; readonly shape: readonly number[]; readonly dtype: "float32" };

export type Loss = { readonly place: Place } & (KnownLoss | Other);
export type KnownLoss = { readonly type: "CrossEntropyLoss" | "MSELoss"; readonly reduction: "mean" | "sum" };

export type Optimizer = { readonly place: Place } & (KnownOptimizer | Other);

/** `foreach` and `fused` are PyTorch's own arguments; null is PyTorch's own default (foreach on CUDA, neither on the CPU). */
export type KnownOptimizer = {
  readonly foreach: boolean | null;
  readonly fused: boolean | null;
  readonly lr: number;
  readonly weight_decay: number;
  readonly maximize: boolean;
} & (
  | { readonly type: "SGD"; readonly momentum: number; readonly dampening: number; readonly nesterov: boolean }
  | {
      readonly type: "Adam" | "AdamW";
      readonly betas: readonly [number, number];
      readonly eps: number;
      readonly amsgrad: boolean;
    }
);

/** Paths are inside the workspace, relative to it. */
export type Data =
  | { readonly kind: "callable"; readonly target: string; readonly args: Readonly<Record<string, unknown>> }
  | { readonly kind: "idx"; readonly images: string; readonly labels: string };
