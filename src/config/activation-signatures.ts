import * as z from "zod/mini";
import { atLeastZero, dimension, isPlaced, no, number, placed } from "./arguments.ts";
import type { Activation } from "./known-layers.ts";
import { count, withDefault } from "./schema.ts";
import { type Signature, signature } from "./signature.ts";

// Source: torch/nn/modules/activation.py of torch 2.13.0: order, defaults, and what they check.

type InPlace = "ReLU" | "ReLU6" | "SiLU" | "Mish" | "SELU" | "Hardswish" | "Hardsigmoid";
type Plain = "Sigmoid" | "Tanh" | "LogSigmoid" | "Softsign" | "Tanhshrink";

export const ACTIVATION_SIGNATURES: { readonly [Type in Activation["type"]]: Signature<Activation> } = {
  ReLU: inPlace("ReLU"),
  ReLU6: inPlace("ReLU6"),
  SiLU: inPlace("SiLU"),
  Mish: inPlace("Mish"),
  SELU: inPlace("SELU"),
  Hardswish: inPlace("Hardswish"),
  Hardsigmoid: inPlace("Hardsigmoid"),
  Sigmoid: plain("Sigmoid"),
  Tanh: plain("Tanh"),
  LogSigmoid: plain("LogSigmoid"),
  Softsign: plain("Softsign"),
  Tanhshrink: plain("Tanhshrink"),
  GELU: signature(
    { approximate: withDefault(z.enum(["none", "tanh"], { error: "none or tanh" }), "none") },
    ({ approximate }) => ({ type: "GELU", approximate }),
  ),
  // In place, a slope below 0 loses the sign of its input, and PyTorch refuses the backward pass.
  LeakyReLU: signature({ negative_slope: withDefault(number, 0.01), inplace: no }, (args) =>
    args.inplace && args.negative_slope < 0 ? undefined : { type: "LeakyReLU", ...args },
  ),
  ELU: exponential("ELU"),
  CELU: exponential("CELU"),
  Hardtanh: signature(
    {
      min_val: withDefault(number, -1),
      max_val: withDefault(number, 1),
      inplace: no,
      min_value: withDefault(z.nullable(number), null),
      max_value: withDefault(z.nullable(number), null),
    },
    ({ min_value, max_value, ...args }) =>
      min_value === null && max_value === null ? { type: "Hardtanh", ...args } : undefined,
    {
      clash: ({ min_val, max_val, min_value, max_value }) =>
        (max_value ?? max_val) > (min_value ?? min_val)
          ? undefined
          : ["max_val", `expected more than min_val (${min_val}), found ${max_val}`],
    },
  ),
  Threshold: signature({ threshold: number, value: number, inplace: no }, (args) => ({ type: "Threshold", ...args })),
  Softplus: signature({ beta: withDefault(number, 1), threshold: withDefault(number, 20) }, (args) => ({
    type: "Softplus",
    ...args,
  })),
  Softshrink: signature({ lambd: withDefault(atLeastZero, 0.5) }, ({ lambd }) => ({ type: "Softshrink", lambd })),
  Hardshrink: signature({ lambd: withDefault(number, 0.5) }, ({ lambd }) => ({ type: "Hardshrink", lambd })),
  PReLU: signature(
    { num_parameters: withDefault(count, 1), init: withDefault(number, 0.25), ...placed },
    ({ num_parameters, init, ...place }) => (isPlaced(place) ? undefined : { type: "PReLU", num_parameters, init }),
  ),
  GLU: signature({ dim: withDefault(dimension, -1) }, ({ dim }) => ({ type: "GLU", dim })),
  Softmax: softmax("Softmax"),
  LogSoftmax: softmax("LogSoftmax"),
};

function inPlace(type: InPlace): Signature<Activation> {
  return signature({ inplace: no }, ({ inplace }) => ({ type, inplace }));
}

function plain(type: Plain): Signature<Activation> {
  return signature({}, () => ({ type }));
}

/** In place, an alpha below 0 loses the sign of its input, and PyTorch refuses the backward pass. */
function exponential(type: "ELU" | "CELU"): Signature<Activation> {
  return signature(
    { alpha: withDefault(number, 1), inplace: no },
    (args) => (args.inplace && args.alpha < 0 ? undefined : { type, ...args }),
    {
      clash: ({ alpha }) =>
        type === "CELU" && alpha === 0 ? ["alpha", "expected a number other than 0, found 0"] : undefined,
    },
  );
}

/** Without a `dim`, PyTorch warns and guesses one. */
function softmax(type: "Softmax" | "LogSoftmax"): Signature<Activation> {
  return signature({ dim: withDefault(z.nullable(dimension), null) }, ({ dim }) =>
    dim === null ? undefined : { type, dim },
  );
}
