import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { skip } from "../predict/torch.ts";
import { measureIn, newFolder } from "./measuring.ts";

/** Two processes that sum a number at every step; `end` is what rank 1 does after its second. */
const program = (end: string) => `\
import os, signal, sys, time
import torch, torch.distributed as dist
torch.set_num_threads(1)
rank = int(os.environ.get("RANK", sys.argv[-1]))
store = {} if "RANK" in os.environ else {"init_method": "file://" + os.path.abspath("store"), "world_size": 2, "rank": rank}
dist.init_process_group("gloo", **store)
model = torch.nn.Linear(8, 8)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(100):
    optimizer.zero_grad()
    model(torch.randn(4, 8)).sum().backward()
    optimizer.step()
    dist.all_reduce(torch.ones(1))
    if rank == 1 and step == 1:
        ${end}
open(f"done-{rank}", "w").close()
`;

const TORCHRUN = "python -m torch.distributed.run --standalone --nproc-per-node 2 train.py";
const OWN = "python train.py 0 & python train.py 1 & wait";

const rows: [what: string, run: string, end: string, first: RegExp][] = [
  [
    "an error, under torchrun",
    TORCHRUN,
    'raise ValueError("bad sample")',
    /^Rank 1 failed, the others were stopped: ValueError: bad sample$/,
  ],
  [
    "an error, under a launcher of one's own",
    OWN,
    'raise ValueError("bad sample")',
    /^Rank 1 failed, the others were stopped: ValueError: bad sample$/,
  ],
  [
    "a signal, under a launcher of one's own",
    OWN,
    "os.kill(os.getpid(), signal.SIGKILL)",
    /^Rank 1 ended without a word/,
  ],
];

for (const [what, run, end, first] of rows) {
  test(`a rank that dies ends the others, and is named: ${what}`, { skip, timeout: 150_000 }, async (t) => {
    const folder = newFolder(t, { "train.py": program(end) });
    const measured = await measureIn(folder, { run, keys: "timeout: 120s" });
    assert.ok(measured.kind === "not-measured", JSON.stringify(measured).slice(0, 300));
    assert.equal(measured.reason, "rank-died", measured.detail);
    assert.match(measured.detail.split("\n")[0] ?? "", first, measured.detail);
    assert.ok(!existsSync(join(folder, "done-0")));
  });
}

test("ranks that do not take the same steps are said", { skip, timeout: 150_000 }, async (t) => {
  const uneven = program("sys.exit(0)").replace("dist.all_reduce(torch.ones(1))", "pass");
  const measured = await measureIn(newFolder(t, { "train.py": uneven }), { run: OWN, keys: "timeout: 120s" });
  assert.ok(measured.kind === "not-measured", JSON.stringify(measured).slice(0, 300));
  assert.equal(measured.reason, "ranks-disagree", measured.detail);
  assert.match(
    measured.detail,
    /^1 process\(es\) of the training took the measured steps, another ended after 2 optimizer step\(s\)/,
  );
});
