import * as z from "zod/mini";
import { each, no, number, paddings, sizes, yes } from "./arguments.ts";
import { AXES, type Pooling, type Rank, rankOf } from "./known-layers.ts";
import { count, withDefault } from "./schema.ts";
import { type Clash, type Signature, signature } from "./signature.ts";

// Source: torch/nn/modules/pooling.py of torch 2.13.0: order, defaults, and what they check.

export const POOLING_SIGNATURES: { readonly [Type in Pooling["type"]]: Signature<Pooling> } = {
  MaxPool1d: maxPool("MaxPool1d"),
  MaxPool2d: maxPool("MaxPool2d"),
  MaxPool3d: maxPool("MaxPool3d"),
  AvgPool1d: avgPool("AvgPool1d"),
  AvgPool2d: avgPool("AvgPool2d"),
  AvgPool3d: avgPool("AvgPool3d"),
  AdaptiveAvgPool1d: signature({ output_size: outputSize(1) }, ({ output_size }) => ({
    type: "AdaptiveAvgPool1d",
    output_size: each(output_size, 1),
  })),
  AdaptiveAvgPool2d: signature({ output_size: outputSize(2) }, ({ output_size }) => ({
    type: "AdaptiveAvgPool2d",
    output_size: each(output_size, 2),
  })),
  AdaptiveAvgPool3d: signature({ output_size: outputSize(3) }, ({ output_size }) => ({
    type: "AdaptiveAvgPool3d",
    output_size: each(output_size, 3),
  })),
  AdaptiveMaxPool1d: adaptiveMaxPool("AdaptiveMaxPool1d"),
  AdaptiveMaxPool2d: adaptiveMaxPool("AdaptiveMaxPool2d"),
};

/** With one axis, PyTorch takes no null. */
function outputSize(rank: Rank) {
  const axes = AXES[rank].join(", ");
  if (rank === 1) return z.union([count, z.array(count).check(z.length(1))], { error: "a whole number above 0" });
  return z.union([count, z.array(z.nullable(count)).check(z.length(rank))], {
    error: `a whole number above 0, or [${axes}], where null keeps the input's`,
  });
}

function maxPool(type: "MaxPool1d" | "MaxPool2d" | "MaxPool3d"): Signature<Pooling> {
  const rank = rankOf(type);
  return signature(
    {
      kernel_size: sizes(rank),
      stride: withDefault(z.nullable(sizes(rank)), null),
      padding: withDefault(paddings(rank), 0),
      dilation: withDefault(sizes(rank), 1),
      return_indices: no,
      ceil_mode: no,
    },
    ({ return_indices, ceil_mode, ...args }) =>
      return_indices ? undefined : { type, ...windowOf(args, rank), dilation: each(args.dilation, rank), ceil_mode },
    { clash: (args) => paddingClash(args, rank) },
  );
}

function avgPool(type: "AvgPool1d" | "AvgPool2d" | "AvgPool3d"): Signature<Pooling> {
  const rank = rankOf(type);
  return signature(
    {
      kernel_size: sizes(rank),
      stride: withDefault(z.nullable(sizes(rank)), null),
      padding: withDefault(paddings(rank), 0),
      ceil_mode: no,
      count_include_pad: yes,
      ...(rank > 1 && { divisor_override: withDefault(z.nullable(number), null) }),
    },
    ({ divisor_override = null, ceil_mode, count_include_pad, ...args }) =>
      divisor_override === null ? { type, ...windowOf(args, rank), ceil_mode, count_include_pad } : undefined,
    { clash: (args) => paddingClash(args, rank) },
  );
}

function adaptiveMaxPool(type: "AdaptiveMaxPool1d" | "AdaptiveMaxPool2d"): Signature<Pooling> {
  const rank = rankOf(type);
  return signature({ output_size: outputSize(rank), return_indices: no }, ({ output_size, return_indices }) =>
    return_indices ? undefined : { type, output_size: each<number | null>(output_size, rank) },
  );
}

type Window = {
  readonly kernel_size: number | readonly number[];
  readonly stride: number | readonly number[] | null;
  readonly padding: number | readonly number[];
};

/** Without a stride, windows lie side by side. */
function windowOf({ kernel_size: kernel, stride, padding }: Window, rank: Rank) {
  const kernel_size = each(kernel, rank);
  return { kernel_size, stride: stride === null ? kernel_size : each(stride, rank), padding: each(padding, rank) };
}

/** Source: pool2d_shape_check, aten/src/ATen/native/Pool.h. */
function paddingClash(window: Window, rank: Rank): Clash | undefined {
  const { kernel_size, padding } = windowOf(window, rank);
  if (padding.every((pad, axis) => pad <= Math.floor((kernel_size[axis] ?? 0) / 2))) return undefined;
  const found = padding.join(" × ");
  return ["padding", `expected at most half of kernel_size (${kernel_size.join(" × ")}), found ${found}`];
}
