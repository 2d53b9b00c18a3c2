import type { KnownLayerType } from "../../src/config/known-layers.ts";
import {
  classes,
  conv2d,
  flatten,
  layer,
  linear,
  type Part,
  relu,
  reluInPlace,
  tensorTarget,
  type TrainingParts,
} from "./networks.ts";

const rowInput = { input: [5], evaluation: 3 };
const pictures = { input: [1, 8, 9], evaluation: 3 };

/** Every module that the layers engine knows by itself: after a layer with parameters, and where it stands first. */
export const MODULES: readonly (readonly [what: string, parts: TrainingParts])[] = [
  ...activations(),
  ...convolutions(),
  ...normalizations(),
  ...poolings(),
  ...dropouts(),
  ...rearrangements(),
  ...embeddings(),
];

type Arguments = Readonly<Record<string, unknown>>;
type Row = readonly [what: string, parts: TrainingParts];

function named(type: KnownLayerType, args: Arguments): string {
  return `${type} ${JSON.stringify(args)}`;
}

/** The loss is a mean of squares, and the target's shape the output's. */
function regression(
  what: string,
  layers: readonly Part[],
  output: readonly number[],
  parts: Partial<TrainingParts>,
): Row {
  return [what, { input: [5], layers, target: tensorTarget(...output), loss: "MSELoss", ...parts }];
}

function activations(): readonly Row[] {
  const inPlace = [
    "ReLU",
    "ReLU6",
    "SiLU",
    "Mish",
    "SELU",
    "Hardswish",
    "Hardsigmoid",
    "LeakyReLU",
    "ELU",
    "CELU",
  ] as const;
  const rows: readonly (readonly [KnownLayerType, Arguments])[] = [
    ...inPlace.flatMap((type) => [[type, {}] as const, [type, { inplace: true }] as const]),
    ["Sigmoid", {}],
    ["Tanh", {}],
    ["LogSigmoid", {}],
    ["Softsign", {}],
    ["Tanhshrink", {}],
    ["GELU", {}],
    ["Hardtanh", {}],
    ["Hardtanh", { min_val: -2, inplace: true }],
    ["Threshold", { threshold: 0.1, value: 2 }],
    ["Threshold", { threshold: 0.1, value: 2, inplace: true }],
    ["Softplus", {}],
    ["Softshrink", {}],
    ["Hardshrink", {}],
    ["PReLU", {}],
    ["PReLU", { num_parameters: 6 }],
    ["Softmax", { dim: -1 }],
    ["LogSoftmax", { dim: 1 }],
  ];
  return [
    ...rows.flatMap(([type, args]): readonly Row[] => {
      const own = layer(type, args);
      return [
        regression(named(type, args), [linear(5, 6), own, linear(6, 3)], [3], rowInput),
        regression(`${named(type, args)}, at the end`, [linear(5, 6), own], [6], rowInput),
        regression(`${named(type, args)}, first`, [layer("Identity"), own, linear(6, 3)], [3], {
          ...rowInput,
          input: [6],
        }),
      ];
    }),
    regression("GLU", [linear(5, 6), layer("GLU"), linear(3, 4)], [4], rowInput),
    regression("GLU of channels", [conv2d(1, 4), layer("GLU", { dim: 1 }), conv2d(2, 3)], [3, 4, 5], pictures),
    regression("Softmax of channels", [conv2d(1, 4), layer("Softmax", { dim: 1 }), conv2d(4, 3)], [3, 4, 5], pictures),
    regression("PReLU of channels", [conv2d(1, 4), layer("PReLU", { num_parameters: 4 })], [4, 6, 7], pictures),
    regression("PReLU of one sample", [linear(5, 6), layer("PReLU", { num_parameters: 6 })], [6], {
      ...rowInput,
      batch_size: 1,
    }),
  ];
}

function convolutions(): readonly Row[] {
  const rows: readonly (readonly [KnownLayerType, Arguments, TrainingParts["input"], readonly number[]])[] = [
    ["Conv1d", { kernel_size: 3, padding: 1 }, [4, 9], [6, 9]],
    ["Conv2d", { kernel_size: [3, 2], stride: [2, 1], groups: 2, bias: false }, [4, 9, 8], [6, 4, 7]],
    ["Conv3d", { kernel_size: 2, dilation: 2 }, [4, 6, 7, 8], [6, 4, 5, 6]],
    ["ConvTranspose1d", { kernel_size: 3, stride: 2, output_padding: 1 }, [4, 9], [6, 20]],
    ["ConvTranspose2d", { kernel_size: 2, stride: 2, padding: 1, groups: 2 }, [4, 5, 6], [6, 8, 10]],
    ["ConvTranspose3d", { kernel_size: 2, bias: false, dilation: 2 }, [4, 4, 5, 6], [6, 6, 7, 8]],
  ];
  return rows.flatMap(([type, args, input, output]) => {
    const own = layer(type, { in_channels: 4, out_channels: 6, ...args });
    const what = named(type, args);
    return [
      regression(what, [layer("PReLU"), own, layer("SiLU")], output, { input, evaluation: 3 }),
      regression(`${what}, first`, [own], output, { input, evaluation: 3 }),
    ];
  });
}

function normalizations(): readonly Row[] {
  const options = [{}, { affine: false }, { track_running_stats: false }, { eps: 1e-6 }];
  const instanceOptions = [
    {},
    { affine: true },
    { track_running_stats: true },
    { affine: true, track_running_stats: true },
  ];
  const image = (rank: 1 | 2 | 3) => [4, ...[5, 6, 7].slice(0, rank)];
  const ranks = [1, 2, 3] as const;
  const of = (
    type: KnownLayerType,
    args: Arguments,
    input: readonly number[],
    parts: Partial<TrainingParts> = {},
  ): readonly Row[] => {
    const own = layer(type, args);
    const what = `${named(type, args)} of ${input.join(" × ")}`;
    const rest = { input, evaluation: 3, ...parts };
    return [
      regression(what, [layer("PReLU"), own, layer("Tanh")], input, rest),
      regression(`${what}, in place after it`, [layer("PReLU"), own, reluInPlace], input, rest),
      regression(`${what}, first`, [own, layer("PReLU")], input, rest),
    ];
  };
  return [
    ...options.flatMap((args) => of("BatchNorm1d", { num_features: 5, ...args }, [5])),
    ...ranks.flatMap((rank) =>
      options.flatMap((args) => of(`BatchNorm${rank}d`, { num_features: 4, ...args }, image(rank))),
    ),
    ...ranks.flatMap((rank) =>
      instanceOptions.flatMap((args) => of(`InstanceNorm${rank}d`, { num_features: 4, ...args }, image(rank))),
    ),
    ...of("InstanceNorm2d", { num_features: 4, affine: true }, image(2), { batch_size: 1 }),
    ...of("InstanceNorm2d", { num_features: 9 }, image(2)),
    ...[{}, { affine: false }].flatMap((args) =>
      of("GroupNorm", { num_groups: 2, num_channels: 4, ...args }, image(2)),
    ),
    ...of("GroupNorm", { num_groups: 1, num_channels: 4 }, [4]),
    ...of("GroupNorm", { num_groups: 4, num_channels: 4 }, image(3)),
    ...[{}, { bias: false }, { elementwise_affine: false }].flatMap((args) =>
      of("LayerNorm", { normalized_shape: [6, 7], ...args }, [3, 6, 7]),
    ),
    ...[{}, { elementwise_affine: false }].flatMap((args) => [
      ...of("RMSNorm", { normalized_shape: 6, ...args }, [6]),
      ...of("RMSNorm", { normalized_shape: [5, 6], ...args }, [3, 5, 6]),
    ]),
    ...of("RMSNorm", { normalized_shape: 6 }, [6], { batch_size: 1 }),
  ];
}

function poolings(): readonly Row[] {
  const rows: readonly (readonly [KnownLayerType, Arguments, readonly number[], readonly number[]])[] = [
    ["MaxPool1d", { kernel_size: 2 }, [2, 9], [2, 4]],
    ["MaxPool1d", { kernel_size: 3, stride: 1, padding: 1, dilation: 1 }, [2, 9], [2, 9]],
    ["MaxPool2d", { kernel_size: [2, 3], stride: 2, ceil_mode: true }, [2, 8, 9], [2, 4, 4]],
    ["MaxPool2d", { kernel_size: 2 }, [8, 9], [4, 4]],
    ["MaxPool3d", { kernel_size: 2 }, [2, 6, 7, 8], [2, 3, 3, 4]],
    ["AvgPool1d", { kernel_size: 2 }, [2, 9], [2, 4]],
    ["AvgPool2d", { kernel_size: 3, stride: 2, padding: 1, count_include_pad: false }, [2, 8, 9], [2, 4, 5]],
    ["AvgPool3d", { kernel_size: 2, ceil_mode: true }, [2, 6, 7, 8], [2, 3, 4, 4]],
    ["AdaptiveAvgPool1d", { output_size: 3 }, [2, 9], [2, 3]],
    ["AdaptiveAvgPool1d", { output_size: 1 }, [2, 9], [2, 1]],
    ["AdaptiveAvgPool2d", { output_size: [3, null] }, [2, 8, 9], [2, 3, 9]],
    ["AdaptiveAvgPool2d", { output_size: 1 }, [2, 8, 9], [2, 1, 1]],
    ["AdaptiveAvgPool2d", { output_size: [null, 1] }, [2, 1, 9], [2, 1, 1]],
    ["AdaptiveAvgPool3d", { output_size: 2 }, [2, 6, 7, 8], [2, 2, 2, 2]],
    ["AdaptiveAvgPool3d", { output_size: 1 }, [2, 6, 7, 8], [2, 1, 1, 1]],
    ["AdaptiveMaxPool1d", { output_size: 3 }, [2, 9], [2, 3]],
    ["AdaptiveMaxPool2d", { output_size: [2, 3] }, [2, 8, 9], [2, 2, 3]],
  ];
  return rows.flatMap(([type, args, input, output]) => around(type, args, input, output));
}

function dropouts(): readonly Row[] {
  const rows: readonly (readonly [KnownLayerType, readonly number[]])[] = [
    ["Dropout", [6]],
    ["AlphaDropout", [6]],
    ["Dropout1d", [4, 6]],
    ["Dropout2d", [4, 5, 6]],
    ["Dropout2d", [4, 5]],
    ["Dropout3d", [4, 5, 6, 7]],
  ];
  const options = [{}, { p: 0 }, { p: 1 }, { inplace: true }, { p: 1, inplace: true }];
  return rows.flatMap(([type, shape]) => options.flatMap((args) => around(type, args, shape, shape)));
}

function rearrangements(): readonly Row[] {
  const rows: readonly (readonly [KnownLayerType, Arguments, readonly number[], readonly number[]])[] = [
    ["Flatten", {}, [4, 5, 6], [120]],
    ["Unflatten", { dim: 1, unflattened_size: [2, -1] }, [6, 5], [2, 3, 5]],
    ["PixelShuffle", { upscale_factor: 2 }, [8, 3, 4], [2, 6, 8]],
    ["PixelUnshuffle", { downscale_factor: 2 }, [2, 6, 8], [8, 3, 4]],
    ["Upsample", { scale_factor: 2 }, [2, 5], [2, 10]],
    ["Upsample", { scale_factor: [1.5, 2] }, [2, 5, 6], [2, 7, 12]],
    ["Upsample", { size: 3, mode: "nearest-exact" }, [2, 5, 6], [2, 3, 3]],
    ["Upsample", { scale_factor: 2, mode: "linear" }, [2, 5], [2, 10]],
    ["Upsample", { scale_factor: 2, mode: "bilinear", align_corners: true }, [2, 5, 6], [2, 10, 12]],
    ["Upsample", { size: [7, 8], mode: "bicubic" }, [2, 5, 6], [2, 7, 8]],
    ["Upsample", { scale_factor: 2, mode: "trilinear" }, [2, 3, 4, 5], [2, 6, 8, 10]],
    ["ZeroPad1d", { padding: 1 }, [2, 5], [2, 7]],
    ["ZeroPad2d", { padding: [1, 0, -1, 2] }, [2, 5, 6], [2, 6, 7]],
    ["ZeroPad3d", { padding: 1 }, [2, 3, 4, 5], [2, 5, 6, 7]],
    ["ReflectionPad1d", { padding: [1, 2] }, [2, 5], [2, 8]],
    ["ReflectionPad2d", { padding: 1 }, [2, 5, 6], [2, 7, 8]],
    ["ReflectionPad3d", { padding: 1 }, [2, 3, 4, 5], [2, 5, 6, 7]],
    ["ReplicationPad1d", { padding: 1 }, [2, 5], [2, 7]],
    ["ReplicationPad2d", { padding: [1, 2, 3, 4] }, [2, 5, 6], [2, 12, 9]],
    ["ReplicationPad3d", { padding: 1 }, [2, 3, 4, 5], [2, 5, 6, 7]],
  ];
  return rows.flatMap(([type, args, input, output]) => around(type, args, input, output));
}

/** After and before a layer that learns, and with one that writes in place behind it. */
function around(
  type: KnownLayerType,
  args: Arguments,
  input: readonly number[],
  output: readonly number[],
): readonly Row[] {
  const own = layer(type, args);
  const what = `${named(type, args)} of ${input.join(" × ")}`;
  const rest = { input, evaluation: 3 };
  return [
    regression(what, [layer("PReLU"), own, layer("PReLU")], output, rest),
    regression(`${what}, in place after it`, [layer("PReLU"), own, reluInPlace], output, rest),
    regression(`${what}, first`, [own, layer("PReLU")], output, rest),
  ];
}

function embeddings(): readonly Row[] {
  const table = layer("Embedding", { num_embeddings: 11, embedding_dim: 5 });
  const padded = layer("Embedding", { num_embeddings: 11, embedding_dim: 5, padding_idx: -1 });
  const words = { input: [7], high: 11, evaluation: 3 };
  return [
    regression("Embedding", [table, linear(5, 3)], [7, 3], words),
    regression("Embedding with padding", [padded, relu], [7, 5], words),
    [
      "Embedding of more indices than are added unsorted",
      { layers: [table, flatten, linear(3500, 3)], input: [700], high: 11, target: classes(3), batch_size: 5 },
    ],
    regression(
      "Embedding after views",
      [
        layer("Identity"),
        layer("Flatten"),
        layer("Unflatten", { dim: 1, unflattened_size: [7, 1] }),
        table,
        reluInPlace,
      ],
      [7, 1, 5],
      words,
    ),
  ];
}
