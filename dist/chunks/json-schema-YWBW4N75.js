import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CONFIG_KEYS,
  DEFAULTS,
  LAYER_SIGNATURES,
  LOSS_SIGNATURES,
  MODEL_CALLABLE,
  OPTIMIZER_SIGNATURES,
  TORCH_LAYERS,
  TORCH_LOSSES,
  TORCH_OPTIMIZERS,
  TRAINING_KEYS,
  TRAINING_NAME,
  UNSUPPORTED_KEYS,
  toJSONSchema
} from "./chunk-FQCFIABX.js";
import {
  deviceNames
} from "./chunk-GJEVMSG7.js";
import "./chunk-KKNXXX34.js";
import "./chunk-O56B5XNW.js";
import "./chunk-BE7JI7H6.js";

// src/config/json-schema.ts
function configJsonSchema() {
  const { trainings: _, ...top } = CONFIG_KEYS;
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "vram-budget.yml",
    description: "Trainings, the device they run on, and the GPU memory they may use",
    ...strictObject({ ...properties(top), trainings: trainings() }, ["version", "trainings"]),
    $defs: {
      ...Object.fromEntries(Object.entries(KNOWN).map(([name, { keys }]) => [name, byName(keys)])),
      layer: call("A layer of torch.nn", LAYER_SIGNATURES, TORCH_LAYERS, {
        Sequential: { ...layerList(), description: "Layers within this one" }
      }),
      loss: call("A loss of torch.nn", LOSS_SIGNATURES, TORCH_LOSSES),
      optimizer: call("An optimizer of torch.optim", OPTIMIZER_SIGNATURES, TORCH_OPTIMIZERS)
    }
  };
}
var KNOWN = {
  ...LAYER_SIGNATURES,
  ...LOSS_SIGNATURES,
  ...OPTIMIZER_SIGNATURES
};
var MEANINGS = {
  version: "The version of this format",
  device: "The GPU that the numbers are about: a name of the catalogue, {name, memory}, or runner, the card found there",
  budget: "The most device memory that a training may use: a share of what a process can use, or a size",
  tolerance: "How far the measurement may sit from the prediction before it is a finding",
  trainings: "Training runs by name: letters, digits, '.', '_' and '-', at most 64",
  model: "A torch.nn.Sequential in PyTorch's own spelling, or a callable of the repo or a package that makes any module",
  input: "One sample, channels first, without the batch",
  target: "What the loss compares the output with, for one sample",
  loss: "A loss of torch.nn: its name, or {name: arguments}",
  optimizer: "An optimizer of torch.optim: its name, or {name: arguments}",
  batch_size: "Samples in one training step",
  evaluation: "A pass without gradients after the training steps",
  data: "A real data set; without one, batches are synthetic, of the exact shape",
  steps: "Training steps to measure after the warm-up",
  warmup: "Training steps before the measured ones",
  precision: "How numbers are kept",
  name: "As nvidia-smi prints it, or any",
  memory: "What a process can use: total_memory of torch.cuda.get_device_properties()",
  compute_capability: "Needed where the catalogue does not know the name",
  multiprocessors: "Needed where the catalogue does not know the name"
};
var REQUIRED_KEYS = ["model", "input", "target", "loss", "optimizer", "batch_size"];
function trainings() {
  const { model: _, loss: __, optimizer: ___, ...rest } = TRAINING_KEYS;
  const own = {
    ...properties(rest),
    ...Object.fromEntries(Object.entries(UNSUPPORTED_KEYS).flatMap(([key, schema]) => unsupported(key, schema))),
    model: {
      anyOf: [strictObject({ layers: layerList() }, ["layers"]), publish(MODEL_CALLABLE)],
      description: MEANINGS.model
    },
    loss: { $ref: "#/$defs/loss", description: MEANINGS.loss },
    optimizer: { $ref: "#/$defs/optimizer", description: MEANINGS.optimizer }
  };
  return {
    type: "object",
    description: MEANINGS.trainings,
    minProperties: 1,
    maxProperties: 1e3,
    propertyNames: { pattern: TRAINING_NAME.source },
    additionalProperties: strictObject(own, REQUIRED_KEYS)
  };
}
function unsupported(key, schema) {
  return key === "run" ? [] : [[key, { ...publish(schema), description: "Not supported yet" }]];
}
function layerList() {
  return { type: "array", maxItems: 1e4, items: { $ref: "#/$defs/layer" } };
}
function properties(keys) {
  return Object.fromEntries(Object.entries(keys).map(([key, schema]) => [key, { ...publish(schema), ...extra(key) }]));
}
function extra(key) {
  const standard = Object.entries(DEFAULTS).find(([name]) => name === key)?.[1];
  const description = Object.entries(MEANINGS).find(([name]) => name === key)?.[1];
  return {
    ...description !== void 0 && { description },
    ...standard !== void 0 && { default: standard },
    ...key === "device" && { examples: deviceNames() }
  };
}
function publish(schema) {
  const { $schema: _, ...published } = toJSONSchema(schema, { io: "input" });
  return published;
}
function strictObject(own, required) {
  return { type: "object", properties: own, required, additionalProperties: false };
}
function call(description, known, torchNames, special = {}) {
  const others = torchNames.filter((name) => !Object.hasOwn(known, name) && !Object.hasOwn(special, name));
  const own = {
    ...Object.fromEntries(Object.entries(known).map(([name, signature]) => [name, argumentsOf(name, signature)])),
    ...special,
    ...Object.fromEntries(others.map((name) => [name, { description: "Measured, not predicted" }]))
  };
  return {
    description,
    anyOf: [
      { enum: Object.keys(own) },
      { type: "object", minProperties: 1, maxProperties: 1, properties: own, additionalProperties: false }
    ]
  };
}
function byName(keys) {
  return strictObject(Object.fromEntries(Object.entries(keys).map(([key, schema]) => [key, publish(schema)])), []);
}
function argumentsOf(name, { keys, positional }) {
  const names = Object.keys(keys);
  if (names.length === 0) return {};
  const named = { $ref: `#/$defs/${name}` };
  const byPosition = names.slice(0, positional).map((key) => ({ $ref: `#/$defs/${name}/properties/${key}` }));
  return {
    description: `(${names.join(", ")})`,
    anyOf: [
      named,
      { type: "array", prefixItems: byPosition.map((own) => ({ anyOf: [own, named] })), items: named },
      ...byPosition.slice(0, 1),
      { type: "null" }
    ]
  };
}
export {
  MEANINGS,
  REQUIRED_KEYS,
  configJsonSchema
};
