import assert from "node:assert/strict";
import { test } from "node:test";
import type { Line } from "../../src/memory/block-groups.ts";
import { framesOf, isPython, placeOf } from "../../src/memory/recording/stack.ts";

const TORCH = "/home/a/work/.venv/lib/python3.12/site-packages/torch";
const HF = "/home/a/work/.venv/lib/python3.12/site-packages/transformers";

/** "file:line function", the innermost first; what is shown in the same form. */
const stacks: readonly (readonly [what: string, frames: readonly string[], shown: string])[] = [
  [
    "the innermost of the user's own",
    [`${TORCH}/nn/functional.py:2000 linear`, "/home/a/work/gpt/model.py:12 forward", "/home/a/work/train.py:40 step"],
    "gpt/model.py:12 forward",
  ],
  [
    "the user's own, and the library that it called",
    [`${HF}/models/gpt2/modeling_gpt2.py:33 forward`, "/home/a/work/train.py:40 step"],
    "train.py:40 step → transformers/models/gpt2/modeling_gpt2.py:33 in forward",
  ],
  [
    "a library that the user's own called, and none that called it",
    [
      `${TORCH}/a.py:1 f`,
      "/home/a/work/model.py:7 forward",
      `${HF}/trainer.py:99 step`,
      "/home/a/work/train.py:40 main",
    ],
    "model.py:7 forward",
  ],
  [
    "a library where the user's own has none, as it is imported",
    [`${TORCH}/nn/functional.py:2000 linear`, `${HF}/trainer.py:99 step`, "/usr/bin/accelerate:8 <module>"],
    "transformers/trainer.py:99 step",
  ],
  ["a file outside of the workspace", ["/srv/other/train.py:3 main"], "/srv/other/train.py:3 main"],
  [
    "no folder that only begins alike",
    ["/home/a/work2/x.py:3 f", "/home/a/work/y.py:4 g"],
    "y.py:4 g → /home/a/work2/x.py:3 in f",
  ],
  ["a relative name", [`${TORCH}/a.py:1 f`, "train.py:5 main"], "train.py:5 main"],
  ["a path without detours", ["/home/a/work/scripts/../gpt/./model.py:2 g"], "gpt/model.py:2 g"],
  ["no way out of the workspace", ["/home/a/work/../other/model.py:2 g"], "/home/a/other/model.py:2 g"],
  ["a script without an ending", ["/home/a/work/bin/train:9 main"], "bin/train:9 main"],
  [
    "nothing of torch, Python and the probe",
    [
      `${TORCH}/nn/functional.py:2 f`,
      "/home/a/work/.venv/lib/python3.12/site-packages/functorch/x.py:1 f",
      "/usr/lib/python3.12/contextlib.py:81 inner",
      "/home/a/work/src/vram_probe/step.py:30 train",
      "<frozen runpy>:88 _run_code",
      "/tmp/torchinductor_a/c6/cc6clsm225.py:100 call",
      "/home/a/work/torchinductor_a/c6/cc6clsm225.py:100 call",
    ],
    ":0 ",
  ],
  ["nothing where there are no frames", [], ":0 "],
];
for (const [what, frames, shown] of stacks) {
  test(`placeOf() shows ${what}`, () => {
    const { file, line, function: name, library } = placeOf(frames.map(lineOfText), "/home/a/work");
    assert.equal(`${file}:${line} ${name}${library === "" ? "" : ` → ${library}`}`, shown);
  });
}

const frames: readonly (readonly [text: string, python: boolean])[] = [
  ["/home/a/work/a.py:2 g", true],
  ["/home/a/work/bin/train:9 main", true],
  ["<stdin>:1 <module>", true],
  ["/home/a/work/a.py:0.5 g", false],
  ["??:0 torch::unwind::unwind()", false],
  [":0 clone", false],
  ["CUDACachingAllocator.cpp:0 malloc", false],
  ["/pytorch/c10/cuda/CUDACachingAllocator.cpp:1210 malloc", false],
  ["/usr/lib/libc.so.6:7 f", false],
];
for (const [text, python] of frames) {
  test(`isPython() ${python ? "takes" : "leaves out"} ${text}`, () => assert.equal(isPython(lineOfText(text)), python));
}

test("placeOf() takes a workspace with and without a slash at its end", () => {
  const stack = [lineOfText("/home/a/work/a.py:2 g")];
  assert.deepEqual(placeOf(stack, "/home/a/work/"), placeOf(stack, "/home/a/work"));
});

test("framesOf() reads what traceback.format_stack() gives, whose innermost is the last", () => {
  const formatted = [
    '  File "/home/a/work/train.py", line 40, in <module>\n    step()\n',
    "  File \"/home/a/work/a 'b'.py\", line 12, in forward\n    return x + 1\n",
    "not a frame",
  ];
  assert.deepEqual(framesOf(formatted), [
    { file: "/home/a/work/a 'b'.py", line: 12, function: "forward" },
    { file: "/home/a/work/train.py", line: 40, function: "<module>" },
  ]);
});

function lineOfText(text: string): Line {
  const [, file = "", line = "", name = ""] = /^(.*):([\d.]+) (.*)$/.exec(text) ?? [];
  return { file, line: Number(line), function: name };
}
