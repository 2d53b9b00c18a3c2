import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { type ReplayResult, renderReplay, replay } from "../../src/commands/replay.ts";
import { UserError } from "../../src/config/user-error.ts";
import { NO_PLACE } from "../../src/memory/block-groups.ts";
import { MIB } from "../../src/memory/bytes.ts";
import { matchesGolden } from "../golden.ts";

const DEFAULTS = { alloc_conf: undefined, device: undefined, workspace: "/elsewhere" };

function replayText(text: string, alloc_conf?: string): ReplayResult {
  return replay("trace.jsonl", new TextEncoder().encode(text), { ...DEFAULTS, alloc_conf });
}

test("replay() gives current and peak of plain JSON lines", () => {
  const result = replayText(
    '{"alloc": "a", "bytes": 1024, "stream": 0}\n{"alloc": "b", "bytes": 1}\n{"free": "a"}\n{"empty_cache": true}\n',
  );
  assert.deepEqual(result, {
    schema: "vram-budget/replay@1",
    device: 0,
    allocated_bytes: { current: 512, peak: 1536 }, // 1024 + 512, then 512
    reserved_bytes: { current: 2 * MIB, peak: 2 * MIB }, // the segment is split: it stays
    requested_bytes: { current: 1, peak: 1025 },
    segments: { current: 1, peak: 1 },
    num_alloc_retries: 0,
    num_ooms: 0,
  });
  assert.match(renderReplay(result), /allocated_bytes \| +512 \| +1,536 \|/);
});

test("replay() takes allocator options: 30 MiB need 40 in pages of 20", () => {
  assert.equal(replayText('{"alloc": "a", "bytes": 31457280}').reserved_bytes.peak, 30 * MIB);
  assert.equal(
    replayText('{"alloc": "a", "bytes": 31457280}', "expandable_segments:True").reserved_bytes.peak,
    40 * MIB,
  );
});

const bad: readonly (readonly [text: string, message: string])[] = [
  ["{", "trace.jsonl: line 1: {: wanted one JSON object a line"],
  ['{"alloc": "a", "bytes": 1}\n\n{"free": "b"}', 'trace.jsonl: line 3: "b" is freed: wanted a name that is allocated'],
  [
    '{"alloc": "a", "bytes": 1}\n{"alloc": "a", "bytes": 1}',
    'trace.jsonl: line 2: "a" is allocated already: wanted each name free before it is used again',
  ],
  ['{"alloc": "a", "bytes": -1}', "trace.jsonl: line 1: bytes is -1: wanted a whole number of at least 0"],
  ['{"alloc": "a"}', "trace.jsonl: line 1: bytes is undefined: wanted a whole number of at least 0"],
  ['{"alloc": "a", "bytes": 1, "byte": 2}', 'trace.jsonl: line 1: the key "byte": wanted only alloc, bytes, stream'],
];
for (const [text, message] of bad) {
  test(`replay() refuses ${JSON.stringify(text)}`, () => {
    assert.throws(
      () => replayText(text),
      (error) => error instanceof UserError && error.message === message,
    );
  });
}

/** What python3 pickles; the tests that need it say so where it is missing. */
function pickled(expression: string, protocol: number): Uint8Array {
  const program = `import pickle, sys, collections, os; sys.stdout.buffer.write(pickle.dumps(${expression}, protocol=${protocol}))`;
  return spawnSync("python3", ["-c", program]).stdout;
}
const skip = spawnSync("python3", ["--version"]).status === 0 ? false : "python3 is not there";

/** One segment of 20 MiB with one live workspace; during the recording 3 MiB came and went behind it. */
const SNAPSHOT = `{
  "segments": [{"device": 1, "address": 4096000, "total_size": 20971520, "stream": 0, "segment_type": "large", "is_expandable": False,
    "blocks": [{"address": 4096000, "size": 8519680, "requested_size": 8519680, "state": "active_allocated"},
               {"address": 12615680, "size": 12451840, "requested_size": 3145728, "state": "inactive"}]}],
  "device_traces": [[], [
    {"action": "segment_alloc", "addr": 4096000, "size": 20971520, "stream": 0},
    {"action": "alloc", "addr": 4096000, "size": 8519680, "stream": 0},
    {"action": "alloc", "addr": 12615680, "size": 3145728, "stream": 0},
    {"action": "user_defined", "addr": 0, "size": 0, "stream": 0},
    {"action": "free_requested", "addr": 12615680, "size": 3145728, "stream": 0},
    {"action": "free_completed", "addr": 12615680, "size": 3145728, "stream": 0}]]}`;

for (const protocol of [2, 3, 4, 5]) {
  test(`replay() reads a memory snapshot of pickle protocol ${protocol}`, { skip }, () => {
    const result = replay("s.pickle", pickled(SNAPSHOT, protocol), DEFAULTS);
    assert.equal(result.device, 1);
    assert.deepEqual(result.allocated_bytes, { current: 8_519_680, peak: 8_519_680 + 3_145_728 });
    assert.deepEqual(result.reserved_bytes, { current: 20 * MIB, peak: 20 * MIB });
  });
}

test("replay() of a snapshot whose blocks were there before the recording starts from them", { skip }, () => {
  const [before = ""] = SNAPSHOT.split('"device_traces"');
  const result = replay("s.pickle", pickled(`${before}"device_traces": []}`, 4), DEFAULTS);
  assert.deepEqual(result.allocated_bytes, { current: 8_519_680, peak: 8_519_680 });
  assert.deepEqual(result.segments, { current: 1, peak: 1 });
});

test("replay() asks which device of several, and refuses one that is not there", { skip }, () => {
  const two = SNAPSHOT.replace(
    '"device_traces": [[],',
    '"device_traces": [[{"action": "alloc", "addr": 512, "size": 8, "stream": 0}],',
  );
  assert.throws(() => replay("s", pickled(two, 4), DEFAULTS), /the devices 0, 1: choose one with --device/);
  assert.equal(replay("s", pickled(two, 4), { ...DEFAULTS, device: 0 }).requested_bytes.peak, 8);
  assert.throws(() => replay("s", pickled(two, 4), { ...DEFAULTS, device: 5 }), /nothing of device 5/);
});

/** The snapshot as our recorder writes it: with stacks, modules, what it was recorded under and what tensors are for. */
const EXPLAINED = SNAPSHOT.replace(
  '{"action": "alloc", "addr": 4096000,',
  '{"frames": [{"filename": "/repo/model.py", "line": 3, "name": "__init__"}], "user_metadata": "module=layers.0", "action": "alloc", "addr": 4096000,',
).replace(
  '"device_traces"',
  '"allocator_settings": {"PYTORCH_CUDA_ALLOC_CONF": "roundup_power2_divisions:4"}, "vram_budget": {"categories": {4096000: "parameters"}, "workspace": "/repo"}, "device_traces"',
);

test("replay() tells the blocks at the peak with their lines, under the settings of the recording", { skip }, () => {
  const result = replay("s.pickle", pickled(EXPLAINED, 4), DEFAULTS);
  const line = { file: "model.py", line: 3, function: "__init__", library: "" };
  assert.deepEqual(result.blocks, [
    // 8 MiB in steps of 2: 8,519,680 take 10 MiB
    { ...line, bytes: 10 * MIB, count: 1, origin: "code", category: "parameters", operator: "", module: "layers.0" },
    { ...NO_PLACE, bytes: 3 * MIB, count: 1, origin: "backward", category: null, operator: "", module: "" },
  ]);
  assert.equal(result.allocated_bytes.peak, 13 * MIB);
  matchesGolden("replay/explained.txt", renderReplay(result));
});

test("replay() names lines from the folder that it is given where the recording does not say one", { skip }, () => {
  const silent = pickled(EXPLAINED.replace('"workspace": "/repo"', '"other": None'), 4);
  const files = (workspace: string) => replay("s", silent, { ...DEFAULTS, workspace }).blocks?.map(({ file }) => file);
  assert.deepEqual(files("/repo"), ["model.py", ""]);
  assert.deepEqual(files("/elsewhere"), ["/repo/model.py", ""]);
});

test("replay() takes other settings than those of the recording where they are given", { skip }, () => {
  const result = replay("s.pickle", pickled(EXPLAINED, 4), { ...DEFAULTS, alloc_conf: "" });
  assert.equal(result.allocated_bytes.peak, 8_519_680 + 3_145_728);
});

test("replay() of a recording that holds bytes alone has no blocks to tell", { skip }, () => {
  assert.ok(!("blocks" in replay("s.pickle", pickled(SNAPSHOT, 4), DEFAULTS)));
  assert.ok(!("blocks" in replayText('{"alloc": "a", "bytes": 1024}')));
});

test("replay() reads a trace that the probe counted on the CPU", () => {
  const birth = { op: "alloc", operator: "aten::mm", module: "0", category: "gradients", phase: "backward", step: 1 };
  const events = [
    { ...birth, id: 0, bytes: 1000 },
    { ...birth, id: 1, bytes: 24 },
    { op: "free", id: 0 },
  ];
  const result = replayText(JSON.stringify({ schema: "vram-budget/trace@2", events }));
  assert.deepEqual(result.requested_bytes, { current: 24, peak: 1024 });
  assert.deepEqual(result.allocated_bytes, { current: 512, peak: 1536 });
  assert.equal(result.blocks?.[0]?.bytes, 1536);
  assert.equal(result.tensors_only, true);
  assert.match(renderReplay(result), /^counted on the CPU: what kernels and libraries of CUDA take beside tensors/m);
});

const objects: readonly (readonly [expression: string, protocol: number, opcode: RegExp])[] = [
  ["os.system", 2, /GLOBAL at byte \d+ would run code/],
  ["os.system", 4, /STACK_GLOBAL at byte \d+ would run code/],
  ["collections.OrderedDict(a=1)", 2, /GLOBAL at byte \d+ would run code/],
];
for (const [expression, protocol, opcode] of objects) {
  test(`replay() refuses a pickle of ${expression}, protocol ${protocol}`, { skip }, () => {
    assert.throws(() => replay("s", pickled(expression, protocol), DEFAULTS), opcode);
  });
}

test("replay() refuses a pickle that ends early", { skip }, () => {
  const whole = pickled(SNAPSHOT, 4);
  assert.throws(() => replay("s", whole.subarray(0, whole.length / 2), DEFAULTS), /it ends early/);
});
