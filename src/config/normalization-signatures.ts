import * as z from "zod/mini";
import { atLeastZero, isPlaced, no, number, placed, yes } from "./arguments.ts";
import type { Normalization } from "./known-layers.ts";
import { count, withDefault } from "./schema.ts";
import { type Signature, signature } from "./signature.ts";

// Source: torch/nn/modules/{batchnorm,instancenorm,normalization}.py of torch 2.13.0: order, defaults, and what they check.

const normalizedShape = z.pipe(
  z.union([count, z.array(count).check(z.minLength(1), z.maxLength(8))], {
    error: "a whole number above 0, or a list of them",
  }),
  z.transform((shape) => (typeof shape === "number" ? [shape] : shape)),
);

const statistics = { num_features: count, eps: withDefault(atLeastZero, 1e-5) };

export const NORMALIZATION_SIGNATURES: { readonly [Type in Normalization["type"]]: Signature<Normalization> } = {
  BatchNorm1d: batchNorm("BatchNorm1d"),
  BatchNorm2d: batchNorm("BatchNorm2d"),
  BatchNorm3d: batchNorm("BatchNorm3d"),
  InstanceNorm1d: instanceNorm("InstanceNorm1d"),
  InstanceNorm2d: instanceNorm("InstanceNorm2d"),
  InstanceNorm3d: instanceNorm("InstanceNorm3d"),
  GroupNorm: signature(
    { num_groups: count, num_channels: count, eps: withDefault(atLeastZero, 1e-5), affine: yes, ...placed, bias: yes },
    ({ device, dtype, bias, ...known }) =>
      isPlaced({ device, dtype }) || !bias ? undefined : { type: "GroupNorm", ...known },
    {
      positional: 6,
      clash: ({ num_groups, num_channels }) =>
        num_channels % num_groups === 0
          ? undefined
          : ["num_channels", `expected a multiple of num_groups (${num_groups}), found ${num_channels}`],
    },
  ),
  LayerNorm: signature(
    {
      normalized_shape: normalizedShape,
      eps: withDefault(atLeastZero, 1e-5),
      elementwise_affine: yes,
      bias: yes,
      ...placed,
    },
    ({ device, dtype, ...known }) => (isPlaced({ device, dtype }) ? undefined : { type: "LayerNorm", ...known }),
  ),
  RMSNorm: signature(
    {
      normalized_shape: normalizedShape,
      eps: withDefault(z.nullable(atLeastZero), null),
      elementwise_affine: yes,
      ...placed,
    },
    ({ device, dtype, ...known }) => (isPlaced({ device, dtype }) ? undefined : { type: "RMSNorm", ...known }),
  ),
};

function batchNorm(type: "BatchNorm1d" | "BatchNorm2d" | "BatchNorm3d"): Signature<Normalization> {
  return signature(
    {
      ...statistics,
      momentum: withDefault(z.nullable(z.number({ error: "a number or null" })), 0.1),
      affine: yes,
      track_running_stats: yes,
      ...placed,
      bias: yes,
    },
    ({ device, dtype, bias, ...known }) => (isPlaced({ device, dtype }) || !bias ? undefined : { type, ...known }),
    { positional: 7 },
  );
}

function instanceNorm(type: "InstanceNorm1d" | "InstanceNorm2d" | "InstanceNorm3d"): Signature<Normalization> {
  return signature(
    {
      ...statistics,
      momentum: withDefault(number, 0.1),
      affine: no,
      track_running_stats: no,
      ...placed,
      bias: yes,
    },
    ({ device, dtype, bias, ...known }) => (isPlaced({ device, dtype }) || !bias ? undefined : { type, ...known }),
    { positional: 7 },
  );
}
