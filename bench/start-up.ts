import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { median } from "./median.ts";

const root = join(import.meta.dirname, "..");
const RUNS = 15;

/** A prediction from the config alone, beside a bare `node`: medians of pairs. */
export function startUp(): void {
  const pairs = Array.from({ length: RUNS }, () => ({
    predict: wall(["dist/cli.js", "predict", "examples/mnist-mlp/vram-budget.yml", "--format", "json"]),
    bare: wall(["-e", "0"]),
  }));
  const [predict, bare] = [median(pairs.map((pair) => pair.predict)), median(pairs.map((pair) => pair.bare))];
  const ratio = median(pairs.map((pair) => pair.predict / pair.bare));
  console.log(
    `predict, start to exit        ${predict.toFixed(0)} ms (bare node ${bare.toFixed(0)} ms, ${ratio.toFixed(1)} times, ${RUNS} pairs)`,
  );
}

/** Milliseconds from start to exit. */
function wall(args: readonly string[]): number {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: "ignore" });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}`);
  return performance.now() - start;
}
