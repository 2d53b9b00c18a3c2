import * as z from "zod/mini";
import { count, switched, whole, withDefault } from "./schema.ts";
import { type Clash, type Signature, signature } from "./signature.ts";
import type { KnownLayer, KnownLayerType, Pair } from "./training.ts";

// Source: the constructors in torch/nn/modules of torch 2.13.0: order, defaults, and what they check.

const COUNTS = "a whole number above 0, or [height, width]";
const pair = z.union([count, z.tuple([count, count])], { error: COUNTS });
const notNegative = whole(0, 2 ** 31 - 1, "a whole number of at least 0");
const padding = z.union([notNegative, z.tuple([notNegative, notNegative])], {
  error: "a whole number of at least 0, or [height, width]",
});
const dimension = whole(-8, 8, "the number of a dimension");
const atLeastZero = z
  .number({ error: "a number of at least 0" })
  .check(z.minimum(0, { error: "a number of at least 0" }));
const SHARE = { error: "a number from 0 to 1" };
const share = z.number(SHARE).check(z.minimum(0, SHARE), z.maximum(1, SHARE));
const yes = withDefault(switched, true);
const no = withDefault(switched, false);
/** `device` and `dtype` of a constructor: PyTorch's, and not of the engine unless they are left as they are. */
const placed = { device: withDefault(z.nullable(z.string()), null), dtype: withDefault(z.nullable(z.string()), null) };

function isPlaced({ device, dtype }: { device: string | null; dtype: string | null }): boolean {
  return device !== null || dtype !== null;
}

function both<T extends number | null>(value: T | readonly [T, T]): readonly [T, T] {
  return typeof value === "object" && value !== null ? value : [value, value];
}

/** What each layer that the engine knows takes. Sequential is read by layers.ts: its arguments are layers. */
export const LAYER_SIGNATURES: { readonly [Type in KnownLayerType]: Signature<KnownLayer> } = {
  Flatten: signature({ start_dim: withDefault(dimension, 1), end_dim: withDefault(dimension, -1) }, (dims) => ({
    type: "Flatten",
    ...dims,
  })),
  Linear: signature({ in_features: count, out_features: count, bias: yes, ...placed }, (args) => {
    const { in_features, out_features, bias } = args;
    return isPlaced(args) ? undefined : { type: "Linear", in_features, out_features, bias };
  }),
  ReLU: signature({ inplace: no }, ({ inplace }) => ({ type: "ReLU", inplace })),
  GELU: signature(
    { approximate: withDefault(z.enum(["none", "tanh"], { error: "none or tanh" }), "none") },
    ({ approximate }) => ({ type: "GELU", approximate }),
  ),
  Identity: {
    keys: {},
    positional: Infinity,
    bind: () => ({ kind: "bound", value: { type: "Identity" } }), // it takes any arguments and uses none
  },
  Dropout: signature({ p: withDefault(share, 0.5), inplace: no }, (args) => ({
    type: "Dropout",
    ...args,
  })),
  Conv2d: conv2d(),
  BatchNorm2d: signature(
    {
      num_features: count,
      eps: withDefault(atLeastZero, 1e-5),
      momentum: withDefault(z.nullable(z.number({ error: "a number or null" })), 0.1),
      affine: yes,
      track_running_stats: yes,
      ...placed,
      bias: yes,
    },
    ({ device, dtype, bias, ...known }) =>
      isPlaced({ device, dtype }) || !bias ? undefined : { type: "BatchNorm2d", ...known },
    { positional: 7 },
  ),
  LayerNorm: signature(
    {
      normalized_shape: z.pipe(
        z.union([count, z.array(count).check(z.minLength(1), z.maxLength(8))], {
          error: "a whole number above 0, or a list of them",
        }),
        z.transform((shape) => (typeof shape === "number" ? [shape] : shape)),
      ),
      eps: withDefault(atLeastZero, 1e-5),
      elementwise_affine: yes,
      bias: yes,
      ...placed,
    },
    ({ device, dtype, ...known }) => (isPlaced({ device, dtype }) ? undefined : { type: "LayerNorm", ...known }),
  ),
  MaxPool2d: maxPool2d(),
  AdaptiveAvgPool2d: signature(
    {
      output_size: z.union([count, z.tuple([z.nullable(count), z.nullable(count)])], {
        error: "a whole number above 0, or [height, width], where null keeps the input's",
      }),
    },
    ({ output_size }) => ({ type: "AdaptiveAvgPool2d", output_size: both<number | null>(output_size) }),
  ),
};

function conv2d(): Signature<KnownLayer> {
  const keys = {
    in_channels: count,
    out_channels: count,
    kernel_size: pair,
    stride: withDefault(pair, 1),
    padding: withDefault(
      z.union([padding, z.enum(["same", "valid"])], {
        error: "a whole number of at least 0, [height, width], same or valid",
      }),
      0,
    ),
    dilation: withDefault(pair, 1),
    groups: withDefault(count, 1),
    bias: yes,
    padding_mode: withDefault(
      z.enum(["zeros", "reflect", "replicate", "circular"], { error: "zeros, reflect, replicate or circular" }),
      "zeros",
    ),
    ...placed,
  };
  type Channels = { in_channels: number; out_channels: number; groups: number };
  const groupsClash = ({ in_channels, out_channels, groups }: Channels): Clash | undefined => {
    if (in_channels % groups === 0 && out_channels % groups === 0) return undefined;
    const channels = `in_channels (${in_channels}) and out_channels (${out_channels})`;
    return ["groups", `expected a divisor of ${channels}, found ${groups}`];
  };
  return signature(
    keys,
    ({ padding_mode, device, dtype, ...args }) => {
      const kernel_size = both(args.kernel_size);
      const [stride, dilation] = [both(args.stride), both(args.dilation)];
      const numbers = paddingNumbers(args.padding, kernel_size, dilation);
      if (padding_mode !== "zeros" || isPlaced({ device, dtype }) || numbers === undefined) return undefined;
      return { type: "Conv2d", ...args, kernel_size, stride, dilation, padding: numbers };
    },
    {
      clash: (args) =>
        args.padding === "same" && both(args.stride).some((step) => step !== 1)
          ? ["padding", 'expected numbers: PyTorch takes "same" with a stride of 1 only']
          : groupsClash(args),
    },
  );
}

/**
 * `same` pads by dilation × (kernel − 1) in all. Where that is odd, PyTorch copies the input into a larger tensor
 * first: not known here. Source: `_conv2d_same_padding`, aten/src/ATen/native/Convolution.cpp.
 */
function paddingNumbers(written: number | Pair | "same" | "valid", kernel: Pair, dilation: Pair): Pair | undefined {
  if (written === "valid") return [0, 0];
  if (written !== "same") return both(written);
  const [height, width] = [dilation[0] * (kernel[0] - 1), dilation[1] * (kernel[1] - 1)];
  return height % 2 === 0 && width % 2 === 0 ? [height / 2, width / 2] : undefined;
}

function maxPool2d(): Signature<KnownLayer> {
  const keys = {
    kernel_size: pair,
    stride: withDefault(z.nullable(pair), null),
    padding: withDefault(padding, 0),
    dilation: withDefault(pair, 1),
    return_indices: no,
    ceil_mode: no,
  };
  return signature(
    keys,
    ({ return_indices, ...args }) => {
      const kernel_size = both(args.kernel_size);
      const stride = args.stride === null ? kernel_size : both(args.stride);
      const [pads, dilation] = [both(args.padding), both(args.dilation)];
      return return_indices ? undefined : { type: "MaxPool2d", ...args, kernel_size, stride, padding: pads, dilation };
    },
    {
      clash(args) {
        const [kernel, pads] = [both(args.kernel_size), both(args.padding)];
        // Source: pool2d_shape_check, aten/src/ATen/native/Pool.h
        if (pads[0] <= Math.floor(kernel[0] / 2) && pads[1] <= Math.floor(kernel[1] / 2)) return undefined;
        return ["padding", `expected at most half of kernel_size (${kernel.join(" × ")}), found ${pads.join(" × ")}`];
      },
    },
  );
}
