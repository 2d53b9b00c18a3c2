import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse } from "yaml";
import { configJsonSchema } from "../../src/config/json-schema.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { BAD_CONFIGS, GOOD } from "./bad-configs.ts";

const root = join(import.meta.dirname, "../..");
const published: unknown = JSON.parse(readFileSync(join(root, "docs/vram-budget.schema.json"), "utf8"));
const validate = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  allErrors: true,
}).compile(configJsonSchema());

test("docs/ has the schema and the reference of this version", () => {
  assert.deepEqual(published, configJsonSchema());
  execFileSync(process.execPath, [join(root, "scripts/generate-config-docs.ts"), "--check"]);
});

const GOOD_CONFIGS: readonly (readonly [what: string, text: string])[] = [
  ["the good config", GOOD],
  ["mnist-mlp", readFileSync(join(root, "examples/mnist-mlp/vram-budget.yml"), "utf8")],
  ["cifar10-mlp", readFileSync(join(root, "examples/cifar10-mlp/vram-budget.yml"), "utf8")],
  ["the zoo", readFileSync(join(root, "examples/zoo/vram-budget.yml"), "utf8")],
  [
    "layers by position and by name",
    GOOD.replace("- ReLU", "- Sequential: [ReLU: , Linear: [128, {out_features: 128}], Dropout: 0.5]"),
  ],
  ["a layer that is measured only", GOOD.replace("- ReLU", "- Softplus: {beta: 2}")],
  ["an optimizer by position", GOOD.replace("{Adam: {lr: 0.001}}", "{SGD: [0.1, 0.9, {nesterov: true}]}")],
  ["a device of its own", GOOD.replace("device: t4", "device: {name: t4, memory: 14 GiB, compute_capability: 7.5}")],
  ["data and an evaluation", `${GOOD}    data: {callable: m:f, args: {n: 1}}\n    evaluation: {batch_size: 3}\n`],
  [
    "a tensor target",
    GOOD.replace("{classes: 10}", "{shape: [10], dtype: float32}").replace(
      "CrossEntropyLoss",
      "{MSELoss: {reduction: sum}}",
    ),
  ],
  [
    "a number for each sample among named inputs",
    GOOD.replace(/model:[^]*?(?=\n {4}input)/, "model: my.models:classifier")
      .replace(
        "input: [1, 28, 28]",
        "input: {ids: {shape: [8], dtype: int64, high: 9}, labels: {shape: [], dtype: int64, high: 2}, weight: []}",
      )
      .replace(/\n {4}target: .*/, "")
      .replace("loss: CrossEntropyLoss", "loss: model"),
  ],
  ["processes with DDP", `${GOOD}    distributed: {strategy: ddp, processes: 8, gradient_as_bucket_view: true}\n`],
  ["processes with a part of the state", `${GOOD}    distributed: {strategy: zero1, processes: 2}\n`],
  ["processes with FSDP2", `${GOOD}    distributed: {strategy: fsdp2, processes: 2, wrap: [Linear]}\n`],
  [
    "what is not supported, switched off",
    `${GOOD}    compile: false\n    gradient_accumulation: 1\n    precision: 32-true\n`,
  ],
];

for (const [what, text] of GOOD_CONFIGS) {
  test(`configJsonSchema() takes ${what}, and so does parseConfig()`, () => {
    assert.equal(parseConfig("t.yml", text).kind, "config");
    assert.ok(validate(parse(text)), JSON.stringify(validate.errors?.slice(0, 3)));
  });
}

/** What a schema of JSON cannot see: the text itself, what fits together, and names of devices. */
const BEYOND_A_SCHEMA =
  /^(a duplicate|an alias|more than 100|a number as a key|a list as a key|a merge|a bidi|a control|a batch size that is not|a budget of zero|a missing argument|a step beyond|an? .*device|a device|a part of|a misspelt device|no layers|too many|an argument twice|names before|a keyword by|nesterov|foreach|groups|same with|a pool|a Linear|a convolution|a kernel|a batch norm|a layer norm|an average|a flatten|a nested|nothing to train|an output|tokens for layers|an MSELoss|a target of another|data (above|of the root|with)|the shapes|classes of each pixel|checkpointing that layers|channels_last without|a step in backward|processes that share|layers that would|tensors by name for|images of files|an activation with a maximum|a group norm|an upsampling|a GLU|pixels of|a reflection|a batch unflattened|a padding row|tokens beyond|numbers for|a loss of classes|an ignored class)/;

for (const [what, text] of BAD_CONFIGS) {
  const yaml = readable(text);
  if (yaml === undefined || BEYOND_A_SCHEMA.test(what)) continue;
  test(`configJsonSchema() refuses ${what}`, () => assert.equal(validate(yaml.value), false));
}

function readable(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: parse(text, { logLevel: "error" }) };
  } catch {
    return undefined;
  }
}
