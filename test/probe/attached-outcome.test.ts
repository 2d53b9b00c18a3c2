import assert from "node:assert/strict";
import { test } from "node:test";
import type { AttachedFailure, AttachedMessage } from "../../src/probe/attached-message.ts";
import { outcomeOf, type Unmeasured } from "../../src/probe/attached-outcome.ts";
import type { ProcessName } from "../../src/probe/process-name.ts";
import { Told } from "../../src/probe/told.ts";

const reached = (stage: "python" | "torch" | "training", rank: number | null = null): AttachedMessage => ({
  reached: { stage, rank },
});
const failed = (detail: string, at: number, more: Partial<AttachedFailure> = {}): AttachedMessage => ({
  failure: { reason: "failed", detail, trained: true, rank: null, at, ...more },
});

const onNode = (host: string, pid: number): ProcessName => ({ host, space: "0", pid });

type Message = readonly [process: number | ProcessName, message: AttachedMessage];

/** A process that is a number alone is one of this node. */
function told(...messages: readonly Message[]): Told {
  const all = new Told();
  for (const [name, message] of messages) all.take(typeof name === "number" ? onNode("here", name) : name, message);
  return all;
}

/** Each of `pids` is gone with a look of its own; on other nodes nobody is seen. */
function lost(all: Told, ...pids: readonly number[]): Told {
  for (let gone = 0; gone <= pids.length; gone++)
    all.look(({ host, pid }) => host === "here" && !pids.slice(0, gone).includes(pid));
  return all;
}

const exited = (code: number | null, signal: NodeJS.Signals | null = null) =>
  ({ kind: "exited", code, signal }) as const;
const ranks = [
  [10, reached("training", 0)],
  [11, reached("training", 1)],
] as const;
/** Both have the same number. */
const nodes = [
  [onNode("here", 10), reached("training", 0)],
  [onNode("there", 10), reached("training", 1)],
] as const;
const measurement = { measurement: { distributed: { world_size: 2 }, out_of_memory: null } };

const rows: [what: string, run: Partial<Unmeasured>, reason: string, first: string][] = [
  [
    "of two ranks with errors of their own, the first is the cause",
    {
      told: told(...ranks, [10, failed("KeyError: b", 2, { rank: 0 })], [11, failed("ValueError: a", 1, { rank: 1 })]),
      exit: exited(1),
    },
    "rank-died",
    "Rank 1 failed, the others were stopped: ValueError: a",
  ],
  [
    "an error that tells of another's end is not the cause, though it was first",
    {
      told: told(
        ...ranks,
        [10, failed("RuntimeError: Connection closed by peer [127.0.0.1]:1", 1, { rank: 0 })],
        [11, failed("ValueError: a", 2, { rank: 1 })],
      ),
      exit: exited(1),
    },
    "rank-died",
    "Rank 1 failed, the others were stopped: ValueError: a",
  ],
  [
    "a rank that is gone without a word is the cause of an error that tells of it",
    {
      told: lost(told(...ranks, [10, failed("RuntimeError: Connection reset by peer", 1, { rank: 0 })]), 11),
      exit: { kind: "stopped" },
    },
    "rank-died",
    "Rank 1 ended without a word after optimizer step 0 at the earliest; the others were stopped",
  ],
  [
    "a rank that its launcher ended after another's error is not the cause",
    { told: lost(told(...ranks, [10, failed("ValueError: a", 1, { rank: 0 })]), 11), exit: exited(1) },
    "rank-died",
    "Rank 0 failed, the others were stopped: ValueError: a",
  ],
  [
    "of two ranks that are gone, the first to go is the cause",
    { told: lost(told(...ranks), 11, 10), exit: exited(1) },
    "rank-died",
    "Rank 1 ended without a word after optimizer step 0 at the earliest; the others were stopped, and the command ended with exit code 1",
  ],
  [
    "a rank with an error is named with its node, where there are several",
    { told: told(...nodes, [onNode("there", 10), failed("ValueError: a", 1, { rank: 1 })]), exit: { kind: "stopped" } },
    "rank-died",
    "Rank 1 on there failed, the others were stopped: ValueError: a",
  ],
  [
    "a rank of another node, which nobody sees, is the cause of an error that tells of it",
    {
      told: lost(
        told(...nodes, [onNode("here", 10), failed("RuntimeError: Connection reset by peer", 1, { rank: 0 })]),
      ),
      exit: { kind: "stopped" },
    },
    "rank-died",
    "Rank 1 on there ended without a word after optimizer step 0 at the earliest; the others were stopped",
  ],
  [
    "a rank of another node that told its own error is the cause, though a third says nothing",
    {
      told: lost(
        told(
          ...nodes,
          [onNode("there", 11), reached("training", 2)],
          [onNode("here", 10), failed("RuntimeError: Connection reset by peer", 1, { rank: 0 })],
          [onNode("there", 10), failed("ValueError: a", 2, { rank: 1 })],
        ),
      ),
      exit: exited(1),
    },
    "rank-died",
    "Rank 1 on there failed, the others were stopped: ValueError: a",
  ],
  [
    "a node that does not see the probe",
    { told: told([10, reached("training", 0)], [10, measurement]), exit: { kind: "timed-out" } },
    "timed-out",
    "Not done after 1 s, and without an optimizer step; nothing was ever heard of rank 1",
  ],
  [
    "the launcher's error comes after the training's",
    {
      told: told(
        [9, failed("ChildFailedError: train.py FAILED", 3, { trained: false })],
        [10, failed("ValueError: a", 4)],
      ),
      exit: exited(1),
    },
    "failed",
    "ValueError: a",
  ],
  [
    "an error about the machine keeps its reason in a rank",
    {
      told: told(...ranks, [11, failed("OSError: [Errno 28] No space left on device", 1, { rank: 1 })]),
      exit: exited(1),
    },
    "disk-full",
    "Rank 1 failed, the others were stopped: OSError: [Errno 28] No space left on device",
  ],
  [
    "an error before the limit is the reason, and not the limit",
    { told: told([10, failed("ValueError: a", 1)]), exit: { kind: "timed-out" } },
    "failed",
    "ValueError: a",
  ],
  [
    "one rank that measured and one that ended disagree",
    {
      told: told(...ranks, [10, measurement], [11, { ended: { steps: 3, forwards: 3, backwards: 3 } }]),
      exit: exited(0),
    },
    "ranks-disagree",
    "1 process(es) of the training took the measured steps, another ended after 3 optimizer step(s)",
  ],
  [
    "what cannot be believed comes before all that was told",
    { told: told([10, failed("ValueError: a", 1)]), disbelief: "an answer is too long", exit: exited(1) },
    "not-believed",
    "The answer is not believed: an answer is too long",
  ],
  ["a cancelled run", { exit: { kind: "cancelled" } }, "cancelled", "The run was cancelled"],
  [
    "a command that is killed for want of memory before any Python was started",
    { exit: exited(null, "SIGKILL") },
    "killed",
    "The command ended with signal SIGKILL, and no Python with the probe in it was started",
  ],
  [
    "the process that came furthest tells how far it came",
    {
      told: told(
        [9, { ended: { steps: 0, forwards: 0, backwards: 0 } }],
        [10, { ended: { steps: 0, forwards: 7, backwards: 0 } }],
      ),
      exit: exited(0),
    },
    "no-step",
    "The command ended with exit code 0, and without an optimizer step: 7 forward and 0 backward passes were seen",
  ],
];

for (const [what, run, reason, first] of rows) {
  test(`outcomeOf(): ${what}`, () => {
    const nothing = { told: told(), disbelief: undefined, stacks: [], printed: ["last words"], timeoutMs: 1000 };
    const outcome = outcomeOf({ ...nothing, workspace: "/work", exit: exited(0), ...run });
    assert.deepEqual([outcome.reason, outcome.detail.split("\n")[0]], [reason, first]);
    assert.match(outcome.detail, /\nit printed last:\nlast words$/);
  });
}

test("outcomeOf() shows what was printed before an error, and not its traceback again", () => {
  const printed = [
    "epoch 1",
    "Traceback (most recent call last):",
    '  File "a.py", line 1',
    "    f()",
    "ValueError: a",
    "bye",
  ];
  const run = { exit: exited(1), disbelief: undefined, stacks: [], printed, timeoutMs: 1000, workspace: "/work" };
  const own = outcomeOf({ ...run, told: told([10, failed("ValueError: a", 1)]) });
  assert.match(own.detail, /\nit printed last:\nepoch 1\nValueError: a\nbye$/);
  const others = outcomeOf({ ...run, told: told() });
  assert.ok(others.detail.endsWith(printed.join("\n")));
});

test("Told: one that ran out of memory needs no other; of two ranks both are waited for", () => {
  assert.ok(!told(...ranks, [10, measurement]).isComplete());
  assert.ok(told(...ranks, [10, measurement], [11, measurement]).isComplete());
  assert.ok(told(...nodes, [onNode("here", 10), measurement], [onNode("there", 10), measurement]).isComplete());
  assert.ok(told([10, { measurement: { ...measurement.measurement, out_of_memory: {} } }]).isComplete());
});

test("Told: a helper that fails is no reason to end the training, a rank that trains is", () => {
  assert.ok(!told([9, reached("torch", 0)], [9, failed("ValueError: a", 1, { trained: false, rank: 0 })]).isBroken());
  assert.ok(told(...ranks, [11, failed("ValueError: a", 1, { trained: false, rank: 1 })]).isBroken());
  assert.ok(!lost(told(...ranks), 12).isBroken());
  assert.ok(lost(told(...ranks), 11).isBroken());
  assert.ok(!lost(told(...nodes)).isBroken());
});
