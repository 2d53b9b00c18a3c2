import type { KnownLayerType, Rank } from "../../src/config/known-layers.ts";
import type { Shape } from "../../src/config/shape-result.ts";
import { outputShape } from "../../src/config/shapes.ts";
import type { KnownLoss, KnownOptimizer, Target } from "../../src/config/training.ts";
import {
  classes,
  layer,
  linear,
  loss,
  nested,
  optimizer,
  type Part,
  tensorTarget,
  type TrainingParts,
} from "./networks.ts";

/** A number in [0, 1) at each call, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

/** No sample grows larger than this many numbers, and none of many samples larger than that. */
const LARGEST = 800;
const LARGEST_OF_MANY = 60;

/** A trainable network of every kind of layer that the engine knows, with an optimizer, a loss and batches. */
export function randomTraining(random: Random): TrainingParts {
  const many = random() < 0.08; // so many rows that kernels take scratch
  const largest = many ? LARGEST_OF_MANY : LARGEST;
  const { layers, input, shape, high } = network(random, largest);
  const batch_size = many ? 1000 + int(random, 3000) : 2 + int(random, 6);
  const evaluation = random() < 0.7 ? 2 + int(random, 6) : undefined;
  const gradient_accumulation = random() < 0.2 ? 2 + int(random, 2) : 1;
  const rest = {
    batch_size,
    gradient_accumulation,
    evaluation,
    optimizer: randomOptimizer(random),
    ...randomLoss(random, shape),
  };
  return { layers, input, ...(high !== undefined && { high }), ...rest };
}

type Network = {
  readonly layers: readonly Part[];
  readonly input: Shape;
  readonly shape: Shape;
  readonly high?: number;
};

function network(random: Random, largest: number): Network {
  const { input, first, high } = randomInput(random, largest);
  const layers: Part[] = [...first];
  let shape = first.reduce<Shape>((sample, part) => after(part, sample) ?? sample, input);
  for (let left = 2 + int(random, 9); left > 0; left -= 1) {
    const part = randomLayer(random, shape, largest);
    shape = after(part, shape) ?? shape;
    layers.push(part);
  }
  if (random() < 0.6 || !layers.some(learns)) {
    const features = shape.at(-1) ?? 1;
    const out = 2 + int(random, 8);
    layers.push(linear(features, out, random() < 0.7));
    shape = [...shape.slice(0, -1), out];
  }
  return { layers: nestedAtRandom(random, layers), input, shape, ...(high !== undefined && { high }) };
}

function randomInput(random: Random, largest: number): { input: Shape; first: readonly Part[]; high?: number } {
  const small = largest < LARGEST;
  const side = () => 2 + int(random, small ? 3 : 6);
  if (random() < 0.12) {
    const [high, width] = [5 + int(random, 20), 2 + int(random, 6)];
    const table = layer("Embedding", { num_embeddings: high, embedding_dim: width });
    return { input: [side()], first: [table], high };
  }
  const rank = int(random, 4);
  const sides = Array.from({ length: rank }, () => (rank === 3 ? 2 + int(random, small ? 2 : 3) : side() + 1));
  return { input: [1 + int(random, 6), ...sides], first: [] };
}

function learns(part: Part): boolean {
  return ["Linear", "Embedding", "PReLU"].includes(part.type) || part.type.startsWith("Conv");
}

/** What `part` makes of one sample; undefined where it does not take it, or leaves too little to normalize. */
function after(part: Part, sample: Shape): Shape | undefined {
  if (part.type === "Sequential") return undefined;
  const result = outputShape(part, [7, ...sample]);
  if (result.kind === "problem" || result.shape[0] !== 7) return undefined;
  const area = sample.slice(1).reduce((product, side) => product * side, 1);
  if (part.type.startsWith("InstanceNorm") && area === 1) return undefined;
  return result.shape.slice(1);
}

function randomLayer(random: Random, sample: Shape, largest: number): Part {
  for (let tries = 0; tries < 40; tries += 1) {
    const part = pick(random, makersFor(sample))(random, sample);
    const out = after(part, sample);
    if (out !== undefined && out.reduce((product, side) => product * side, 1) <= largest) return part;
  }
  return layer("Identity");
}

type Maker = (random: Random, sample: Shape) => Part;

/** Those for any shape once, those for images of this rank twice: each is about as likely. */
function makersFor(sample: Shape): readonly Maker[] {
  const rank = sample.length - 1;
  if (rank === 1 || rank === 2 || rank === 3) return [...anywhere, ...onImages[rank], ...onImages[rank]];
  return [...anywhere, (random, [features = 1]) => batchNorm(random, 1, features)];
}

const anywhere: readonly Maker[] = [
  (random) => activation(random),
  (random) => activation(random),
  (random) => activation(random),
  (random) => plainActivation(random),
  (random, sample) => layer("PReLU", { num_parameters: random() < 0.5 ? 1 : (sample[0] ?? 1) }),
  (random, sample) => layer(pick(random, ["Softmax", "LogSoftmax"]), { dim: 1 + int(random, sample.length) }),
  (random, sample) => layer("GLU", { dim: 1 + int(random, sample.length) }),
  (random) =>
    layer(pick(random, ["Dropout", "AlphaDropout"]), { p: pick(random, [0, 0.3, 0.3, 1]), inplace: random() < 0.2 }),
  (random, sample) => linear(sample.at(-1) ?? 1, 1 + int(random, 10), random() < 0.7),
  (random, sample) => linear(sample.at(-1) ?? 1, 1 + int(random, 10), random() < 0.7),
  (random, sample) =>
    layer("LayerNorm", {
      normalized_shape: tail(random, sample),
      elementwise_affine: random() < 0.7,
      bias: random() < 0.7,
    }),
  (random, sample) => layer("RMSNorm", { normalized_shape: tail(random, sample), elementwise_affine: random() < 0.7 }),
  (random, [channels = 1]) =>
    layer("GroupNorm", {
      num_groups: pick(random, divisorsOf(channels)),
      num_channels: channels,
      affine: random() < 0.7,
    }),
  (random, sample) => layer("Flatten", { start_dim: 1 + int(random, sample.length) }),
  (random, sample) => {
    const at = int(random, sample.length);
    return layer("Unflatten", { dim: at + 1, unflattened_size: [pick(random, divisorsOf(sample[at] ?? 1)), -1] });
  },
];

const onImages: Readonly<Record<Rank, readonly Maker[]>> = {
  1: images(1),
  2: [...images(2), ...pixels()],
  3: images(3),
};

function images(rank: Rank): readonly Maker[] {
  const type = <Name extends string>(name: Name): `${Name}${Rank}d` => `${name}${rank}d`;
  return [
    (random, [channels = 1]) => convolution(random, type("Conv"), channels),
    (random, [channels = 1]) => convolution(random, type("Conv"), channels),
    (random, [channels = 1]) => convolution(random, type("ConvTranspose"), channels),
    (random, [channels = 1]) => batchNorm(random, rank, channels),
    (random, [channels = 1]) =>
      layer(type("InstanceNorm"), {
        num_features: channels,
        affine: random() < 0.5,
        track_running_stats: random() < 0.4,
      }),
    (random) => layer(type("MaxPool"), { kernel_size: 2, stride: 1 + int(random, 2), ceil_mode: random() < 0.5 }),
    (random) => layer(type("AvgPool"), { kernel_size: 2, padding: int(random, 2), ceil_mode: random() < 0.5 }),
    (random) => layer(type("AdaptiveAvgPool"), { output_size: 1 + int(random, 3) }),
    ...(rank === 3 ? [] : [(random: Random) => layer(`AdaptiveMaxPool${rank}d`, { output_size: 1 + int(random, 3) })]),
    (random) => layer(type("Dropout"), { p: pick(random, [0.3, 1]), inplace: random() < 0.3 }),
    (random) => layer(type("ZeroPad"), { padding: int(random, 3) }),
    (random) => layer(type(pick(random, ["ReflectionPad", "ReplicationPad"])), { padding: 1 }),
    (random) =>
      layer("Upsample", {
        scale_factor: pick(random, [1.5, 2]),
        mode: pick(random, ["nearest", "nearest-exact", SMOOTH[rank]]),
      }),
  ];
}

const SMOOTH = { 1: "linear", 2: "bilinear", 3: "trilinear" } as const;

function pixels(): readonly Maker[] {
  return [
    () => layer("PixelShuffle", { upscale_factor: 2 }),
    () => layer("PixelUnshuffle", { downscale_factor: 2 }),
    () => layer("Upsample", { size: 3, mode: "bicubic" }),
  ];
}

function activation(random: Random): Part {
  const type = pick(random, IN_PLACE);
  return layer(type, { ...(type === "Threshold" && { threshold: 0.1, value: 0 }), inplace: random() < 0.15 });
}

function plainActivation(random: Random): Part {
  return layer(pick(random, PLAIN));
}

const IN_PLACE: readonly KnownLayerType[] = [
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
  "Hardtanh",
  "Threshold",
];
const PLAIN: readonly KnownLayerType[] = [
  "Sigmoid",
  "Tanh",
  "LogSigmoid",
  "Softsign",
  "Tanhshrink",
  "GELU",
  "Softplus",
  "Softshrink",
  "Hardshrink",
  "Identity",
];

function batchNorm(random: Random, rank: Rank, channels: number): Part {
  const options = { affine: random() < 0.7, track_running_stats: random() < 0.8, eps: pick(random, [1e-5, 1e-6]) };
  return layer(`BatchNorm${rank}d`, { num_features: channels, ...options });
}

function convolution(random: Random, type: `Conv${Rank}d` | `ConvTranspose${Rank}d`, channels: number): Part {
  const groups = random() < 0.25 ? channels : 1;
  const out_channels = groups * (1 + int(random, groups > 1 ? 2 : 6));
  const options = { padding: int(random, 2), stride: 1 + int(random, 2), bias: random() < 0.7 };
  return layer(type, { in_channels: channels, out_channels, groups, kernel_size: 1 + int(random, 3), ...options });
}

function tail(random: Random, sample: Shape): Shape {
  return sample.slice(-1 - int(random, sample.length));
}

function divisorsOf(n: number): readonly number[] {
  return Array.from({ length: n }, (_, index) => index + 1).filter((each) => n % each === 0);
}

const OF_TENSORS: readonly KnownLoss["type"][] = [
  "MSELoss",
  "L1Loss",
  "SmoothL1Loss",
  "HuberLoss",
  "BCEWithLogitsLoss",
  "KLDivLoss",
];

function randomLoss(random: Random, shape: Shape): { readonly target: Target; readonly loss: KnownLoss } {
  const reduction = pick(random, ["mean", "sum"]);
  const [features = 1, ...more] = shape;
  if (more.length > 0 || random() < 0.4) {
    return { target: tensorTarget(...shape), loss: loss(pick(random, OF_TENSORS), { reduction }) };
  }
  if (random() < 0.2) return { target: classes(features), loss: loss("NLLLoss", { reduction }) };
  const label_smoothing = random() < 0.4 ? 0.1 : 0;
  const target = random() < 0.7 ? classes(features) : tensorTarget(features);
  return { target, loss: loss("CrossEntropyLoss", { reduction, label_smoothing }) };
}

const OPTIMIZER_TYPES: readonly KnownOptimizer["type"][] = [
  "SGD",
  "Adam",
  "AdamW",
  "RMSprop",
  "Adagrad",
  "Adadelta",
  "Adamax",
  "NAdam",
  "RAdam",
];

function randomOptimizer(random: Random): KnownOptimizer {
  const type = pick(random, OPTIMIZER_TYPES);
  const fuses = type === "SGD" || type === "Adagrad" || type.startsWith("Adam") !== (type === "Adamax");
  const forms =
    type === "RAdam"
      ? [{ foreach: true }]
      : [{}, { foreach: true }, { foreach: false }, ...(fuses ? [{ fused: true }] : [])];
  const momentum = type === "SGD" || type === "RMSprop" ? { momentum: pick(random, [0, 0.9]) } : {};
  const amsgrad = type === "Adam" || type === "AdamW" ? { amsgrad: random() < 0.4 } : {};
  const shared = { maximize: random() < 0.3, weight_decay: random() < 0.5 ? 0.01 : 0 };
  return optimizer(type, { ...pick(random, forms), ...momentum, ...amsgrad, ...shared });
}

/** Some runs of layers in a Sequential of their own, and some of those again. */
function nestedAtRandom(random: Random, layers: readonly Part[]): readonly Part[] {
  if (layers.length < 2 || random() < 0.6) return layers;
  const from = int(random, layers.length - 1);
  const to = from + 2 + int(random, layers.length - from - 1);
  const inner = nestedAtRandom(random, layers.slice(from, to));
  return [...layers.slice(0, from), nested(...inner), ...layers.slice(to)];
}

/** A whole number in [0, below). */
function int(random: Random, below: number): number {
  return Math.floor(random() * below);
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[int(random, items.length)];
  if (item === undefined) throw new RangeError("Cannot pick from nothing");
  return item;
}
