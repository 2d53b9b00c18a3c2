import * as z from "zod/mini";
import { deviceNames } from "../memory/devices.ts";
import { LAYER_SIGNATURES } from "./layer-signatures.ts";
import { CALLABLE, CONFIG_KEYS, DEFAULTS, RUN_KEYS, SHARED_KEYS, TRAINING_KEYS, TRAINING_NAME } from "./schema.ts";
import type { Signature } from "./signature.ts";
import { STEPPING_OPTIMIZERS, TORCH_LAYERS, TORCH_LOSSES } from "./torch-names.ts";
import { LOSS_SIGNATURES, OPTIMIZER_SIGNATURES } from "./training-signatures.ts";

export type JsonSchema = Record<string, unknown>;

/** The config's JSON Schema (draft 2020-12), for editors. Written from the schemas that read it. */
export function configJsonSchema(): JsonSchema {
  const { trainings: _, ...top } = CONFIG_KEYS;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "vram-budget.yml",
    description: "Trainings, the device they run on, and the GPU memory they may use",
    ...strictObject({ ...properties(top), trainings: trainings() }, ["version", "trainings"]),
    $defs: {
      ...Object.fromEntries(Object.entries(KNOWN).map(([name, { keys }]) => [name, byName(keys)])),
      layer: call("A layer of torch.nn", LAYER_SIGNATURES, TORCH_LAYERS, {
        Sequential: { ...layerList(), description: "Layers within this one" },
      }),
      loss: call("A loss of torch.nn", LOSS_SIGNATURES, TORCH_LOSSES),
      optimizer: call("An optimizer of torch.optim", OPTIMIZER_SIGNATURES, STEPPING_OPTIMIZERS),
    },
  };
}

const KNOWN: Readonly<Record<string, Signature<unknown>>> = {
  ...LAYER_SIGNATURES,
  ...LOSS_SIGNATURES,
  ...OPTIMIZER_SIGNATURES,
};

/** What each key is about. */
export const MEANINGS = {
  version: "The version of this format",
  device:
    "The GPU that the numbers are about: a name of the catalogue, {name, memory}, or runner, the card found there",
  budget: "The most device memory that a training may use: a share of what a process can use, or a size",
  tolerance: "How far the measurement may sit from the prediction before it is a finding",
  trainings: "Training runs by name: letters, digits, '.', '_' and '-', at most 64",
  model:
    "A torch.nn.Sequential in PyTorch's own spelling, or a callable of the repo or a package that makes any module",
  input:
    "One sample, channels first, without the batch; by name where the model takes several tensors, of which [] is one number",
  target: "What the loss compares the output with, for one sample",
  loss: "A loss of torch.nn, a callable that makes one, or model, where the model returns its loss",
  optimizer: "An optimizer of torch.optim, or a callable that takes the parameters first",
  batch_size: "Samples in one training step",
  evaluation: "A pass without gradients after the training steps",
  data: "A real data set; without one, batches are synthetic, of the exact shape",
  run: "A command, run by a shell in the config's folder (the repository's for one in .github) and measured as it is",
  steps: "Optimizer steps to measure after the warm-up; a command without it is stopped when its peak has been stable",
  warmup: "Optimizer steps before the measured ones",
  timeout: "The most time that a measurement may take, as 20 min; by default what the command line or the action says",
  measure_at:
    "Two smaller batch sizes to measure where the runner cannot train with batch_size, which a line through them tells; run has {batch_size}",
  explain: "Also say which lines of the code hold the memory at the peak, and show the first batch of images",
  environment: "Variables that the training sees beside those that all see, by name: [HF_TOKEN]",
  precision: "Of weights and of the forward pass: mixed autocasts, true keeps the weights themselves so",
  gradient_accumulation: "Batches whose gradients are summed for one step of the optimizer",
  gradient_clipping: "max_norm of torch.nn.utils.clip_grad_norm_",
  activation_checkpointing:
    "What runs again in backward: true asks the model (transformers, timm), or modules of these classes",
  frozen: "Parameters that are not trained, by name: features.*",
  lora: "Arguments of peft.LoraConfig: {r: 8, target_modules: [q_proj, v_proj]}",
  channels_last: "Weights and images in memory with the channels last",
  ema: "A running average of the weights, as torch.optim.swa_utils.AveragedModel keeps it",
  zero_grad: "How gradients go before the next step",
  output_until:
    "How long the loop holds the model's output: until the next_output takes its name, the step_end, or the loss (Trainer)",
  optimizer_in_backward: "One optimizer a parameter, which steps as soon as its gradient is there",
  compile: "torch.compile where it is measured; predicted as eager",
  distributed:
    "Processes that train one model, each on a card and with batch_size samples of its own; predicted, by a trace of the first",
  name: "As nvidia-smi prints it, or any",
  memory: "What a process can use: total_memory of torch.cuda.get_device_properties()",
  compute_capability: "Needed where the catalogue does not know the name",
  multiprocessors: "Needed where the catalogue does not know the name",
};

/** The keys of one training that have no default. */
export const REQUIRED_KEYS = ["model", "input", "loss", "optimizer", "batch_size"] as const;

/** What says something of a model, and has no meaning without one. */
const DESCRIBING_KEYS = Object.keys(TRAINING_KEYS).filter(
  (key) => !Object.hasOwn(RUN_KEYS, key) && !Object.hasOwn(SHARED_KEYS, key) && key !== "batch_size",
);

function trainings(): JsonSchema {
  const { model: _, loss: __, optimizer: ___, ...rest } = TRAINING_KEYS;
  const own = {
    ...properties(rest),
    model: {
      anyOf: [strictObject({ layers: layerList() }, ["layers"]), publish(CALLABLE)],
      description: MEANINGS.model,
    },
    loss: {
      anyOf: [{ const: "model" }, { $ref: "#/$defs/loss" }, publish(CALLABLE)],
      description: MEANINGS.loss,
    },
    optimizer: { anyOf: [{ $ref: "#/$defs/optimizer" }, publish(CALLABLE)], description: MEANINGS.optimizer },
  };
  return {
    type: "object",
    description: MEANINGS.trainings,
    minProperties: 1,
    maxProperties: 1000,
    propertyNames: { pattern: TRAINING_NAME.source },
    additionalProperties: {
      ...strictObject(own, []),
      // a command stands alone; a model that returns its loss has its labels among its inputs
      anyOf: [
        { required: ["run"], properties: Object.fromEntries(DESCRIBING_KEYS.map((key) => [key, false])) },
        { required: [...REQUIRED_KEYS, "target"], properties: { loss: { not: { const: "model" } } } },
        { required: REQUIRED_KEYS, properties: { loss: { const: "model" }, target: false } },
      ],
    },
  };
}

function layerList(): JsonSchema {
  return { type: "array", maxItems: 10_000, items: { $ref: "#/$defs/layer" } };
}

function properties(keys: z.core.$ZodShape): JsonSchema {
  return Object.fromEntries(Object.entries(keys).map(([key, schema]) => [key, { ...publish(schema), ...extra(key) }]));
}

/** What an editor shows beside what the parser needs. */
function extra(key: string): JsonSchema {
  const standard = Object.entries(DEFAULTS).find(([name]) => name === key)?.[1];
  const description = Object.entries(MEANINGS).find(([name]) => name === key)?.[1];
  return {
    ...(description !== undefined && { description }),
    ...(standard !== undefined && { default: standard }),
    ...(key === "device" && { examples: deviceNames() }),
  };
}

function publish(schema: z.core.$ZodType): JsonSchema {
  const { $schema: _, ...published } = z.toJSONSchema(schema, { io: "input" });
  return published;
}

function strictObject(own: JsonSchema, required: readonly string[]): JsonSchema {
  return { type: "object", properties: own, required, additionalProperties: false };
}

/** A name, or {name: arguments}. What the engine knows has its arguments checked; the rest is left to PyTorch. */
function call(
  description: string,
  known: Readonly<Record<string, Signature<unknown>>>,
  torchNames: readonly string[],
  special: JsonSchema = {},
): JsonSchema {
  const others = torchNames.filter((name) => !Object.hasOwn(known, name) && !Object.hasOwn(special, name));
  const own = {
    ...Object.fromEntries(Object.entries(known).map(([name, signature]) => [name, argumentsOf(name, signature)])),
    ...special,
    ...Object.fromEntries(others.map((name) => [name, { description: "Measured, not predicted" }])),
  };
  return {
    description,
    anyOf: [
      { enum: Object.keys(own) },
      { type: "object", minProperties: 1, maxProperties: 1, properties: own, additionalProperties: false },
    ],
  };
}

/** All arguments of one constructor, by name. */
function byName(keys: z.core.$ZodShape): JsonSchema {
  return strictObject(Object.fromEntries(Object.entries(keys).map(([key, schema]) => [key, publish(schema)])), []);
}

/** By position, by name, or both; a single argument may stand alone. */
function argumentsOf(name: string, { keys, positional }: Signature<unknown>): JsonSchema {
  const names = Object.keys(keys);
  if (names.length === 0) return {}; // Identity
  const named = { $ref: `#/$defs/${name}` };
  const byPosition = names.slice(0, positional).map((key) => ({ $ref: `#/$defs/${name}/properties/${key}` }));
  return {
    description: `(${names.join(", ")})`,
    anyOf: [
      named,
      { type: "array", prefixItems: byPosition.map((own) => ({ anyOf: [own, named] })), items: named },
      ...byPosition.slice(0, 1),
      { type: "null" },
    ],
  };
}
