import assert from "node:assert/strict";
import { test } from "node:test";
import { parseStacks, stackLines } from "../../src/probe/stack.ts";

const DUMP = `Timeout (0:00:03)!
Thread 0x00007f1 (most recent call first):
  File "/usr/lib/python3.11/threading.py", line 320 in wait
  File "/usr/lib/python3.11/threading.py", line 1038 in _bootstrap

Thread 0x00007f2 (most recent call first):
  File "/venv/lib/python3.11/site-packages/torch/nn/modules/module.py", line 1775 in _call_impl
  File "/work/dist/vram_probe/attached/hooks.py", line 88 in __call__
  File "/work/repo/models/net.py", line 31 in forward
  File "<frozen runpy>", line 88 in _run_code
  File "/work/repo/train.py", line 12 in <module>
`;

test("parseStacks() gives each thread, the main one last", () => {
  const threads = parseStacks(DUMP);
  assert.deepEqual(
    threads.map((frames) => frames.map(({ line }) => line)),
    [
      [320, 1038],
      [1775, 88, 31, 88, 12],
    ],
  );
});

test("stackLines() begins where the user's own code stands", () => {
  assert.deepEqual(stackLines(parseStacks(DUMP).at(-1) ?? [], "/work/repo"), [
    "models/net.py:31 in forward",
    "/venv/lib/python3.11/site-packages/torch/nn/modules/module.py:1775 in _call_impl",
    "train.py:12 in <module>",
  ]);
});

test("parseStacks() gives nothing for what is no dump", () => {
  assert.deepEqual(parseStacks("root:x:0:0\n"), []);
});
