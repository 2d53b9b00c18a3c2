import assert from "node:assert/strict";
import { test } from "node:test";
import type { NotMeasuredReason } from "../../src/probe/reasons.ts";
import { python, skip } from "../predict/torch.ts";
import { measureProgram, type Program, TRAINING } from "./measuring.ts";

type Row = [
  what: string,
  program: string | Program,
  reason: NotMeasuredReason,
  /** The first line of the detail. */
  first: RegExp,
  /** More that stands in it. */
  ...seen: RegExp[],
];

/** Long enough to import torch on a machine that has other things to do. */
const LIMIT = "timeout: 25s";
const SOON = "timeout: 3s";
const hanging = (program: string, keys = LIMIT): Program => ({
  run: "python train.py",
  keys,
  files: { "train.py": program },
});

const rows: Row[] = [
  // a crash
  [
    "an error in the training: its own words, the user's line, the last lines",
    `${TRAINING}step()\nprint("epoch 1")\ndef train():\n    torch.nn.Linear(3, 3)(torch.randn(1, 2))\ntrain()\n`,
    "failed",
    /^RuntimeError: mat1 and mat2 shapes cannot be multiplied/,
    /\ntrain\.py:13 in train\n.*site-packages\/torch\//,
    /\nit printed last:\n(.*\n)*epoch 1\n/,
  ],
  [
    "an error after some measured steps, which are half a measurement",
    `${TRAINING}for _ in range(4):\n    step()\nraise ValueError("a broken sample")\n`,
    "failed",
    /^ValueError: a broken sample$/,
  ],
  [
    "an error before torch is imported",
    `def main():\n    raise ValueError("no such data set")\nmain()\n`,
    "failed",
    /^ValueError: no such data set$/,
    /\ntrain\.py:2 in main\ntrain\.py:3 in <module>\n/,
  ],
  [
    "an error of a program that shows its errors in its own way",
    `import sys\nsys.excepthook = lambda *error: print("oh no")\nraise ValueError("boom")\n`,
    "failed",
    /^ValueError: boom$/,
    /oh no/,
  ],
  [
    "an error that cannot say what it is",
    `class Mute(Exception):\n    def __str__(self): raise ValueError\nraise Mute()\n`,
    "failed",
    /^Mute$/,
    /\ntrain\.py:3 in <module>\n/,
  ],
  [
    "an exit code",
    `${TRAINING}print("bad arguments")\nsys.exit(3)\n`,
    "failed",
    /^The command ended with exit code 3, and without an optimizer step: 0 forward and 0 backward passes were seen$/,
    /it printed last:\n(.*\n)*bad arguments$/,
  ],
  [
    "a process that leaves without a word",
    `${TRAINING}step()\nos._exit(9)\n`,
    "failed",
    /^The command ended with exit code 9, the last optimizer step that was heard of is 1$/,
  ],
  [
    "a segmentation fault",
    `${TRAINING}step()\nos.kill(os.getpid(), signal.SIGSEGV)\n`,
    "killed",
    /^The command ended with .*signal SIGSEGV, the last optimizer step that was heard of is 1$/,
  ],
  [
    "a signal that the shell tells of",
    { run: "python train.py; exit $?", files: { "train.py": "import os\nos.kill(os.getpid(), 9)\n" } },
    "killed",
    /^The command ended with exit code 137, signal SIGKILL, and torch was not imported$/,
  ],

  // a hang
  [
    "a hang before torch is imported",
    hanging("import time\ndef wait():\n    time.sleep(60)\nwait()\n", SOON),
    "timed-out",
    /^Not done after 3 s, and torch was not imported; it stood at train\.py:3 in wait$/,
    /\ntrain\.py:3 in wait\ntrain\.py:4 in <module>/,
  ],
  [
    "a hang during training, in the process that trains and not in the one that started it",
    {
      run: "python launch.py",
      keys: LIMIT,
      files: {
        "launch.py": "import subprocess, sys\nsubprocess.run([sys.executable, 'train.py'])\n",
        "train.py": `${TRAINING}def load():\n    time.sleep(60)\nstep()\nload()\n`,
      },
    },
    "timed-out",
    /^Not done after 25 s, the last optimizer step that was heard of is 1; it stood at train\.py:11 in load$/,
  ],
  [
    "a hang within a library, at the user's line",
    hanging("import threading\nthreading.Event().wait()\n", SOON),
    "timed-out",
    /it stood at train\.py:2 in <module>$/,
    /\ntrain\.py:2 in <module>\n.*threading\.py:\d+ in wait\n/,
  ],
  [
    "a hang in a process that was forked",
    hanging("import os, time\nif os.fork() == 0:\n    time.sleep(60)\nos.wait()\n", SOON),
    "timed-out",
    /^Not done/,
    /process \d+:\ntrain\.py:4 in <module>\nprocess \d+:\ntrain\.py:3 in <module>/,
  ],
  [
    "a hang in one of two processes of the same kind",
    {
      run: "python train.py 0 & python train.py 1 & wait",
      keys: SOON,
      files: { "train.py": "import sys, time\nif sys.argv[1] == '0':\n    time.sleep(60)\ntime.sleep(61)\n" },
    },
    "timed-out",
    /^Not done after 3 s, and torch was not imported; it stood at train\.py:[34] in <module>$/,
    /process \d+:\ntrain\.py:(3|4) in <module>\nprocess \d+:\ntrain\.py:(3|4) in <module>/,
  ],
  [
    "a hang after training",
    hanging(`${TRAINING}for _ in range(2): step()\ntime.sleep(60)\n`),
    "timed-out",
    /it stood at train\.py:11 in <module>$/,
  ],
  [
    "a command that is not Python and does not end",
    { run: "echo waiting; sleep 60", keys: "timeout: 2s" },
    "timed-out",
    /^Not done after 2 s, and no Python with the probe in it was started$/,
    /it printed last:\nwaiting$/,
  ],

  [
    "no hang of ours in a process that was forked and ends as any other",
    `import os, sys\nif os.fork() == 0:\n    sys.exit(0)\nprint(os.wait()[1])\n`,
    "no-step",
    /exit code 0, and torch was not imported$/,
    /it printed last:\n0$/,
  ],

  // no step
  [
    "an evaluation",
    `${TRAINING}with torch.no_grad():\n    for _ in range(3): model(torch.randn(4, 8))\n`,
    "no-step",
    /^The command ended with exit code 0, and without an optimizer step: 3 forward and 0 backward passes were seen$/,
  ],
  [
    "a program that ends in the warm-up",
    `${TRAINING}for _ in range(2): step()\n`,
    "no-step",
    /^The command ended with exit code 0, after 2 optimizer step\(s\), all of them warm-up$/,
  ],
  ["a Python that trains nothing", `print("hello")\n`, "no-step", /exit code 0, and torch was not imported$/],

  // the machine
  [
    "no torch in that Python",
    `import sys\nsys.path = [path for path in sys.path if "site-packages" not in path]\nimport torch\n`,
    "no-torch",
    /^ModuleNotFoundError: No module named 'torch'$/,
  ],
  [
    "no Python",
    { run: "python9 train.py", files: {} },
    "no-python",
    /^The command ended with exit code 127/,
    /python9: not found/,
  ],
  [
    "no GPU where the program wants one",
    `${TRAINING}model.cuda()\n`,
    "no-gpu",
    /^(AssertionError: Torch not compiled with CUDA enabled|RuntimeError: .*NVIDIA)/,
    /\ntrain\.py:10 in <module>\n/,
  ],
  [
    "a driver that is too old",
    `${TRAINING}raise RuntimeError("The NVIDIA driver on your system is too old (found version 11040). Please update your GPU driver")\n`,
    "driver-too-old",
    /^RuntimeError: The NVIDIA driver on your system is too old/,
  ],
  [
    "a card that another process has for itself",
    `${TRAINING}raise RuntimeError("CUDA error: CUDA-capable device(s) is/are busy or unavailable")\n`,
    "card-taken",
    /^RuntimeError: CUDA error: CUDA-capable device/,
  ],
  [
    "a full disk",
    `${TRAINING}step()\nwith open("/dev/full", "w") as file:\n    file.write("checkpoint")\n`,
    "disk-full",
    /^OSError: \[Errno 28\] No space left on device$/,
    /\ntrain\.py:11 in <module>\n/,
  ],
  [
    "no memory of the machine",
    `${TRAINING}import resource\nresource.setrlimit(resource.RLIMIT_AS, (2**33, 2**33))\ntorch.empty(2**40)\n`,
    "no-host-memory",
    /DefaultCPUAllocator: (can't allocate|not enough) memory/,
  ],

  // the probe's own errors
  [
    "an error within a hook: the program goes on, and takes no notice",
    `${TRAINING}def parameters(recurse=True):\n    raise LookupError("none for strangers")\nmodel.parameters = parameters\nfor _ in range(9):\n    step()\nprint("all done")\n`,
    "probe-failed",
    /^The probe failed at train\.py:\d+ in parameters: LookupError: none for strangers$/,
    /\nall done/,
  ],
  [
    "an error while a tensor is counted",
    `${TRAINING}model = torch.nn.Embedding(9, 8, sparse=True)\noptimizer = torch.optim.SGD(model.parameters(), lr=0.1)\nfor _ in range(9):\n    optimizer.zero_grad()\n    model(torch.zeros(4, dtype=torch.long)).sum().backward()\n    optimizer.step()\nprint("all done")\n`,
    "failed",
    /^Cannot follow a tensor of layout torch\.sparse_coo/,
    /\nall done/,
  ],

  // the probe is kept out
  [
    "-I",
    { run: "python -I train.py", files: { "train.py": `${TRAINING}step()\n` } },
    "not-attached",
    /exit code 0, and no Python/,
  ],
  [
    "-E",
    { run: "python -E train.py", files: { "train.py": "print(1)\n" } },
    "not-attached",
    /no Python with the probe/,
  ],
  [
    "-S",
    { run: "python -S train.py", files: { "train.py": "print(1)\n" } },
    "not-attached",
    /no Python with the probe/,
  ],
  [
    "a clean environment",
    { run: 'env -i "$(command -v python)" train.py', files: { "train.py": "print(1)\n" } },
    "not-attached",
    /no Python with the probe/,
  ],

  // an answer that is hostile
  ...(
    [
      ["that is no JSON", `file.write("hello\\n")`],
      ["of another form", `file.write('{"measured": 1}\\n')`],
      ["of a line of 10 MiB", `file.write('{"failure": "' + "x" * 10 * 2**20 + '"}\\n')`],
      ["that is nested deep", `file.write('{"progress": ' + "[" * 10**6 + "]" * 10**6 + "}\\n")`],
    ] as const
  ).map(([what, write]): Row => [
    `an answer ${what}`,
    `import os, time\nwith open(os.environ["VRAM_BUDGET_ATTACH"] + "/answers-node.0.7.jsonl", "w") as file:\n    ${write}\ntime.sleep(30)\n`,
    "not-believed",
    /a line of it is not in the probe's form$/,
  ]),
  [
    "a measurement of another schema",
    `import os, time\nwith open(os.environ["VRAM_BUDGET_ATTACH"] + "/answers-node.0.7.jsonl", "w") as file:\n    file.write('{"measurement": {"schema": "other"}}\\n')\ntime.sleep(30)\n`,
    "not-believed",
    /^The measurement cannot be believed: schema/,
  ],
  [
    "an answer that is a link to the runner's own environment",
    `import os, time\nos.symlink("/proc/self/environ", os.environ["VRAM_BUDGET_ATTACH"] + "/answers-node.0.7.jsonl")\ntime.sleep(30)\n`,
    "not-believed",
    /ELOOP/,
  ],
  [
    "a run's folder that is gone",
    `import os, shutil, time\nshutil.rmtree(os.environ["VRAM_BUDGET_ATTACH"])\ntime.sleep(30)\n`,
    "not-believed",
    /ENOENT/,
  ],
];

for (const [what, program, reason, first, ...seen] of rows) {
  test(`measuring says what happened: ${what}`, { skip, timeout: 90_000 }, async (t) => {
    const asked = typeof program === "string" ? { run: "python train.py", files: { "train.py": program } } : program;
    const measured = await measureProgram(t, asked);
    assert.ok(measured.kind === "not-measured", JSON.stringify(measured).slice(0, 300));
    assert.equal(measured.reason, reason, measured.detail);
    assert.match(measured.detail.split("\n")[0] ?? "", first, measured.detail);
    for (const each of seen) assert.match(measured.detail, each);
  });
}

test("a command that brings its own Python is measured where none with torch is found", { skip }, async (t) => {
  const measured = await measureProgram(t, {
    run: `${python} train.py`,
    python: null,
    environment: { PATH: "/usr/bin:/bin" },
    files: { "train.py": `${TRAINING}for _ in range(50): step()\n` },
  });
  assert.equal(measured.kind, "measured", JSON.stringify(measured));
});

test("a Python that was named and has no torch is said before anything is run", { skip }, async (t) => {
  const measured = await measureProgram(t, { run: "touch it", python: "/nowhere/python" });
  assert.ok(measured.kind === "not-measured" && measured.reason === "no-python", JSON.stringify(measured));
});
