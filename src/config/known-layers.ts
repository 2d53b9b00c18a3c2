/**
 * The modules that the layers engine knows, with every argument filled in as PyTorch's constructor would. Names and
 * arguments are those of torch.nn in torch 2.13.0: the probe calls the constructors with them.
 */
export type KnownLayer =
  | Activation
  | Convolution
  | TransposedConvolution
  | Normalization
  | Pooling
  | DropoutLayer
  | Rearrangement
  | { readonly type: "Linear"; readonly in_features: number; readonly out_features: number; readonly bias: boolean }
  | {
      readonly type: "Embedding";
      readonly num_embeddings: number;
      readonly embedding_dim: number;
      readonly padding_idx: number | null;
    };

export type KnownLayerType = KnownLayer["type"];

/** The layer of that type: `LayerOf<"Conv2d">`. */
export type LayerOf<Type extends KnownLayerType> = Extract<KnownLayer, { readonly type: Type }>;

/** One layer a type, all with the same arguments. */
type Each<Type extends string, Arguments> = Type extends string ? { readonly type: Type } & Arguments : never;

/** One number an axis: (width), (height, width) or (depth, height, width). */
export type Sizes = readonly number[];

export type Activation =
  | Each<"ReLU" | "ReLU6" | "SiLU" | "Mish" | "SELU" | "Hardswish" | "Hardsigmoid", { readonly inplace: boolean }>
  | Each<"Sigmoid" | "Tanh" | "LogSigmoid" | "Softsign" | "Tanhshrink", unknown>
  | { readonly type: "GELU"; readonly approximate: "none" | "tanh" }
  | { readonly type: "LeakyReLU"; readonly negative_slope: number; readonly inplace: boolean }
  | Each<"ELU" | "CELU", { readonly alpha: number; readonly inplace: boolean }>
  | { readonly type: "Hardtanh"; readonly min_val: number; readonly max_val: number; readonly inplace: boolean }
  | { readonly type: "Threshold"; readonly threshold: number; readonly value: number; readonly inplace: boolean }
  | { readonly type: "Softplus"; readonly beta: number; readonly threshold: number }
  | Each<"Softshrink" | "Hardshrink", { readonly lambd: number }>
  | { readonly type: "PReLU"; readonly num_parameters: number; readonly init: number }
  | Each<"GLU" | "Softmax" | "LogSoftmax", { readonly dim: number }>;

type Kernel = {
  readonly in_channels: number;
  readonly out_channels: number;
  readonly kernel_size: Sizes;
  readonly stride: Sizes;
  readonly padding: Sizes;
  readonly dilation: Sizes;
  readonly groups: number;
  readonly bias: boolean;
};

export type Convolution = Each<`Conv${Rank}d`, Kernel>;
export type TransposedConvolution = Each<`ConvTranspose${Rank}d`, Kernel & { readonly output_padding: Sizes }>;

type ChannelNorm<Momentum> = {
  readonly num_features: number;
  readonly eps: number;
  readonly momentum: Momentum;
  readonly affine: boolean;
  readonly track_running_stats: boolean;
};

export type Normalization =
  | Each<`BatchNorm${Rank}d`, ChannelNorm<number | null>>
  | Each<`InstanceNorm${Rank}d`, ChannelNorm<number>>
  | {
      readonly type: "GroupNorm";
      readonly num_groups: number;
      readonly num_channels: number;
      readonly eps: number;
      readonly affine: boolean;
    }
  | {
      readonly type: "LayerNorm";
      readonly normalized_shape: readonly number[];
      readonly eps: number;
      readonly elementwise_affine: boolean;
      readonly bias: boolean;
    }
  | {
      readonly type: "RMSNorm";
      readonly normalized_shape: readonly number[];
      readonly eps: number | null;
      readonly elementwise_affine: boolean;
    };

type Window = {
  readonly kernel_size: Sizes;
  readonly stride: Sizes;
  readonly padding: Sizes;
  readonly ceil_mode: boolean;
};

export type Pooling =
  | Each<`MaxPool${Rank}d`, Window & { readonly dilation: Sizes }>
  | Each<`AvgPool${Rank}d`, Window & { readonly count_include_pad: boolean }>
  | Each<`AdaptiveAvgPool${Rank}d` | "AdaptiveMaxPool1d" | "AdaptiveMaxPool2d", AdaptiveSize>;

type AdaptiveSize = { readonly output_size: readonly (number | null)[] };

export type DropoutLayer = Each<
  "Dropout" | `Dropout${Rank}d` | "AlphaDropout",
  { readonly p: number; readonly inplace: boolean }
>;

/** What only moves, repeats or pads values. */
export type Rearrangement =
  | { readonly type: "Identity" }
  | { readonly type: "Flatten"; readonly start_dim: number; readonly end_dim: number }
  | { readonly type: "Unflatten"; readonly dim: number; readonly unflattened_size: readonly number[] }
  | { readonly type: "PixelShuffle"; readonly upscale_factor: number }
  | { readonly type: "PixelUnshuffle"; readonly downscale_factor: number }
  | ({ readonly type: "Upsample" } & Upsampling)
  | Each<Padding, { readonly padding: Sizes }>;

/** To `size`, or by `scale_factor`, one number for all axes or one each; the other is null. */
export type Upsampling = {
  readonly size: number | Sizes | null;
  readonly scale_factor: number | readonly number[] | null;
  readonly mode: UpsamplingMode;
  readonly align_corners: boolean | null;
};

export const UPSAMPLING_MODES = ["nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear"] as const;
export type UpsamplingMode = (typeof UPSAMPLING_MODES)[number];

/** `padding` has two numbers an axis, before and after, the last axis first. */
export type Padding = `${"Zero" | "Reflection" | "Replication"}Pad${Rank}d`;

/** How many axes an image has: a sequence 1, a picture 2, a volume 3. */
export type Rank = 1 | 2 | 3;

/** The axes of an image, as messages name them. */
export const AXES: Readonly<Record<Rank, readonly string[]>> = {
  1: ["width"],
  2: ["height", "width"],
  3: ["depth", "height", "width"],
};

/** Conv2d has two axes: every module of a rank ends in it. */
export function rankOf(type: `${string}${Rank}d`): Rank {
  if (type.endsWith("1d")) return 1;
  return type.endsWith("2d") ? 2 : 3;
}
