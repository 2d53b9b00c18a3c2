import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  count,
  strictMap,
  switched,
  whole
} from "./chunk-RR4CAR5Y.js";
import {
  _default,
  _enum,
  _gt,
  _gte,
  _length,
  _lt,
  _lte,
  _maxLength,
  _minLength,
  array,
  int,
  nullable,
  number2 as number,
  pipe,
  string,
  transform,
  tuple,
  union
} from "./chunk-E2Y7L7HE.js";

// src/config/known-layers.ts
var UPSAMPLING_MODES = ["nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear"];
var AXES = {
  1: ["width"],
  2: ["height", "width"],
  3: ["depth", "height", "width"]
};
function rankOf(type) {
  if (type.endsWith("1d")) return 1;
  return type.endsWith("2d") ? 2 : 3;
}

// src/config/arguments.ts
var dimension = whole(-8, 8, "the number of a dimension");
var AT_LEAST_ZERO = { error: "a number of at least 0" };
var atLeastZero = number(AT_LEAST_ZERO).check(_gte(0, AT_LEAST_ZERO));
var SHARE = { error: "a number from 0 to 1" };
var share = number(SHARE).check(_gte(0, SHARE), _lte(1, SHARE));
var number2 = number({ error: "a number" });
var yes = _default(switched, true);
var no = _default(switched, false);
var placed = {
  device: _default(nullable(string()), null),
  dtype: _default(nullable(string()), null)
};
function isPlaced({ device, dtype }) {
  return device !== null || dtype !== null;
}
function sizes(rank) {
  return perAxis(rank, count, `a whole number above 0, or [${AXES[rank].join(", ")}]`);
}
function paddings(rank) {
  return perAxis(
    rank,
    whole(0, 2 ** 31 - 1, "a whole number of at least 0"),
    `a whole number of at least 0, or [${AXES[rank].join(", ")}]`
  );
}
function perAxis(rank, one, error) {
  return union([one, array(one).check(_length(rank))], { error });
}
function each(value, rank) {
  return typeof value === "object" && value !== null ? value : Array.from({ length: rank }, () => value);
}

// src/config/signature.ts
function signature(keys, build, rest = {}) {
  const names = Object.keys(keys);
  const schema = strictMap(keys, `a map of ${names.join(", ")}`);
  return {
    keys,
    positional: rest.positional ?? names.length,
    bind(args) {
      const parsed = schema.safeParse(args);
      if (!parsed.success) return { kind: "issues", issues: parsed.error.issues };
      const [argument, message] = rest.clash?.(parsed.data) ?? [];
      if (argument !== void 0 && message !== void 0) return { kind: "clash", argument, message };
      const value = build(parsed.data);
      return value === void 0 ? { kind: "other" } : { kind: "bound", value };
    }
  };
}

// src/config/activation-signatures.ts
var ACTIVATION_SIGNATURES = {
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
    { approximate: _default(_enum(["none", "tanh"], { error: "none or tanh" }), "none") },
    ({ approximate }) => ({ type: "GELU", approximate })
  ),
  // In place, a slope below 0 loses the sign of its input, and PyTorch refuses the backward pass.
  LeakyReLU: signature(
    { negative_slope: _default(number2, 0.01), inplace: no },
    (args) => args.inplace && args.negative_slope < 0 ? void 0 : { type: "LeakyReLU", ...args }
  ),
  ELU: exponential("ELU"),
  CELU: exponential("CELU"),
  Hardtanh: signature(
    {
      min_val: _default(number2, -1),
      max_val: _default(number2, 1),
      inplace: no,
      min_value: _default(nullable(number2), null),
      max_value: _default(nullable(number2), null)
    },
    ({ min_value, max_value, ...args }) => min_value === null && max_value === null ? { type: "Hardtanh", ...args } : void 0,
    {
      clash: ({ min_val, max_val, min_value, max_value }) => (max_value ?? max_val) > (min_value ?? min_val) ? void 0 : ["max_val", `expected more than min_val (${min_val}), found ${max_val}`]
    }
  ),
  Threshold: signature({ threshold: number2, value: number2, inplace: no }, (args) => ({ type: "Threshold", ...args })),
  Softplus: signature({ beta: _default(number2, 1), threshold: _default(number2, 20) }, (args) => ({
    type: "Softplus",
    ...args
  })),
  Softshrink: signature({ lambd: _default(atLeastZero, 0.5) }, ({ lambd }) => ({ type: "Softshrink", lambd })),
  Hardshrink: signature({ lambd: _default(number2, 0.5) }, ({ lambd }) => ({ type: "Hardshrink", lambd })),
  PReLU: signature(
    { num_parameters: _default(count, 1), init: _default(number2, 0.25), ...placed },
    ({ num_parameters, init, ...place }) => isPlaced(place) ? void 0 : { type: "PReLU", num_parameters, init }
  ),
  GLU: signature({ dim: _default(dimension, -1) }, ({ dim }) => ({ type: "GLU", dim })),
  Softmax: softmax("Softmax"),
  LogSoftmax: softmax("LogSoftmax")
};
function inPlace(type) {
  return signature({ inplace: no }, ({ inplace }) => ({ type, inplace }));
}
function plain(type) {
  return signature({}, () => ({ type }));
}
function exponential(type) {
  return signature(
    { alpha: _default(number2, 1), inplace: no },
    (args) => args.inplace && args.alpha < 0 ? void 0 : { type, ...args },
    {
      clash: ({ alpha }) => type === "CELU" && alpha === 0 ? ["alpha", "expected a number other than 0, found 0"] : void 0
    }
  );
}
function softmax(type) {
  return signature(
    { dim: _default(nullable(dimension), null) },
    ({ dim }) => dim === null ? void 0 : { type, dim }
  );
}

// src/config/convolution-signatures.ts
var paddingMode = _default(
  _enum(["zeros", "reflect", "replicate", "circular"], { error: "zeros, reflect, replicate or circular" }),
  "zeros"
);
var CONVOLUTION_SIGNATURES = {
  Conv1d: convolution("Conv1d"),
  Conv2d: convolution("Conv2d"),
  Conv3d: convolution("Conv3d"),
  ConvTranspose1d: transposed("ConvTranspose1d"),
  ConvTranspose2d: transposed("ConvTranspose2d"),
  ConvTranspose3d: transposed("ConvTranspose3d")
};
function convolution(type) {
  const rank = rankOf(type);
  const keys = {
    in_channels: count,
    out_channels: count,
    kernel_size: sizes(rank),
    stride: _default(sizes(rank), 1),
    padding: _default(
      union([paddings(rank), _enum(["same", "valid"])], {
        error: `a whole number of at least 0, [${AXES[rank].join(", ")}], same or valid`
      }),
      0
    ),
    dilation: _default(sizes(rank), 1),
    groups: _default(count, 1),
    bias: yes,
    padding_mode: paddingMode,
    ...placed
  };
  return signature(
    keys,
    ({ padding_mode, device, dtype, ...args }) => {
      const kernel_size = each(args.kernel_size, rank);
      const [stride, dilation] = [each(args.stride, rank), each(args.dilation, rank)];
      const padding2 = paddingNumbers(args.padding, kernel_size, dilation, rank);
      if (padding_mode !== "zeros" || isPlaced({ device, dtype }) || padding2 === void 0) return void 0;
      return { type, ...args, kernel_size, stride, dilation, padding: padding2 };
    },
    {
      clash: (args) => args.padding === "same" && each(args.stride, rank).some((step) => step !== 1) ? ["padding", 'expected numbers: PyTorch takes "same" with a stride of 1 only'] : groupsClash(args)
    }
  );
}
function transposed(type) {
  const rank = rankOf(type);
  const keys = {
    in_channels: count,
    out_channels: count,
    kernel_size: sizes(rank),
    stride: _default(sizes(rank), 1),
    padding: _default(paddings(rank), 0),
    output_padding: _default(paddings(rank), 0),
    groups: _default(count, 1),
    bias: yes,
    dilation: _default(sizes(rank), 1),
    padding_mode: paddingMode,
    ...placed
  };
  return signature(
    keys,
    ({ padding_mode, device, dtype, ...args }) => {
      if (padding_mode !== "zeros" || isPlaced({ device, dtype })) return void 0;
      const [kernel_size, stride] = [each(args.kernel_size, rank), each(args.stride, rank)];
      const [padding2, output_padding] = [each(args.padding, rank), each(args.output_padding, rank)];
      const dilation = each(args.dilation, rank);
      return { type, ...args, kernel_size, stride, padding: padding2, output_padding, dilation };
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
        return ["output_padding", `expected less than stride or dilation, found ${extra.join(" \xD7 ")}`];
      }
    }
  );
}
function groupsClash({ in_channels, out_channels, groups }) {
  if (in_channels % groups === 0 && out_channels % groups === 0) return void 0;
  const channels = `in_channels (${in_channels}) and out_channels (${out_channels})`;
  return ["groups", `expected a divisor of ${channels}, found ${groups}`];
}
function paddingNumbers(written, kernel, dilation, rank) {
  if (written === "valid") return each(0, rank);
  if (written !== "same") return each(written, rank);
  const whole2 = kernel.map((size, axis) => (dilation[axis] ?? 1) * (size - 1));
  return whole2.every((both) => both % 2 === 0) ? whole2.map((both) => both / 2) : void 0;
}

// src/config/normalization-signatures.ts
var normalizedShape = pipe(
  union([count, array(count).check(_minLength(1), _maxLength(8))], {
    error: "a whole number above 0, or a list of them"
  }),
  transform((shape) => typeof shape === "number" ? [shape] : shape)
);
var statistics = { num_features: count, eps: _default(atLeastZero, 1e-5) };
var NORMALIZATION_SIGNATURES = {
  BatchNorm1d: batchNorm("BatchNorm1d"),
  BatchNorm2d: batchNorm("BatchNorm2d"),
  BatchNorm3d: batchNorm("BatchNorm3d"),
  InstanceNorm1d: instanceNorm("InstanceNorm1d"),
  InstanceNorm2d: instanceNorm("InstanceNorm2d"),
  InstanceNorm3d: instanceNorm("InstanceNorm3d"),
  GroupNorm: signature(
    { num_groups: count, num_channels: count, eps: _default(atLeastZero, 1e-5), affine: yes, ...placed, bias: yes },
    ({ device, dtype, bias, ...known }) => isPlaced({ device, dtype }) || !bias ? void 0 : { type: "GroupNorm", ...known },
    {
      positional: 6,
      clash: ({ num_groups, num_channels }) => num_channels % num_groups === 0 ? void 0 : ["num_channels", `expected a multiple of num_groups (${num_groups}), found ${num_channels}`]
    }
  ),
  LayerNorm: signature(
    {
      normalized_shape: normalizedShape,
      eps: _default(atLeastZero, 1e-5),
      elementwise_affine: yes,
      bias: yes,
      ...placed
    },
    ({ device, dtype, ...known }) => isPlaced({ device, dtype }) ? void 0 : { type: "LayerNorm", ...known }
  ),
  RMSNorm: signature(
    {
      normalized_shape: normalizedShape,
      eps: _default(nullable(atLeastZero), null),
      elementwise_affine: yes,
      ...placed
    },
    ({ device, dtype, ...known }) => isPlaced({ device, dtype }) ? void 0 : { type: "RMSNorm", ...known }
  )
};
function batchNorm(type) {
  return signature(
    {
      ...statistics,
      momentum: _default(nullable(number({ error: "a number or null" })), 0.1),
      affine: yes,
      track_running_stats: yes,
      ...placed,
      bias: yes
    },
    ({ device, dtype, bias, ...known }) => isPlaced({ device, dtype }) || !bias ? void 0 : { type, ...known },
    { positional: 7 }
  );
}
function instanceNorm(type) {
  return signature(
    {
      ...statistics,
      momentum: _default(number2, 0.1),
      affine: no,
      track_running_stats: no,
      ...placed,
      bias: yes
    },
    ({ device, dtype, bias, ...known }) => isPlaced({ device, dtype }) || !bias ? void 0 : { type, ...known },
    { positional: 7 }
  );
}

// src/config/pooling-signatures.ts
var POOLING_SIGNATURES = {
  MaxPool1d: maxPool("MaxPool1d"),
  MaxPool2d: maxPool("MaxPool2d"),
  MaxPool3d: maxPool("MaxPool3d"),
  AvgPool1d: avgPool("AvgPool1d"),
  AvgPool2d: avgPool("AvgPool2d"),
  AvgPool3d: avgPool("AvgPool3d"),
  AdaptiveAvgPool1d: signature({ output_size: outputSize(1) }, ({ output_size }) => ({
    type: "AdaptiveAvgPool1d",
    output_size: each(output_size, 1)
  })),
  AdaptiveAvgPool2d: signature({ output_size: outputSize(2) }, ({ output_size }) => ({
    type: "AdaptiveAvgPool2d",
    output_size: each(output_size, 2)
  })),
  AdaptiveAvgPool3d: signature({ output_size: outputSize(3) }, ({ output_size }) => ({
    type: "AdaptiveAvgPool3d",
    output_size: each(output_size, 3)
  })),
  AdaptiveMaxPool1d: adaptiveMaxPool("AdaptiveMaxPool1d"),
  AdaptiveMaxPool2d: adaptiveMaxPool("AdaptiveMaxPool2d")
};
function outputSize(rank) {
  const axes = AXES[rank].join(", ");
  if (rank === 1) return union([count, array(count).check(_length(1))], { error: "a whole number above 0" });
  return union([count, array(nullable(count)).check(_length(rank))], {
    error: `a whole number above 0, or [${axes}], where null keeps the input's`
  });
}
function maxPool(type) {
  const rank = rankOf(type);
  return signature(
    {
      kernel_size: sizes(rank),
      stride: _default(nullable(sizes(rank)), null),
      padding: _default(paddings(rank), 0),
      dilation: _default(sizes(rank), 1),
      return_indices: no,
      ceil_mode: no
    },
    ({ return_indices, ceil_mode, ...args }) => return_indices ? void 0 : { type, ...windowOf(args, rank), dilation: each(args.dilation, rank), ceil_mode },
    { clash: (args) => paddingClash(args, rank) }
  );
}
function avgPool(type) {
  const rank = rankOf(type);
  return signature(
    {
      kernel_size: sizes(rank),
      stride: _default(nullable(sizes(rank)), null),
      padding: _default(paddings(rank), 0),
      ceil_mode: no,
      count_include_pad: yes,
      ...rank > 1 && { divisor_override: _default(nullable(number2), null) }
    },
    ({ divisor_override = null, ceil_mode, count_include_pad, ...args }) => divisor_override === null ? { type, ...windowOf(args, rank), ceil_mode, count_include_pad } : void 0,
    { clash: (args) => paddingClash(args, rank) }
  );
}
function adaptiveMaxPool(type) {
  const rank = rankOf(type);
  return signature(
    { output_size: outputSize(rank), return_indices: no },
    ({ output_size, return_indices }) => return_indices ? void 0 : { type, output_size: each(output_size, rank) }
  );
}
function windowOf({ kernel_size: kernel, stride, padding: padding2 }, rank) {
  const kernel_size = each(kernel, rank);
  return { kernel_size, stride: stride === null ? kernel_size : each(stride, rank), padding: each(padding2, rank) };
}
function paddingClash(window, rank) {
  const { kernel_size, padding: padding2 } = windowOf(window, rank);
  if (padding2.every((pad, axis) => pad <= Math.floor((kernel_size[axis] ?? 0) / 2))) return void 0;
  const found = padding2.join(" \xD7 ");
  return ["padding", `expected at most half of kernel_size (${kernel_size.join(" \xD7 ")}), found ${found}`];
}

// src/config/rearrangement-signatures.ts
var ABOVE_0 = { error: "a number above 0" };
var factor = number(ABOVE_0).check(_gt(0, ABOVE_0));
var MOST = 2 ** 31 - 1;
var REARRANGEMENT_SIGNATURES = {
  Identity: {
    keys: {},
    positional: Infinity,
    bind: () => ({ kind: "bound", value: { type: "Identity" } })
    // it takes any arguments and uses none
  },
  Flatten: signature({ start_dim: _default(dimension, 1), end_dim: _default(dimension, -1) }, (dims) => ({
    type: "Flatten",
    ...dims
  })),
  Unflatten: signature(
    {
      dim: dimension,
      unflattened_size: array(whole(-1, MOST, "a whole number above 0, or -1 once"), { error: "a list of whole numbers" }).check(_minLength(1, { error: "at least one dimension" }), _maxLength(8, { error: "at most 8 dimensions" }))
    },
    (args) => ({ type: "Unflatten", ...args }),
    {
      clash: ({ unflattened_size: sizes2 }) => sizes2.includes(0) || sizes2.filter((size) => size === -1).length > 1 ? ["unflattened_size", `expected whole numbers above 0 and at most one -1, found ${sizes2.join(", ")}`] : void 0
    }
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
  ReplicationPad3d: padding("ReplicationPad3d")
};
function upsample() {
  const list = (one) => array(one).check(_minLength(1), _maxLength(3));
  return signature(
    {
      size: _default(
        nullable(union([count, list(count)], { error: "a whole number above 0, or a list" })),
        null
      ),
      scale_factor: _default(
        nullable(union([factor, list(factor)], { error: "a number above 0, or a list" })),
        null
      ),
      mode: _default(
        _enum([...UPSAMPLING_MODES, "area"], { error: `${UPSAMPLING_MODES.join(", ")} or area` }),
        "nearest"
      ),
      align_corners: _default(nullable(switched), null),
      recompute_scale_factor: _default(nullable(switched), null)
    },
    ({ mode, recompute_scale_factor, ...args }) => mode === "area" || recompute_scale_factor === true ? void 0 : { type: "Upsample", mode, ...args },
    { clash: upsampleClash }
  );
}
function upsampleClash(args) {
  if (args.size === null === (args.scale_factor === null)) {
    const found = args.size === null ? "neither" : "both";
    return ["size", `expected one of size and scale_factor, found ${found}`];
  }
  if (args.align_corners === null || args.mode.includes("linear") || args.mode === "bicubic") return void 0;
  return ["align_corners", `expected null with ${args.mode}, found ${args.align_corners}`];
}
function padding(type) {
  const rank = rankOf(type);
  const least = type.startsWith("Zero") ? -MOST : 0;
  const one = whole(least, MOST, least < 0 ? "a whole number" : "a whole number of at least 0");
  const sides = 2 * rank;
  return signature(
    {
      padding: union([one, array(one).check(_length(sides))], {
        error: `a whole number, or ${sides} of them, before and after each axis, the last axis first`
      })
    },
    ({ padding: written }) => ({
      type,
      padding: typeof written === "number" ? Array.from({ length: sides }, () => written) : written
    })
  );
}

// src/config/layer-signatures.ts
var LAYER_SIGNATURES = {
  Linear: signature({ in_features: count, out_features: count, bias: yes, ...placed }, (args) => {
    const { in_features, out_features, bias } = args;
    return isPlaced(args) ? void 0 : { type: "Linear", in_features, out_features, bias };
  }),
  Embedding: embedding(),
  ...ACTIVATION_SIGNATURES,
  Dropout: dropout("Dropout"),
  Dropout1d: dropout("Dropout1d"),
  Dropout2d: dropout("Dropout2d"),
  Dropout3d: dropout("Dropout3d"),
  AlphaDropout: dropout("AlphaDropout"),
  ...CONVOLUTION_SIGNATURES,
  ...NORMALIZATION_SIGNATURES,
  ...POOLING_SIGNATURES,
  ...REARRANGEMENT_SIGNATURES
};
function dropout(type) {
  return signature({ p: _default(share, 0.5), inplace: no }, (args) => ({ type, ...args }));
}
function embedding() {
  return signature(
    {
      num_embeddings: count,
      embedding_dim: count,
      padding_idx: _default(nullable(whole(-(2 ** 31), 2 ** 31 - 1, "a whole number or null")), null),
      max_norm: _default(nullable(number2), null),
      norm_type: _default(number2, 2),
      scale_grad_by_freq: no,
      sparse: no,
      ...placed
    },
    ({ num_embeddings, embedding_dim, padding_idx, max_norm, scale_grad_by_freq, sparse, device, dtype }) => {
      const plain2 = max_norm === null && !scale_grad_by_freq && !sparse && !isPlaced({ device, dtype });
      return plain2 ? { type: "Embedding", num_embeddings, embedding_dim, padding_idx } : void 0;
    },
    {
      positional: 7,
      clash({ num_embeddings, padding_idx }) {
        if (padding_idx === null || padding_idx >= -num_embeddings && padding_idx < num_embeddings) return void 0;
        return ["padding_idx", `expected a row of ${num_embeddings}, found ${padding_idx}`];
      }
    }
  );
}

// src/config/torch-names.ts
var TORCH_LAYERS = [
  "AdaptiveAvgPool1d",
  "AdaptiveAvgPool2d",
  "AdaptiveAvgPool3d",
  "AdaptiveLogSoftmaxWithLoss",
  "AdaptiveMaxPool1d",
  "AdaptiveMaxPool2d",
  "AdaptiveMaxPool3d",
  "AlphaDropout",
  "AvgPool1d",
  "AvgPool2d",
  "AvgPool3d",
  "BatchNorm1d",
  "BatchNorm2d",
  "BatchNorm3d",
  "Bilinear",
  "CELU",
  "ChannelShuffle",
  "CircularPad1d",
  "CircularPad2d",
  "CircularPad3d",
  "ConstantPad1d",
  "ConstantPad2d",
  "ConstantPad3d",
  "Conv1d",
  "Conv2d",
  "Conv3d",
  "ConvTranspose1d",
  "ConvTranspose2d",
  "ConvTranspose3d",
  "CosineSimilarity",
  "CrossMapLRN2d",
  "Dropout",
  "Dropout1d",
  "Dropout2d",
  "Dropout3d",
  "ELU",
  "Embedding",
  "EmbeddingBag",
  "FeatureAlphaDropout",
  "Flatten",
  "Fold",
  "FractionalMaxPool2d",
  "FractionalMaxPool3d",
  "GELU",
  "GLU",
  "GRU",
  "GRUCell",
  "GroupNorm",
  "Hardshrink",
  "Hardsigmoid",
  "Hardswish",
  "Hardtanh",
  "Identity",
  "InstanceNorm1d",
  "InstanceNorm2d",
  "InstanceNorm3d",
  "LPPool1d",
  "LPPool2d",
  "LPPool3d",
  "LSTM",
  "LSTMCell",
  "LayerNorm",
  "LazyBatchNorm1d",
  "LazyBatchNorm2d",
  "LazyBatchNorm3d",
  "LazyConv1d",
  "LazyConv2d",
  "LazyConv3d",
  "LazyConvTranspose1d",
  "LazyConvTranspose2d",
  "LazyConvTranspose3d",
  "LazyInstanceNorm1d",
  "LazyInstanceNorm2d",
  "LazyInstanceNorm3d",
  "LazyLinear",
  "LeakyReLU",
  "Linear",
  "LocalResponseNorm",
  "LogSigmoid",
  "LogSoftmax",
  "MaxPool1d",
  "MaxPool2d",
  "MaxPool3d",
  "MaxUnpool1d",
  "MaxUnpool2d",
  "MaxUnpool3d",
  "Mish",
  "MultiheadAttention",
  "PReLU",
  "PairwiseDistance",
  "PixelShuffle",
  "PixelUnshuffle",
  "RMSNorm",
  "RNN",
  "RNNCell",
  "RReLU",
  "ReLU",
  "ReLU6",
  "ReflectionPad1d",
  "ReflectionPad2d",
  "ReflectionPad3d",
  "ReplicationPad1d",
  "ReplicationPad2d",
  "ReplicationPad3d",
  "SELU",
  "Sequential",
  "SiLU",
  "Sigmoid",
  "Softmax",
  "Softmax2d",
  "Softmin",
  "Softplus",
  "Softshrink",
  "Softsign",
  "SyncBatchNorm",
  "Tanh",
  "Tanhshrink",
  "Threshold",
  "Transformer",
  "TransformerDecoder",
  "TransformerDecoderLayer",
  "TransformerEncoder",
  "TransformerEncoderLayer",
  "Unflatten",
  "Unfold",
  "Upsample",
  "UpsamplingBilinear2d",
  "UpsamplingNearest2d",
  "ZeroPad1d",
  "ZeroPad2d",
  "ZeroPad3d"
];
var TORCH_CONTAINERS = [
  "Container",
  "DataParallel",
  "Module",
  "ModuleDict",
  "ModuleList",
  "ParameterDict",
  "ParameterList",
  "RNNBase",
  "RNNCellBase"
];
var TORCH_LOSSES = [
  "BCELoss",
  "BCEWithLogitsLoss",
  "CTCLoss",
  "CosineEmbeddingLoss",
  "CrossEntropyLoss",
  "GaussianNLLLoss",
  "HingeEmbeddingLoss",
  "HuberLoss",
  "KLDivLoss",
  "L1Loss",
  "LinearCrossEntropyLoss",
  "MSELoss",
  "MarginRankingLoss",
  "MultiLabelMarginLoss",
  "MultiLabelSoftMarginLoss",
  "MultiMarginLoss",
  "NLLLoss",
  "NLLLoss2d",
  "PoissonNLLLoss",
  "SmoothL1Loss",
  "SoftMarginLoss",
  "TripletMarginLoss",
  "TripletMarginWithDistanceLoss"
];
var TORCH_OPTIMIZERS = [
  "ASGD",
  "Adadelta",
  "Adafactor",
  "Adagrad",
  "Adam",
  "AdamW",
  "Adamax",
  "LBFGS",
  "Muon",
  "NAdam",
  "RAdam",
  "RMSprop",
  "Rprop",
  "SGD",
  "SparseAdam"
];
var STEPPING_OPTIMIZERS = TORCH_OPTIMIZERS.filter((name) => name !== "LBFGS");

// src/config/training-signatures.ts
var NO_NUMBER = '"none" gives no single number to go backward from';
var reduction = _default(_enum(["mean", "sum"], { error: `mean or sum: ${NO_NUMBER}` }), "mean");
var legacy = _default(nullable(switched), null);
var off = _default(switched, false);
var atLeastZero2 = number({ error: "a number of at least 0" }).check(_gte(0, { error: "a number of at least 0" }));
var ABOVE_02 = { error: "a number above 0" };
var SMOOTHING = { error: "a number from 0 to 1" };
var BETA = { error: "a number from 0 to below 1" };
var beta = number(BETA).check(_gte(0, BETA), _lt(1, BETA));
var reduced = { size_average: legacy, reduce: legacy, reduction };
var weight = _default(nullable(array(number())), null);
var ignore_index = _default(int({ error: "a whole number" }), -100);
var above0 = number(ABOVE_02).check(_gt(0, ABOVE_02));
var LOSS_SIGNATURES = {
  CrossEntropyLoss: signature(
    {
      weight,
      size_average: legacy,
      ignore_index,
      reduce: legacy,
      reduction,
      label_smoothing: _default(number(SMOOTHING).check(_gte(0, SMOOTHING), _lte(1, SMOOTHING)), 0)
    },
    ({ weight: weights, size_average, reduce, ...args }) => weights === null && isModern({ size_average, reduce }) ? { type: "CrossEntropyLoss", ...args } : void 0
  ),
  NLLLoss: signature(
    { weight, size_average: legacy, ignore_index, reduce: legacy, reduction },
    ({ weight: weights, size_average, reduce, ...args }) => weights === null && isModern({ size_average, reduce }) ? { type: "NLLLoss", ...args } : void 0
  ),
  MSELoss: plainLoss("MSELoss"),
  L1Loss: plainLoss("L1Loss"),
  SmoothL1Loss: signature(
    { ...reduced, beta: _default(atLeastZero2, 1) },
    ({ size_average, reduce, ...args }) => isModern({ size_average, reduce }) ? { type: "SmoothL1Loss", ...args } : void 0
  ),
  HuberLoss: signature({ reduction, delta: _default(above0, 1) }, (args) => ({ type: "HuberLoss", ...args })),
  BCELoss: signature(
    { weight, ...reduced },
    (args) => args.weight === null && isModern(args) ? { type: "BCELoss", reduction: args.reduction } : void 0
  ),
  BCEWithLogitsLoss: signature(
    { weight, ...reduced, pos_weight: weight },
    (args) => args.weight === null && args.pos_weight === null && isModern(args) ? { type: "BCEWithLogitsLoss", reduction: args.reduction } : void 0
  ),
  KLDivLoss: signature(
    {
      ...reduced,
      reduction: _default(
        _enum(["mean", "sum", "batchmean"], { error: `mean, sum or batchmean: ${NO_NUMBER}` }),
        "mean"
      ),
      log_target: off
    },
    ({ size_average, reduce, ...args }) => isModern({ size_average, reduce }) ? { type: "KLDivLoss", ...args } : void 0
  )
};
function plainLoss(type) {
  return signature(reduced, (args) => isModern(args) ? { type, reduction: args.reduction } : void 0);
}
function isModern({ size_average, reduce }) {
  return size_average === null && reduce === null;
}
var special = { differentiable: off, capturable: off };
var common = { maximize: off, foreach: legacy, fused: legacy, differentiable: off };
var number3 = number({ error: "a number" });
var lr = (standard) => _default(atLeastZero2, standard);
var eps = (standard) => _default(atLeastZero2, standard);
var weight_decay = (standard) => _default(atLeastZero2, standard);
var betas = _default(tuple([beta, beta], { error: "[beta1, beta2], each from 0 to below 1" }), [0.9, 0.999]);
var share2 = number(SMOOTHING).check(_gte(0, SMOOTHING), _lte(1, SMOOTHING));
var OPTIMIZER_SIGNATURES = {
  SGD: signature(
    {
      lr: lr(1e-3),
      momentum: _default(atLeastZero2, 0),
      dampening: _default(number3, 0),
      weight_decay: weight_decay(0),
      nesterov: off,
      ...common
    },
    ({ differentiable, ...args }) => differentiable ? void 0 : { type: "SGD", ...args },
    {
      positional: 5,
      clash({ nesterov, momentum, dampening, ...args }) {
        if (!nesterov || momentum > 0 && dampening === 0) return implementationClash(args);
        return ["nesterov", `expected momentum above 0 and dampening 0 with it, found ${momentum} and ${dampening}`];
      }
    }
  ),
  Adam: adam("Adam", 0),
  AdamW: adam("AdamW", 0.01),
  RMSprop: signature(
    {
      lr: lr(0.01),
      alpha: _default(atLeastZero2, 0.99),
      eps: eps(1e-8),
      weight_decay: weight_decay(0),
      momentum: _default(atLeastZero2, 0),
      centered: off,
      capturable: off,
      foreach: legacy,
      maximize: off,
      differentiable: off
    },
    ({ capturable, differentiable, ...args }) => capturable || differentiable ? void 0 : { type: "RMSprop", ...args }
  ),
  Adagrad: signature(
    {
      lr: lr(0.01),
      lr_decay: _default(atLeastZero2, 0),
      weight_decay: weight_decay(0),
      initial_accumulator_value: _default(atLeastZero2, 0),
      eps: eps(1e-10),
      foreach: legacy,
      maximize: off,
      differentiable: off,
      fused: legacy
    },
    ({ differentiable, ...args }) => differentiable ? void 0 : { type: "Adagrad", ...args },
    { positional: 6, clash: implementationClash }
  ),
  Adadelta: signature(
    {
      lr: lr(1),
      rho: _default(share2, 0.9),
      eps: eps(1e-6),
      weight_decay: weight_decay(0),
      foreach: legacy,
      maximize: off,
      ...special
    },
    ({ capturable, differentiable, ...args }) => capturable || differentiable ? void 0 : { type: "Adadelta", ...args },
    { positional: 5 }
  ),
  Adamax: signature(
    {
      lr: lr(2e-3),
      betas,
      eps: eps(1e-8),
      weight_decay: weight_decay(0),
      foreach: legacy,
      maximize: off,
      ...special
    },
    ({ capturable, differentiable, ...args }) => capturable || differentiable ? void 0 : { type: "Adamax", ...args },
    { positional: 5 }
  ),
  NAdam: signature(
    {
      lr: lr(2e-3),
      betas,
      eps: eps(1e-8),
      weight_decay: weight_decay(0),
      momentum_decay: _default(atLeastZero2, 4e-3),
      decoupled_weight_decay: off,
      foreach: legacy,
      maximize: off,
      ...special
    },
    ({ capturable, differentiable, ...args }) => capturable || differentiable ? void 0 : { type: "NAdam", ...args },
    { positional: 6 }
  ),
  RAdam: signature(
    {
      lr: lr(1e-3),
      betas,
      eps: eps(1e-8),
      weight_decay: weight_decay(0),
      decoupled_weight_decay: off,
      foreach: legacy,
      maximize: off,
      ...special
    },
    ({ capturable, differentiable, ...args }) => capturable || differentiable ? void 0 : { type: "RAdam", ...args },
    { positional: 5 }
  )
};
function adam(type, decay) {
  const keys = {
    lr: lr(1e-3),
    betas,
    eps: eps(1e-8),
    weight_decay: weight_decay(decay),
    amsgrad: off,
    ...common,
    capturable: off,
    ...type === "Adam" && { decoupled_weight_decay: off }
  };
  return signature(
    keys,
    ({ differentiable, capturable, decoupled_weight_decay: decoupled, ...args }) => differentiable || capturable || decoupled === true ? void 0 : { type, ...args },
    { positional: 5, clash: implementationClash }
  );
}
function implementationClash(args) {
  if (args.foreach !== true || args.fused !== true) return void 0;
  return ["fused", "expected one of foreach and fused to be true, found both"];
}

export {
  AXES,
  rankOf,
  LAYER_SIGNATURES,
  TORCH_LAYERS,
  TORCH_CONTAINERS,
  TORCH_LOSSES,
  TORCH_OPTIMIZERS,
  STEPPING_OPTIMIZERS,
  LOSS_SIGNATURES,
  OPTIMIZER_SIGNATURES
};
