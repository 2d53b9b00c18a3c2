import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Allocator } from "../src/memory/allocator/allocator.ts";
import type { Block } from "../src/memory/allocator/blocks.ts";
import { parseAllocConf } from "../src/memory/allocator/conf.ts";
import { replay } from "../src/commands/replay.ts";

const EVENTS = 1_000_000;
const ALIVE = 20_000;

const reference = join(import.meta.dirname, "../../shared/reference");

type Event = { readonly alloc: number; readonly bytes: number } | { readonly free: number };

/** The allocator model's events a second, alone, with the reading of a recording, and beside the reference model. */
export function replaySpeed(): void {
  const events = manyEvents();
  const text = new TextEncoder().encode(events.map((event) => JSON.stringify(named(event))).join("\n"));
  report("replay, a million events", EVENTS, () => {
    const allocator = new Allocator({ conf: parseAllocConf("") });
    const blocks = new Map<number, Block>();
    for (const event of events) {
      const block = "alloc" in event ? allocator.malloc(event.bytes) : blocks.get(event.free);
      if (block === undefined) continue;
      if ("alloc" in event) blocks.set(event.alloc, block);
      else allocator.free(block);
    }
  });
  report("the same, read from a file", EVENTS, () =>
    replay("a million events", text, { alloc_conf: "", device: undefined, workspace: "/" }),
  );
  if (!existsSync(join(reference, "allocator_ref.py"))) {
    console.log(`the reference model            ${reference} is not there`);
    return;
  }
  const { stdout, status, stderr } = spawnSync("python3", ["-c", PROGRAM, reference], {
    input: JSON.stringify(events),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  print("the reference model, in Python", EVENTS, Number(stdout));
}

const PROGRAM = `
import json, sys, time
sys.path.insert(0, sys.argv[1])
from allocator_ref import Allocator, Device, parse_conf
events = json.load(sys.stdin)
allocator, alive = Allocator(parse_conf(""), Device(total=2**40)), {}
start = time.perf_counter()
for event in events:
    if "alloc" in event:
        alive[event["alloc"]] = allocator.malloc(event["bytes"], 0)
    else:
        allocator.free(alive.pop(event["free"]))
print(time.perf_counter() - start)
`;

/** Mixed sizes, with the same number of blocks alive. */
function manyEvents(): readonly Event[] {
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const alive: number[] = [];
  return Array.from({ length: EVENTS }, (_, id): Event => {
    if (alive.length < ALIVE || random() < 0.5) {
      alive.push(id);
      return { alloc: id, bytes: Math.ceil(2 ** (random() * 24)) };
    }
    const place = Math.floor(random() * alive.length);
    const free = alive[place] ?? 0;
    alive[place] = alive.at(-1) ?? 0;
    alive.pop();
    return { free };
  });
}

/** As src/memory/recording/json-lines.ts reads them. */
function named(event: Event) {
  return "alloc" in event ? { alloc: String(event.alloc), bytes: event.bytes } : { free: String(event.free) };
}

function report(what: string, events: number, run: () => unknown): void {
  const start = performance.now();
  run();
  print(what, events, (performance.now() - start) / 1000);
}

function print(what: string, events: number, seconds: number): void {
  const thousands = Math.round(events / seconds / 1000);
  console.log(`${what.padEnd(30)} ${seconds.toFixed(2)} s, ${thousands} thousand events a second`);
}
