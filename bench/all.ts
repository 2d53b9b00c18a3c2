/** `npm run bench`: start to exit of a prediction, and the allocator model's speed. Medians of whole runs. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { replay } from "../src/commands/replay.ts";

const root = join(import.meta.dirname, "..");

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Milliseconds from start to exit. */
function wall(args: readonly string[]): number {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "ignore" });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}`);
  return performance.now() - start;
}

const RUNS = 15;
const pairs = Array.from({ length: RUNS }, () => ({
  predict: wall(["dist/cli.js", "predict", "examples/mnist-mlp/vram-budget.yml", "--format", "json"]),
  bare: wall(["-e", "0"]),
}));
const predict = median(pairs.map((pair) => pair.predict));
const bare = median(pairs.map((pair) => pair.bare));
const ratio = median(pairs.map((pair) => pair.predict / pair.bare));
console.log(
  `predict, start to exit        ${predict.toFixed(0)} ms (bare node ${bare.toFixed(0)} ms, ${ratio.toFixed(1)} times, ${RUNS} pairs)`,
);

/** A million events of mixed sizes with 20,000 blocks alive. */
function millionEvents(): Uint8Array {
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const alive: number[] = [];
  const lines: string[] = [];
  for (let i = 0; i < 1_000_000; i++) {
    if (alive.length < 20_000 || random() < 0.5) {
      alive.push(i);
      lines.push(`{"alloc":"${i}","bytes":${Math.floor(2 ** (random() * 24))}}`);
    } else {
      const place = Math.floor(random() * alive.length);
      lines.push(`{"free":"${alive[place]}"}`);
      alive[place] = alive.at(-1) ?? 0;
      alive.pop();
    }
  }
  return new TextEncoder().encode(lines.join("\n"));
}

const events = millionEvents();
const start = performance.now();
replay("a million events", events, { alloc_conf: "", device: undefined });
const seconds = (performance.now() - start) / 1000;
console.log(
  `replay, a million events      ${seconds.toFixed(1)} s, reading included (${Math.round(1e6 / seconds / 1000)} thousand a second)`,
);
