import * as z from "zod/mini";
import { dimension } from "./arguments.ts";
import { type Padding, type Rearrangement, rankOf, UPSAMPLING_MODES } from "./known-layers.ts";
import { count, switched, whole, withDefault } from "./schema.ts";
import { type Clash, type Signature, signature } from "./signature.ts";

// Source: torch/nn/modules/{flatten,padding,pixelshuffle,upsampling}.py of torch 2.13.0: order, defaults, and what they
// check, now or in their forward pass.

const ABOVE_0 = { error: "a number above 0" };
const factor = z.number(ABOVE_0).check(z.gt(0, ABOVE_0));
const MOST = 2 ** 31 - 1;

export const REARRANGEMENT_SIGNATURES: { readonly [Type in Rearrangement["type"]]: Signature<Rearrangement> } = {
  Identity: {
    keys: {},
    positional: Infinity,
    bind: () => ({ kind: "bound", value: { type: "Identity" } }), // it takes any arguments and uses none
  },
  Flatten: signature({ start_dim: withDefault(dimension, 1), end_dim: withDefault(dimension, -1) }, (dims) => ({
    type: "Flatten",
    ...dims,
  })),
  Unflatten: signature(
    {
      dim: dimension,
      unflattened_size: z
        .array(whole(-1, MOST, "a whole number above 0, or -1 once"), { error: "a list of whole numbers" })
        .check(z.minLength(1, { error: "at least one dimension" }), z.maxLength(8, { error: "at most 8 dimensions" })),
    },
    (args) => ({ type: "Unflatten", ...args }),
    {
      clash: ({ unflattened_size: sizes }) =>
        sizes.includes(0) || sizes.filter((size) => size === -1).length > 1
          ? ["unflattened_size", `expected whole numbers above 0 and at most one -1, found ${sizes.join(", ")}`]
          : undefined,
    },
  ),
  PixelShuffle: signature({ upscale_factor: count }, (args) => ({ type: "PixelShuffle", ...args })),
  PixelUnshuffle: signature({ downscale_factor: count }, (args) => ({ type: "PixelUnshuffle", ...args })),
  Upsample: upsample(),
  ZeroPad1d: padding("ZeroPad1d"),
  ZeroPad2d: padding("ZeroPad2d"),
  ZeroPad3d: padding("ZeroPad3d"),
  ReflectionPad1d: padding("ReflectionPad1d"),
  ReflectionPad2d: padding("ReflectionPad2d"),
  ReflectionPad3d: padding("ReflectionPad3d"),
  ReplicationPad1d: padding("ReplicationPad1d"),
  ReplicationPad2d: padding("ReplicationPad2d"),
  ReplicationPad3d: padding("ReplicationPad3d"),
};

function upsample(): Signature<Rearrangement> {
  const list = (one: typeof count | typeof factor) => z.array(one).check(z.minLength(1), z.maxLength(3));
  return signature(
    {
      size: withDefault(
        z.nullable(z.union([count, list(count)], { error: "a whole number above 0, or a list" })),
        null,
      ),
      scale_factor: withDefault(
        z.nullable(z.union([factor, list(factor)], { error: "a number above 0, or a list" })),
        null,
      ),
      mode: withDefault(
        z.enum([...UPSAMPLING_MODES, "area"], { error: `${UPSAMPLING_MODES.join(", ")} or area` }),
        "nearest",
      ),
      align_corners: withDefault(z.nullable(switched), null),
      recompute_scale_factor: withDefault(z.nullable(switched), null),
    },
    ({ mode, recompute_scale_factor, ...args }) =>
      mode === "area" || recompute_scale_factor === true ? undefined : { type: "Upsample", mode, ...args },
    { clash: upsampleClash },
  );
}

/** Source: interpolate(), torch/nn/functional.py. */
function upsampleClash(args: { size: unknown; scale_factor: unknown; mode: string; align_corners: boolean | null }) {
  if ((args.size === null) === (args.scale_factor === null)) {
    const found = args.size === null ? "neither" : "both";
    return ["size", `expected one of size and scale_factor, found ${found}`] satisfies Clash;
  }
  if (args.align_corners === null || args.mode.includes("linear") || args.mode === "bicubic") return undefined;
  return ["align_corners", `expected null with ${args.mode}, found ${args.align_corners}`] satisfies Clash;
}

/** Only zeros can be taken away again, by a number below 0. */
function padding(type: Padding): Signature<Rearrangement> {
  const rank = rankOf(type);
  const least = type.startsWith("Zero") ? -MOST : 0;
  const one = whole(least, MOST, least < 0 ? "a whole number" : "a whole number of at least 0");
  const sides = 2 * rank;
  return signature(
    {
      padding: z.union([one, z.array(one).check(z.length(sides))], {
        error: `a whole number, or ${sides} of them, before and after each axis, the last axis first`,
      }),
    },
    ({ padding: written }) => ({
      type,
      padding: typeof written === "number" ? Array.from({ length: sides }, () => written) : written,
    }),
  );
}
