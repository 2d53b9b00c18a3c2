import assert from "node:assert/strict";
import { test } from "node:test";
import type { BasePort } from "../../src/commands/base-port.ts";
import type { CheckPorts } from "../../src/commands/check-ports.ts";
import { AS_CONFIGURED, check } from "../../src/commands/check.ts";
import { loadConfig } from "../../src/commands/config-file.ts";
import type { Change } from "../../src/compare/change.ts";
import type { Results } from "../../src/compare/result.ts";
import type { BaseText } from "../../src/config/config-text.ts";
import { bytes, MIB } from "../../src/memory/bytes.ts";
import { BAD_CONFIGS } from "../config/bad-configs.ts";
import { randomFrom } from "../predict/random-networks.ts";
import { measuredOnT4, NOT_MEASURED, predictedOn, t4, trainingOf } from "../report/fixtures.ts";

const SHA = "b".repeat(40);

const mnist = (changes: Readonly<Record<string, string>> = {}) => {
  const keys: Record<string, string> = {
    model: "{layers: [Flatten, {Linear: [784, 128]}, ReLU, {Linear: [128, 10]}]}",
    input: "[1, 28, 28]",
    target: "{classes: 10}",
    loss: "CrossEntropyLoss",
    optimizer: "{Adam: {lr: 0.001}}",
    batch_size: "64",
    ...changes,
  };
  return Object.entries(keys)
    .map(([key, value]) => `    ${key}: ${value}\n`)
    .join("");
};
const config = (trainings: Readonly<Record<string, string>>, top = "device: t4") =>
  `version: 1\n${top}\ntrainings:\n${Object.entries(trainings)
    .map(([name, keys]) => `  ${name}:\n${keys}`)
    .join("")}`;

/** What the base has in the config's place; `undefined` where it is not known. */
type Asked = BaseText | undefined;

/** A tracer of one storage of 32 MiB a sample. */
function ports(base: Asked, told: string[] = []): CheckPorts {
  const found: BasePort["found"] =
    base === undefined
      ? { kind: "unknown", why: "GitHub does not show it" }
      : { kind: "found", base: { sha: SHA, name: "main" }, changed_files: [] };
  return {
    lanes: 1,
    runnerGpu: () => Promise.resolve(undefined),
    measure: () => Promise.resolve(NOT_MEASURED),
    calibration: { known: () => Promise.resolve([]), keep: () => Promise.resolve() },
    base: { found, text: () => Promise.resolve(base ?? { kind: "absent" }) },
    trace: () => {
      told.push("start");
      return {
        at: (batch_size) => {
          told.push(`at ${batch_size}`);
          const moment = { phase: "forward", step: 1 };
          const storage = { operator: "aten::relu", module: "", category: "activations", ...moment };
          const events = [{ op: "alloc", id: 0, bytes: (batch_size ?? 1) * 32 * MIB, ...storage }];
          const nominal_bytes = { parameters: 0, buffers: 0, gradients: 0, optimizer: 0, batch: 0 };
          const counts = { parameters: 0, trainable_parameters: 0, nominal_bytes };
          const trace = { schema: "vram-budget/trace@2", torch: "2.13.0", batch_size, events, guesses: [], ...counts };
          return Promise.resolve({ kind: "answered", trace });
        },
        end: () => {
          told.push("end");
          return Promise.resolve();
        },
      };
    },
  };
}

const checkedWith = (head: string, more: Partial<CheckPorts>) => checked(head, undefined, [], more);

async function checked(
  head: string,
  base: string | Asked,
  told?: string[],
  more: Partial<CheckPorts> = {},
): Promise<Results> {
  const text: Asked = typeof base === "string" ? { kind: "text", text: base } : base;
  const files = {
    resolve: (_: string, path: string) => `/repo/${path}`,
    realpath: (path: string) => Promise.resolve(path),
    size: () => Promise.resolve(head.length),
    readText: () => Promise.resolve(head),
  };
  return check({ ...ports(text, told), ...more }, [await loadConfig(files, "/repo", "vram-budget.yml")], AS_CONFIGURED);
}

async function changeOf(head: string, base: string | Asked): Promise<Change> {
  const [training] = (await checked(head, base)).trainings;
  assert.ok(training?.change !== undefined);
  return training.change;
}

const changed = (change: Change) => {
  assert.ok(change.kind === "changed", JSON.stringify(change));
  return change;
};

const shares = (change: Change) => {
  assert.ok(change.kind === "changed" || change.kind === "unchanged", JSON.stringify(change));
  return change.keys.map(({ path, base, head, delta_bytes, no_share }) => [path, base, head, delta_bytes ?? no_share]);
};

test("check() tells what twice the batch does to every part, and that the card loses no more", async () => {
  const change = changed(await changeOf(config({ mlp: mnist({ batch_size: "128" }) }), config({ mlp: mnist() })));
  const delta = Object.fromEntries(change.categories.map(({ name, delta_bytes }) => [name, delta_bytes]));
  // One sample is 28 × 28 float32 and a class of int64; logits are 10 float32, in blocks of 512 bytes.
  const batch = 64 * (28 * 28 * 4) + 64 * 8; // 200,704 + 512
  const activations = 64 * 10 * 4; // 2,560, five blocks; the loss has one on both sides
  assert.equal(batch, 201_216);
  assert.deepEqual(delta, {
    parameters: 0,
    gradients: 0,
    optimizer: 0,
    batch,
    activations,
    workspace: 0,
    temporary: 0,
    // of segments of 2 and 20 MiB these had room on both sides
    "allocator overhead": -(batch + activations),
    "CUDA context": 0,
  });
  assert.equal(change.delta_bytes, 0);
  assert.deepEqual(change.keys, [
    {
      path: "batch_size",
      place: { file: "vram-budget.yml", line: 10, column: 5 },
      base: "64",
      head: "128",
      delta_bytes: 0,
      allocated_delta_bytes: batch + activations,
      no_share: undefined,
    },
  ]);
  // the second way: both sides predicted by themselves
  const [was, is] = ["64", "128"].map((batch_size) => predictedOn(trainingOf({ batch_size }), t4()).profile);
  assert.ok(was !== undefined && is !== undefined);
  assert.equal(is.allocated_bytes - was.allocated_bytes, batch + activations);
  assert.deepEqual([change.base_bytes, change.head_bytes], [was.device_bytes, is.device_bytes]);
});

test("check() gives each key its share, and to all together what is none's alone", async () => {
  // 512 MiB of Adam's two states are there with Adam and with the wide layer, and with neither alone
  const wide = "{layers: [Flatten, {Linear: [784, 65536]}, ReLU, {Linear: [65536, 10]}]}";
  const head = config({ mlp: mnist({ model: wide }) });
  const base = config({ mlp: mnist({ optimizer: "{SGD: {lr: 0.1}}" }) });
  const change = changed(await changeOf(head, base));
  const [layers, optimizer] = change.keys;
  assert.deepEqual([layers?.path, optimizer?.path], ["model.layers.1.Linear, model.layers.3.Linear", "optimizer"]);
  const needs = (changes: Readonly<Record<string, string>>) =>
    predictedOn(trainingOf(changes), t4()).profile.device_bytes;
  const sgd = "{SGD: {lr: 0.1}}";
  assert.equal(layers?.delta_bytes, needs({ model: wide }) - needs({}));
  assert.equal(optimizer?.delta_bytes, needs({ model: wide }) - needs({ model: wide, optimizer: sgd }));
  assert.equal(change.delta_bytes, needs({ model: wide }) - needs({ optimizer: sgd }));
  assert.ok(change.together_bytes < -300 * MIB); // the states are counted for both keys
  assert.equal(layers.delta_bytes + optimizer.delta_bytes + change.together_bytes, change.delta_bytes);
});

const sides: readonly (readonly [what: string, head: string, base: string | Asked, expected: unknown])[] = [
  ["a base without the config", config({ mlp: mnist() }), { kind: "absent" }, { kind: "new" }],
  ["a training that the base has not", config({ mlp: mnist() }), config({ other: mnist() }), { kind: "new" }],
  [
    "a base that is not known",
    config({ mlp: mnist() }),
    undefined,
    { kind: "unknown", why: "GitHub does not show it", keys: undefined },
  ],
  [
    "a config of the base that cannot be read",
    config({ mlp: mnist() }),
    "version: [1",
    { kind: "unknown", why: /^the base's vram-budget\.yml:1:12: /, keys: undefined },
  ],
  [
    "a base whose training is none",
    config({ mlp: mnist() }),
    config({ mlp: mnist({ batch_size: "none" }) }),
    {
      kind: "unknown",
      why: /^the base: vram-budget\.yml:\d+:17: trainings\.mlp\.batch_size: expected/,
      keys: ["batch_size"],
    },
  ],
  [
    "a base whose trainings are no map",
    config({ mlp: mnist() }),
    "version: 1\ntrainings: 3\n",
    { kind: "unknown", why: /^the base's vram-budget\.yml:2:12: trainings: expected/, keys: undefined },
  ],
  [
    "a base whose training is no map",
    config({ mlp: mnist() }),
    "version: 1\ntrainings: {mlp: 3}\n",
    {
      kind: "unknown",
      why: /^the base: vram-budget\.yml:2:18: trainings\.mlp: expected a map/,
      keys: ["device", "model", "input", "target", "loss", "optimizer", "batch_size"],
    },
  ],
  [
    "a base where another training is none",
    config({ mlp: mnist() }),
    config({ mlp: mnist(), other: mnist({ batch_size: "none" }) }),
    { kind: "unchanged", base_bytes: 173_015_040, keys: [] },
  ],
  [
    "a base without a card",
    config({ mlp: mnist() }),
    config({ mlp: mnist() }, "budget: 80%"),
    { kind: "unknown", why: "the base: there is no card to predict it for", keys: ["device", "budget"] },
  ],
];

for (const [what, head, base, expected] of sides) {
  test(`check() says what there is to say of ${what}`, async () => {
    const change = await changeOf(head, base);
    const { kind } = change;
    const found: Record<string, unknown> = { kind };
    if (kind === "unchanged") found["base_bytes"] = change.base_bytes;
    if (kind === "unknown") found["why"] = change.why;
    if (kind !== "new") found["keys"] = change.keys?.map(({ path }) => path);
    const { why, ...rest } = expected as { why?: string | RegExp };
    if (why instanceof RegExp) assert.match(String(found["why"]), why);
    assert.deepEqual(found, why === undefined ? rest : { ...rest, why: why instanceof RegExp ? found["why"] : why });
  });
}

test("check() says which keys have no effect, also one that is inherited", async () => {
  const head = config({ mlp: mnist({ optimizer: "{Adam: {lr: 0.01}}" }) }, "device: t4\nbudget: 50%");
  const change = await changeOf(head, config({ mlp: mnist() }));
  assert.equal(change.kind, "unchanged");
  assert.deepEqual(shares(change), [
    ["budget", undefined, "50%", 0],
    ["optimizer.Adam.lr", "0.001", "0.01", 0],
  ]);
  assert.deepEqual(change.kind === "unchanged" && change.keys.map(({ place }) => [place.line, place.column]), [
    [3, 1],
    [10, 24],
  ]);
});

test("check() predicts each side for the card of its own config", async () => {
  const change = changed(await changeOf(config({ mlp: mnist({ device: "h100-80" }) }), config({ mlp: mnist() })));
  assert.deepEqual(shares(change), [["device", "t4", "h100-80", change.delta_bytes]]);
  const context = change.categories.find(({ name }) => name === "CUDA context");
  assert.ok(context !== undefined && context.delta_bytes !== 0);
});

test("check() names a key that is gone where it was", async () => {
  const change = await changeOf(
    config({ mlp: mnist() }),
    config({ mlp: mnist({ optimizer: "{Adam: {lr: 0.001, eps: 1}}" }) }),
  );
  assert.ok(change.kind === "unchanged");
  assert.deepEqual(shares(change), [["optimizer.Adam.eps", "1", undefined, 0]]);
  assert.deepEqual(change.keys[0]?.place, { file: "vram-budget.yml", line: 9, column: 17 }); // Adam
});

test("check() looks for what was measured of the base, and blames the code where the config did not change", async () => {
  const training = trainingOf();
  const measured = measuredOnT4(training, 1, { imports: ["model.py"], packages: {} });
  assert.ok(measured.kind === "measured");
  const asked: string[] = [];
  const base: BasePort = {
    found: { kind: "found", base: { sha: SHA, name: "main" }, changed_files: ["model.py"] },
    text: () => Promise.resolve({ kind: "text", text: config({ mlp: mnist() }) }),
    measured: (name) => {
      asked.push(name);
      const device_bytes = bytes(measured.document.device_bytes - 50 * MIB);
      return Promise.resolve({ sha: SHA, device: "Tesla T4", device_bytes, versions: {} });
    },
  };
  const [result] = (await checkedWith(config({ mlp: mnist() }), { base, measure: () => Promise.resolve(measured) }))
    .trainings;
  assert.deepEqual(asked, ["mlp"]);
  assert.equal(result?.change?.measured?.delta_bytes, 50 * MIB);
  const growth = result.findings.find(({ kind }) => kind === "growth");
  assert.deepEqual(growth?.kind === "growth" && growth.changed_files, ["model.py"]);
});

test("check() tells what the base has and this commit has not", async () => {
  const base = config({
    mlp: mnist(),
    gone: mnist(),
    other: mnist({ precision: "bf16-mixed" }),
    none: "    batch_size: 1\n",
  });
  const { removed, base: commit } = await checked(config({ mlp: mnist() }), base);
  assert.deepEqual(commit, { sha: SHA, name: "main" });
  assert.deepEqual(removed, [
    { name: "gone", base_bytes: 173_015_040 },
    { name: "other", base_bytes: undefined }, // its code may be gone too: nothing is run for it
    { name: "none", base_bytes: undefined },
  ]);
});

const MIXED = { precision: "bf16-mixed", optimizer: "{Adam: {lr: 0.001}}" };
/** Beside what the training itself asks for: its trace, and those that tell its largest batch. */
const traced: readonly (readonly [what: string, head: Readonly<Record<string, string>>, more: readonly string[]])[] = [
  ["nothing for a key that no prediction reads", { budget: "50%" }, []],
  ["nothing for a learning rate", { optimizer: "{Adam: {lr: 0.01}}" }, []],
  ["another batch in the process that is there", { batch_size: "128" }, ["at 64"]],
  ["the base in a process of its own, and ends that", { optimizer: "{SGD: {lr: 0.1}}" }, ["start", "at 64", "end"]],
  [
    "what each key alone leaves, and no training twice",
    { optimizer: "{SGD: {lr: 0.1}}", batch_size: "128", budget: "50%" },
    ["start", "at 64", "end", "start", "at 128", "end", "at 64"],
  ],
];
for (const [what, changes, more] of traced) {
  test(`check() traces for the base ${what}`, async () => {
    const head = config({ mlp: mnist({ ...MIXED, ...changes }) });
    const [alone, both]: [string[], string[]] = [[], []];
    await checked(head, undefined, alone, { base: undefined });
    await checked(head, config({ mlp: mnist(MIXED) }), both);
    assert.deepEqual(both, [...alone.slice(0, -1), ...more, "end"]);
  });
}

test("check() takes back at most 12 keys one at a time, and says so of the rest", async () => {
  const layers = (width: number) => Array.from({ length: 15 }, () => `{Dropout: {p: 0.${width}}}`).join(", ");
  const model = (width: number) => `{layers: [Flatten, ${layers(width)}, {Linear: [784, 10]}]}`;
  const mixed = { precision: "bf16-mixed" };
  const head = config({ mlp: mnist({ ...mixed, model: model(2), batch_size: "128" }) });
  const change = changed(await changeOf(head, config({ mlp: mnist({ ...mixed, model: model(1) }) })));
  const untold = change.keys.filter(({ no_share }) => no_share === "too-many");
  assert.deepEqual([change.keys.length, untold.length], [16, 4]);
  assert.equal(change.together_bytes, change.delta_bytes); // the batch is the last key, and one of the four
});

test("check() lives with whatever stands in the base's config", async () => {
  const kinds = new Map<string, number>();
  for (const [, text] of BAD_CONFIGS) {
    const { kind } = await changeOf(config({ a: mnist() }), text);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  // a text that is no YAML, or whose training is none; one with another bad training; one that has no training of this name
  assert.ok((kinds.get("unknown") ?? 0) > 100, JSON.stringify([...kinds]));
  assert.deepEqual([...kinds.keys()].toSorted(), ["new", "unchanged", "unknown"]);
});

test("check() shares add up to the byte on random configs", async () => {
  const random = randomFrom(7);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  const draw = () => {
    const width = pick([64, 128, 1024, 5000]);
    const depth = pick([1, 2]);
    const hidden = Array.from(
      { length: depth },
      () => `{Linear: [${width}, ${width}]}, ${pick(["ReLU", "GELU", "Tanh"])}, `,
    );
    const top = `device: ${pick(["t4", "h100-80"])}\nbudget: ${pick(["80%", "90%"])}`;
    const keys = {
      model: `{layers: [Flatten, {Linear: [784, ${width}]}, ReLU, ${hidden.join("")}{Linear: [${width}, 10]}]}`,
      optimizer: pick([
        "{Adam: {lr: 0.1}}",
        "{AdamW: {lr: 0.1, foreach: false}}",
        "{SGD: {lr: 0.1, momentum: 0.9}}",
        "{SGD: {lr: 0.2}}",
      ]),
      batch_size: pick(["64", "1000", "20000"]),
      ...pick([{}, { evaluation: "{batch_size: 50000}" }]),
      ...pick([{}, { loss: "{CrossEntropyLoss: {label_smoothing: 0.1}}" }]),
    };
    return config({ mlp: mnist(keys) }, top);
  };
  for (let i = 0; i < 40; i++) {
    const [head, base] = [draw(), draw()];
    const change = await changeOf(head, base);
    if (change.kind === "unchanged") continue;
    const { base_bytes, head_bytes, delta_bytes, categories, keys, together_bytes } = changed(change);
    const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
    assert.equal(sum(keys.map((key) => key.delta_bytes ?? 0)) + together_bytes, delta_bytes);
    assert.deepEqual(
      [base_bytes, head_bytes, delta_bytes],
      (["base_bytes", "head_bytes", "delta_bytes"] as const).map((side) => sum(categories.map((row) => row[side]))),
    );
    if (keys.length === 1) assert.deepEqual([keys[0]?.delta_bytes, together_bytes], [delta_bytes, 0]);
    const back = changed(await changeOf(base, head)); // the way back is as long
    assert.deepEqual([back.delta_bytes, back.base_bytes], [-delta_bytes, head_bytes]);
  }
});
