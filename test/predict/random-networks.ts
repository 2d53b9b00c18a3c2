import type { KnownOptimizer } from "../../src/config/training.ts";
import {
  adam,
  adaptiveAvgPool2d,
  batchNorm2d,
  classes,
  conv2d,
  dropout,
  flatten,
  gelu,
  identity,
  layerNorm,
  linear,
  maxPool2d,
  nested,
  pair,
  type Part,
  relu,
  reluInPlace,
  sgd,
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

/** A trainable network of every kind of layer that the engine knows, with an optimizer, a loss and batches. */
export function randomTraining(random: Random): TrainingParts {
  const images = random() < 0.7;
  const network = images ? imageNetwork(random) : rowNetwork(random);
  const batch = { batch_size: 2 + int(random, 6), evaluation: random() < 0.7 ? 1 + int(random, 6) : undefined };
  const reduction = random() < 0.5 ? "mean" : "sum";
  return { ...network, ...batch, reduction, optimizer: randomOptimizer(random) };
}

function imageNetwork(random: Random): Pick<TrainingParts, "layers" | "input" | "target"> {
  const size = 8 + int(random, 5);
  let channels = 1 + int(random, 3);
  const input = [channels, size, size];
  const layers: Part[] = [];
  for (let block = 1 + int(random, 3); block > 0; block -= 1) {
    const [parts, out] = imageBlock(random, channels);
    layers.push(...maybeNested(random, parts));
    channels = out;
  }
  const [height, width] = [1 + int(random, 2), 1 + int(random, 2)];
  const pool = adaptiveAvgPool2d(height, width);
  const head = pick(random, [[], [reluInPlace], [dropout(0.5, true)], [dropout(0.5, true), reluInPlace]]);
  layers.push(pool, flatten, ...head, linear(channels * height * width, 10));
  return { layers, input, target: classes(10) };
}

/** Keeps the size of its images but for a pool. */
function imageBlock(random: Random, channels: number): readonly [readonly Part[], number] {
  const depthwise = random() < 0.2;
  const out = depthwise ? channels : 2 + int(random, 6);
  const options = { padding: pair(1), bias: random() < 0.5, groups: depthwise ? channels : 1 };
  const optional = [
    ...(random() < 0.5 ? [batchNorm2d(out, { affine: random() < 0.8, track_running_stats: random() < 0.8 })] : []),
    ...(random() < 0.7 ? [pick(random, [relu, reluInPlace, gelu()])] : []),
    ...(random() < 0.3 ? [maxPool2d(2, { ceil_mode: true })] : []),
    ...(random() < 0.3 ? [dropout(0.3)] : []),
  ];
  const before = random() < 0.15 ? [pick(random, [identity, batchNorm2d(channels), dropout(0.2), relu])] : [];
  return [[...before, conv2d(channels, out, 3, options), ...optional], out];
}

function rowNetwork(random: Random): Pick<TrainingParts, "layers" | "input" | "target" | "loss"> {
  let features = 3 + int(random, 10);
  const leading = random() < 0.4 ? [2 + int(random, 4)] : [];
  const input = [...leading, features];
  const layers: Part[] = [];
  for (let block = 1 + int(random, 4); block > 0; block -= 1) {
    const out = 2 + int(random, 12);
    layers.push(...maybeNested(random, rowBlock(random, features, out)));
    features = out;
  }
  const regression = leading.length > 0 || random() < 0.5;
  if (regression) return { layers, input, target: tensorTarget(...leading, features), loss: "MSELoss" };
  const target = random() < 0.7 ? classes(features) : tensorTarget(features);
  return { layers, input, target };
}

function rowBlock(random: Random, features: number, out: number): readonly Part[] {
  const inPlace = random() < 0.3;
  return [
    ...(random() < 0.3 ? [layerNorm([features], { elementwise_affine: random() < 0.7, bias: random() < 0.7 })] : []),
    linear(features, out, random() < 0.7),
    ...(random() < 0.7 ? [pick(random, [inPlace ? reluInPlace : relu, gelu("tanh"), identity])] : []),
    ...(random() < 0.3 ? [dropout(pick(random, [0, 0.5, 1]), random() < 0.3)] : []),
  ];
}

function randomOptimizer(random: Random): KnownOptimizer {
  const form = pick(random, [{}, { foreach: true }, { fused: true }, { foreach: false }]);
  const shared = { ...form, maximize: random() < 0.3, weight_decay: random() < 0.5 ? 0.01 : 0 };
  if (random() < 0.5) {
    const momentum = random() < 0.6 ? 0.9 : 0;
    return sgd({ ...shared, momentum, nesterov: momentum > 0 && random() < 0.5 });
  }
  return adam({ ...shared, type: pick(random, ["Adam", "AdamW"]), amsgrad: random() < 0.4 });
}

function maybeNested(random: Random, parts: readonly Part[]): readonly Part[] {
  return random() < 0.3 ? [nested(...parts)] : parts;
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
