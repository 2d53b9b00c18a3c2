import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import * as z from "zod/mini";
import { deviceOf } from "../../src/memory/devices.ts";
import { withKernels } from "../../src/predict/kernels.ts";
import { TracedEvent } from "../../src/predict/traced-event.ts";
import { cardOf } from "../../src/predict/traced-engine.ts";
import { python, skip } from "./torch.ts";

/** Recordings of a real GPU that are not ours to copy: they are read from beside the project where they are there. */
const folder = join(import.meta.dirname, "../../../shared/traces");
const missing = existsSync(folder) ? false : `${folder} is not there`;

/** The card of the recordings is not known; its two cuBLAS workspaces say that it is older than Hopper. */
const device = deviceOf({ kind: "catalogue", id: "a100-40" });

/** What the recordings' lock file says. */
const RECORDED_WITH = [2, 11] as const;

const Habits = z.strictObject({ takes_whole_slices: z.boolean(), caches_in_inference: z.boolean() });

/** What this torch does otherwise than the recorded one, on the CPU too and by its own code. */
const own = skip === false ? habits() : { takes_whole_slices: false, caches_in_inference: false };

/** The embedding table, 10,000 × 1,024 of 4 bytes: the gradient that goes back through a slice of all its columns. */
const SLICE_BACKWARD = ["a 40960000", "f 40960000"];

/** The projections in bfloat16: 24 layers of 4 × 1,024² and 3 × 1,024 × 4,096, and the head's 1,024 × 10,000, 2 bytes each. */
const CACHED_WEIGHTS = 2 * (24 * (4 * 1024 ** 2 + 3 * 1024 * 4096) + 1024 * 10_000);

describe("24-layer language model, one step as recorded on a real GPU", { skip: missing || skip }, () => {
  test("training, 128 tokens", () => holdAgainst("training", 128));
  test("training, 256 tokens", () => holdAgainst("training", 256));
  test("inference, 128 tokens", () => holdAgainst("inference", 128));
  test("inference, 256 tokens", () => holdAgainst("inference", 256));
  test("inference under bfloat16 autocast, 512 tokens", () => {
    if (own.caches_in_inference) {
      assert.equal(trace("autocast", 512).peak, recordingOf("inference", 512).peak + CACHED_WEIGHTS);
    } else holdAgainst("inference", 512, "autocast");
  });
});

/** Peak to the byte, and every request and free in order, each with its bytes. */
function holdAgainst(what: "training" | "inference", length: number, run: string = what): void {
  const recorded = recordingOf(what, length);
  const traced = trace(run, length);
  assert.equal(traced.peak, recorded.peak, "peak of the requested bytes");
  if (what === "training" && own.takes_whole_slices) {
    assert.deepEqual(traced.events.toSorted(), [...recorded.events, ...SLICE_BACKWARD].toSorted());
    return;
  }
  assert.equal(traced.events.length, recorded.events.length);
  const differs = recorded.events.findIndex((event, index) => event !== traced.events[index]);
  assert.equal(differs, -1, `event ${differs} is ${recorded.events[differs]}, not ${traced.events[differs]}`);
}

/** By asking the named torch, without a tracer: torch_habits.py says which release does what. */
function habits(): z.infer<typeof Habits> {
  const run = spawnSync(python ?? "", [join(import.meta.dirname, "torch_habits.py")], { encoding: "utf8" });
  assert.equal(run.status, 0, run.stderr);
  return Habits.parse(JSON.parse(run.stdout));
}

type Window = { readonly events: readonly string[]; readonly peak: number };

const Snapshot = z.object({
  meta: z.object({ golden: z.object({ "requested_bytes.peak": z.int() }) }),
  events: z.array(z.tuple([z.string(), z.int(), z.int()])),
  init: z.array(z.object({ blocks: z.array(z.tuple([z.int(), z.int(), z.int(), z.int()])), addr: z.int() })),
});

/** Frees go by the bytes that had been asked for: a block may be larger. */
function recordingOf(what: string, length: number): Window {
  const file = join(folder, `wedsonlin_medium_${length}_${what}_memory_snapshot.json.gz`);
  const { meta, events, init } = Snapshot.parse(JSON.parse(gunzipSync(readFileSync(file)).toString()));
  const requested = new Map<number, number>();
  for (const { addr, blocks } of init) for (const [offset, , , bytes] of blocks) requested.set(addr + offset, bytes);
  const lines = events.map(([kind, address, size]) => {
    if (kind === "a") requested.set(address, size);
    return `${kind} ${requested.get(address)}`;
  });
  return { events: lines, peak: meta.golden["requested_bytes.peak"] };
}

function trace(run: string, length: number): Window {
  const args = [join(import.meta.dirname, "recorded_lm.py"), String(length), run, JSON.stringify(cardOf(device))];
  const { status, stdout, stderr } = spawnSync(python ?? "", args, { encoding: "utf8", maxBuffer: 2 ** 28 });
  assert.equal(status, 0, stderr);
  const alive = new Map<number, number>();
  const events: string[] = [];
  let [now, peak] = [0, 0];
  for (const event of withKernels(z.array(TracedEvent).parse(JSON.parse(stdout)), device, RECORDED_WITH)) {
    const size = event.op === "alloc" ? event.bytes : (alive.get(event.id) ?? 0);
    now += event.op === "alloc" ? size : -size;
    if (event.op === "alloc") alive.set(event.id, size);
    if (event.step !== 1) continue; // the window that was recorded
    if (event.op === "alloc") peak = Math.max(peak, now);
    events.push(`${event.op === "alloc" ? "a" : "f"} ${size}`);
  }
  return { events, peak };
}
