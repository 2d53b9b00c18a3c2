import * as z from "zod/mini";
import { each, isPlaced, paddings, placed, sizes, yes } from "./arguments.ts";
import { AXES, type Convolution, type Rank, rankOf, type Sizes, type TransposedConvolution } from "./known-layers.ts";
import { count, withDefault } from "./schema.ts";
import { type Clash, type Signature, signature } from "./signature.ts";

// Source: torch/nn/modules/conv.py of torch 2.13.0: order, defaults, and what they check.

const paddingMode = withDefault(
  z.enum(["zeros", "reflect", "replicate", "circular"], { error: "zeros, reflect, replicate or circular" }),
  "zeros",
);

export const CONVOLUTION_SIGNATURES: {
  readonly [Type in (Convolution | TransposedConvolution)["type"]]: Signature<Convolution | TransposedConvolution>;
} = {
  Conv1d: convolution("Conv1d"),
  Conv2d: convolution("Conv2d"),
  Conv3d: convolution("Conv3d"),
  ConvTranspose1d: transposed("ConvTranspose1d"),
  ConvTranspose2d: transposed("ConvTranspose2d"),
  ConvTranspose3d: transposed("ConvTranspose3d"),
};

function convolution(type: Convolution["type"]): Signature<Convolution> {
  const rank = rankOf(type);
  const keys = {
    in_channels: count,
    out_channels: count,
    kernel_size: sizes(rank),
    stride: withDefault(sizes(rank), 1),
    padding: withDefault(
      z.union([paddings(rank), z.enum(["same", "valid"])], {
        error: `a whole number of at least 0, [${AXES[rank].join(", ")}], same or valid`,
      }),
      0,
    ),
    dilation: withDefault(sizes(rank), 1),
    groups: withDefault(count, 1),
    bias: yes,
    padding_mode: paddingMode,
    ...placed,
  };
  return signature(
    keys,
    ({ padding_mode, device, dtype, ...args }) => {
      const kernel_size = each(args.kernel_size, rank);
      const [stride, dilation] = [each(args.stride, rank), each(args.dilation, rank)];
      const padding = paddingNumbers(args.padding, kernel_size, dilation, rank);
      if (padding_mode !== "zeros" || isPlaced({ device, dtype }) || padding === undefined) return undefined;
      return { type, ...args, kernel_size, stride, dilation, padding };
    },
    {
      clash: (args) =>
        args.padding === "same" && each(args.stride, rank).some((step) => step !== 1)
          ? ["padding", 'expected numbers: PyTorch takes "same" with a stride of 1 only']
          : groupsClash(args),
    },
  );
}

function transposed(type: TransposedConvolution["type"]): Signature<TransposedConvolution> {
  const rank = rankOf(type);
  const keys = {
    in_channels: count,
    out_channels: count,
    kernel_size: sizes(rank),
    stride: withDefault(sizes(rank), 1),
    padding: withDefault(paddings(rank), 0),
    output_padding: withDefault(paddings(rank), 0),
    groups: withDefault(count, 1),
    bias: yes,
    dilation: withDefault(sizes(rank), 1),
    padding_mode: paddingMode,
    ...placed,
  };
  return signature(
    keys,
    ({ padding_mode, device, dtype, ...args }) => {
      if (padding_mode !== "zeros" || isPlaced({ device, dtype })) return undefined;
      const [kernel_size, stride] = [each(args.kernel_size, rank), each(args.stride, rank)];
      const [padding, output_padding] = [each(args.padding, rank), each(args.output_padding, rank)];
      const dilation = each(args.dilation, rank);
      return { type, ...args, kernel_size, stride, padding, output_padding, dilation };
    },
    {
      clash(args) {
        if (args.padding_mode !== "zeros") {
          return ["padding_mode", `expected zeros, the only one that ${type} takes, found ${args.padding_mode}`];
        }
        const [stride, dilation] = [each(args.stride, rank), each(args.dilation, rank)];
        const most = stride.map((step, axis) => Math.max(step, dilation[axis] ?? 1) - 1);
        const extra = each(args.output_padding, rank);
        if (extra.every((more, axis) => more <= (most[axis] ?? 0))) return groupsClash(args);
        return ["output_padding", `expected less than stride or dilation, found ${extra.join(" × ")}`];
      },
    },
  );
}

type Channels = { readonly in_channels: number; readonly out_channels: number; readonly groups: number };

function groupsClash({ in_channels, out_channels, groups }: Channels): Clash | undefined {
  if (in_channels % groups === 0 && out_channels % groups === 0) return undefined;
  const channels = `in_channels (${in_channels}) and out_channels (${out_channels})`;
  return ["groups", `expected a divisor of ${channels}, found ${groups}`];
}

/**
 * `same` pads by dilation × (kernel − 1) in all. Where that is odd, PyTorch copies the input into a larger tensor
 * first: not known here. Source: `_convolution_same`, aten/src/ATen/native/Convolution.cpp.
 */
function paddingNumbers(
  written: number | Sizes | "same" | "valid",
  kernel: Sizes,
  dilation: Sizes,
  rank: Rank,
): Sizes | undefined {
  if (written === "valid") return each(0, rank);
  if (written !== "same") return each(written, rank);
  const whole = kernel.map((size, axis) => (dilation[axis] ?? 1) * (size - 1));
  return whole.every((both) => both % 2 === 0) ? whole.map((both) => both / 2) : undefined;
}
