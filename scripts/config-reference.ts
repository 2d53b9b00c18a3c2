import { markdownTable } from "markdown-table";
import { stringify } from "yaml";
import * as z from "zod/mini";
import { MEANINGS, REQUIRED_KEYS } from "../src/config/json-schema.ts";
import { LAYER_SIGNATURES } from "../src/config/layer-signatures.ts";
import { CONFIG_KEYS, CustomDevice, DEFAULTS, TRAINING_KEYS } from "../src/config/schema.ts";
import type { Signature } from "../src/config/signature.ts";
import { LOSS_SIGNATURES, OPTIMIZER_SIGNATURES } from "../src/config/training-signatures.ts";
import { DEVICES } from "../src/memory/devices.ts";
import { contextOf } from "../src/memory/context.ts";

/** docs/config.md: every key, what it takes, and what it is when it is left out. */
export function configReference(example: string): string {
  return `${sections(example).join("\n\n")}\n`;
}

function sections(example: string): string[] {
  return [
    "# The config",
    "<!-- Written by scripts/generate-config-docs.ts from the schemas in src/config: edit those. -->",
    "A config is `vram-budget.yml`, `.vram-budget.yml` or `.github/vram-budget.yml`, or any file that is named. It is " +
      "YAML 1.2. All that is wrong with it is reported at once, each as `file:line:column: key: what is there, what is " +
      "wanted`. Editors check it with [the JSON Schema](vram-budget.schema.json).",
    `\`\`\`yaml\n${example}\`\`\``,
    "## The file",
    keyTable(CONFIG_KEYS, ["version", "trainings"]),
    "## A training",
    "`device`, `budget` and `tolerance` stand at the top for all trainings, or in a training for itself.",
    keyTable(TRAINING_KEYS, REQUIRED_KEYS),
    "`target` is required, but with `loss: model`, where the labels are among the inputs. A training with `run` needs " +
      "none of these: it is measured by running the command, and predicted where a `model` is described beside it.",
    "## Layers, losses, optimizers",
    "Names and arguments are PyTorch's own: `ReLU`, `Linear: [784, 128]` by position, `Linear: {in_features: 784, " +
      "out_features: 128}` by name, `Conv2d: [3, 64, 3, {padding: 1}]` by both, `Dropout: 0.5` for one alone, " +
      "`Sequential: [ReLU, Linear: [8, 8]]` nested. A pair by position is a list within the list: " +
      "`AdaptiveAvgPool2d: [[1, 1]]`.",
    signatureTable("layer", LAYER_SIGNATURES),
    signatureTable("loss", LOSS_SIGNATURES),
    signatureTable("optimizer", OPTIMIZER_SIGNATURES),
    "Every other layer, loss and optimizer of torch 2.13 may stand in a config as well, and so may `device`, `dtype`, " +
      "`padding_mode` and the like: such a training is predicted for a CUDA device by running its layers under fake tensors.",
    "## Devices",
    "A name of the catalogue (as here, as `nvidia-smi` prints it, or as clouds spell it), `runner` for the card that is " +
      "found there, or a card of your own, where the catalogue need not know it:",
    keyTable(CustomDevice.def.shape, ["name", "memory"]),
    deviceTable(),
    "*Usable* is the least `total_memory` that PyTorch was seen to report, or nvidia-smi's total less 600 MiB. The " +
      "*context* is assumed: see [memory/context.ts](../src/memory/context.ts). Live values of a runner win over both.",
    "## Sizes and paths",
    "A size has its unit: `B`, `KiB`, `MiB`, `GiB` or `TiB`. `40GB` is refused, and so is a bare number. Paths are " +
      "relative to the config's folder, with forward slashes, and stay inside of it; a link that leaves the workspace " +
      "is refused. A file has at most 1 MiB, 100 aliases and 64 levels; tags and merge keys (`<<`) are not read.",
  ];
}

function keyTable(keys: z.core.$ZodShape, required: readonly string[]): string {
  const rows = Object.entries(keys).map(([key, schema]) => {
    return [`\`${key}\``, wantedBy(key, schema), required.includes(key) ? "*required*" : standardOf(key), meaning(key)];
  });
  return markdownTable([["key", "takes", "default", "meaning"], ...rows]);
}

/** As a config would write it; nothing where a key that is left out changes nothing. */
function standardOf(key: string): string {
  const standard: unknown = Object.entries(DEFAULTS).find(([name]) => name === key)?.[1];
  const nothing = standard === undefined || (Array.isArray(standard) && standard.length === 0);
  if (nothing) return "";
  return stringify(standard, { collectionStyle: "flow", flowCollectionPadding: false }).trim();
}

const CALLS: Readonly<Record<string, string>> = {
  model: "`{layers: […]}`, `package.module:callable`, or `{callable, args}`",
  loss: "a name, `{name: arguments}`, `package.module:callable`, `{callable, args}`, or `model`",
  optimizer: "a name, `{name: arguments}`, `package.module:callable`, or `{callable, args}`",
};

/** What a schema says that it wants, when it gets null, which none of them takes. */
function wantedBy(key: string, schema: z.core.$ZodType): string {
  const wanted = CALLS[key] ?? z.safeParse(schema, null).error?.issues[0]?.message;
  if (wanted === undefined) throw new Error(`The schema of ${key} does not say what it wants`);
  return wanted.replaceAll("|", "\\|");
}

function meaning(key: string): string {
  return Object.entries(MEANINGS).find(([name]) => name === key)?.[1] ?? "";
}

function signatureTable(what: string, signatures: Readonly<Record<string, Signature<unknown>>>): string {
  const rows = Object.entries(signatures).map(([name, { keys }]) => [
    `\`${name}\``,
    Object.entries(keys)
      .map(([key, schema]) => argument(key, schema))
      .join(", "),
  ]);
  return markdownTable([[what, "arguments"], ...rows]);
}

function argument(key: string, schema: z.core.$ZodType): string {
  const standard = z.safeParse(schema, undefined);
  return standard.success ? `\`${key}\` = ${JSON.stringify(standard.data)}` : `\`${key}\``;
}

function deviceTable(): string {
  const rows = DEVICES.map((device) => [
    `\`${device.id}\``,
    device.names[0],
    `${gib(device.usable_bytes)} GiB`,
    device.compute_capability,
    String(device.multiprocessors),
    `${gib(contextOf(device).bytes)} GiB`,
  ]);
  const head = ["device", "name", "usable", "compute capability", "multiprocessors", "context"];
  return markdownTable([head, ...rows], { align: ["l", "l", "r", "r", "r", "r"] });
}

function gib(size: number): string {
  return (size / 2 ** 30).toFixed(2);
}
