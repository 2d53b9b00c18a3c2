import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { recordedBlocks } from "../../src/measure/recorded-blocks.ts";
import { MeasuredBlocks } from "../../src/measure/measurement.ts";
import { findPython } from "../../src/probe/python.ts";

const root = join(import.meta.dirname, "../..");
const found = await findPython({ asked: undefined, workspace: root, environment: process.env });
const skip = found.kind === "found" ? false : found.detail;

/** Written by the probe's own recorder, of an allocator that gives the snapshot of a step on its second device. */
const PROGRAM = `
import os, sys, tempfile, types
sys.path.insert(0, ${JSON.stringify(join(root, "src/probe"))})
import torch
from vram_probe import recording

weight = torch.ones(256)
frame = {"filename": "/repo/model.py", "line": 12, "name": "forward"}
alloc = {"action": "alloc", "addr": weight.data_ptr(), "size": 1024, "stream": 0, "frames": [frame], "user_metadata": "module=layers.3"}
class Memory:
    def _record_memory_history(self, enabled, **how): pass
    def _snapshot(self): return {"segments": [], "device_traces": [[], [alloc]], "allocator_settings": {"PYTORCH_CUDA_ALLOC_CONF": ""}}
path = os.path.join(tempfile.mkdtemp(), "snapshot.pickle")
started = recording.start(types.SimpleNamespace(memory=Memory()), 1000)
started.stop_and_dump(path, [("parameters", [weight])])
sys.stdout.buffer.write(open(path, "rb").read())
`;

test("recordedBlocks() reads what the probe's recorder leaves, as a measurement's blocks", { skip }, () => {
  assert.ok(found.kind === "found");
  const { stdout, status, stderr } = spawnSync(found.python, ["-W", "ignore", "-c", PROGRAM]);
  assert.equal(status, 0, stderr.toString());
  const blocks = recordedBlocks(stdout, "/repo");
  assert.deepEqual(MeasuredBlocks.parse(blocks), [
    {
      origin: "code",
      bytes: 1024,
      count: 1,
      category: "parameters",
      operator: "",
      module: "layers.3",
      file: "model.py",
      line: 12,
      function: "forward",
      library: "",
    },
  ]);
});

test("recordedBlocks() refuses what is no snapshot", () => {
  assert.throws(() => recordedBlocks(new TextEncoder().encode("no pickle"), "/repo"), RangeError);
});
