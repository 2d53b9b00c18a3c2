import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { skip as skipWithoutTorch } from "../predict/torch.ts";
import { newCluster, skipWithoutNamespaces, until } from "./cluster/cluster.ts";
import { measureIn } from "./measuring.ts";

const options = { skip: skipWithoutTorch || skipWithoutNamespaces, timeout: 150_000 };

/** A rank of two on nodes of their own; rank 1 makes more in a step. `end` is what it does after its second. */
const program = (end: string) => `\
import os, platform, signal, time
import torch, torch.distributed as dist
torch.set_num_threads(1)
rank = int(os.environ["SLURM_PROCID"])
open(f"rank-{rank}", "w").write(f"{platform.node()} {os.getpid()}")
dist.init_process_group("gloo", init_method="file://" + os.path.abspath("store"), world_size=2, rank=rank)
model = torch.nn.Linear(8, 8)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(100000):
    optimizer.zero_grad()
    model(torch.randn(4 + 1000 * rank, 8)).sum().backward()
    optimizer.step()
    dist.all_reduce(torch.ones(1))
    time.sleep(0.02)
    if rank == 1 and step == 1:
        ${end}
open(f"done-{rank}", "w").close()
`;

const placeOf = (workspace: string, rank: number) => readFileSync(join(workspace, `rank-${rank}`), "utf8").split(" ");

test("two nodes are measured, whose processes have the same number, and the worst rank decides", options, async (t) => {
  const { workspace, environment, status } = await newCluster(t, { "train.py": program("pass") });
  const measured = await measureIn(workspace, { run: "srun python train.py", keys: "timeout: 120s", environment });
  const [[host0, pid0], [host1, pid1]] = [placeOf(workspace, 0), placeOf(workspace, 1)];
  assert.deepEqual([host0, host1], ["node-a", "node-b"]);
  assert.equal(pid0, pid1);
  assert.ok(measured.kind === "measured", JSON.stringify(measured).slice(0, 2000));
  assert.deepEqual(
    measured.ranks.map(({ rank }) => rank),
    [0, 1],
  );
  assert.equal(measured.document.distributed?.rank, 1);
  const [first, second] = measured.ranks;
  assert.ok(first !== undefined && second !== undefined && first.allocated_bytes < second.allocated_bytes);
  assert.equal(await status("node-a", 10), 1);
  assert.equal(await status("node-b", 10), 1);
  assert.deepEqual(readdirSync(workspace).toSorted(), ["rank-0", "rank-1", "store", "train.py"]);
});

const deaths: [what: string, end: string, first: RegExp][] = [
  [
    "an error",
    'raise ValueError("bad sample")',
    /^Rank 1 on node-b failed, the others were stopped: ValueError: bad sample$/,
  ],
  [
    "a signal, which nobody sees from here",
    "os.kill(os.getpid(), signal.SIGKILL)",
    /^Rank 1 on node-b ended without a word after optimizer step \d+ at the earliest; the others were stopped/,
  ],
];

for (const [what, end, first] of deaths) {
  test(`a rank that dies on another node ends the others, and is named: ${what}`, options, async (t) => {
    const { workspace, environment, status } = await newCluster(t, { "train.py": program(end) });
    const measured = await measureIn(workspace, { run: "srun python train.py", keys: "timeout: 120s", environment });
    assert.ok(measured.kind === "not-measured", JSON.stringify(measured).slice(0, 300));
    assert.equal(measured.reason, "rank-died", measured.detail);
    assert.match(measured.detail.split("\n")[0] ?? "", first, measured.detail);
    assert.notEqual(await status("node-a", 10), undefined);
    assert.ok(!existsSync(join(workspace, "done-0")));
  });
}

test("what still trains on other nodes when the run is cancelled goes no further", options, async (t) => {
  const files = { "train.py": program('open("trains", "w").close()') };
  const { workspace, environment, status } = await newCluster(t, files);
  const cancelling = new AbortController();
  const run = measureIn(workspace, {
    run: "srun python train.py",
    keys: "timeout: 120s\n    steps: 10000",
    environment,
    signal: cancelling.signal,
  });
  assert.ok(await until(() => existsSync(join(workspace, "trains")), 100));
  cancelling.abort();
  const measured = await run;
  assert.ok(
    measured.kind === "not-measured" && measured.reason === "cancelled",
    JSON.stringify(measured).slice(0, 300),
  );
  assert.equal(await status("node-a", 10), 1);
  assert.equal(await status("node-b", 10), 1);
  assert.ok(!existsSync(join(workspace, "done-0")));
});
