import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { markdownTable } from "markdown-table";
import { parse, stringify } from "yaml";
import * as z from "zod/mini";
import { ensurePythonWith } from "../scripts/python.ts";

const root = join(import.meta.dirname, "..");
const folder = join(import.meta.dirname, "peers");
const TRAININGS = ["resnet50", "gpt2", "llama-7b"] as const;
const PEERS = ["MemTracker", "torchinfo", "accelerate", "DeepSpeed", "fitcheck-llm", "CPU step"] as const;

const Timed = z.object({ seconds: z.number(), peak_bytes: z.int(), output: z.string(), errors: z.string() });
const Answer = z.union([z.object({ bytes: z.int(), counts: z.string() }), z.object({ cannot: z.string() })]);
const Report = z.object({
  trainings: z.tuple([z.object({ prediction: z.object({ allocated_bytes: z.int(), device_bytes: z.int() }) })]),
});
const Zoo = z.looseObject({ trainings: z.record(z.string(), z.unknown()) });

/**
 * One training after the other, from start to answer, each tool in a process of its own. Their answers are about
 * different things, so what each counts stands beside it.
 */
export function peers(): void {
  const python = ensurePythonWith("bench", [join(folder, "requirements.txt")]);
  const rows: Row[] = [];
  for (const training of TRAININGS) {
    rows.push(ours(python, training));
    for (const peer of PEERS) rows.push(asked(python, peer, training));
  }
  console.log(markdownTable([["training", "tool", "seconds", "peak MiB", "answer", "what it counts"], ...rows]));
}

type Row = string[];

function ours(python: string, training: string): Row {
  const made = mkdtempSync(join(tmpdir(), "vram-budget-bench-"));
  try {
    const zoo = Zoo.parse(parse(readFileSync(join(root, "examples/zoo/vram-budget.yml"), "utf8")));
    const config = join(made, "vram-budget.yml");
    writeFileSync(config, stringify({ ...zoo, trainings: { [training]: zoo.trainings[training] } }));
    const command = [process.execPath, join(root, "dist/cli.js"), "predict", config, "--format", "json"];
    const { output, ...cost } = timed(python, command);
    const [{ prediction }] = Report.parse(JSON.parse(output)).trainings;
    const counts = `tensors; with allocator, libraries and context ${gib(prediction.device_bytes)}`;
    return row(training, "vram-budget", cost, gib(prediction.allocated_bytes), counts);
  } finally {
    rmSync(made, { recursive: true });
  }
}

function asked(python: string, peer: string, training: string): Row {
  const { output, errors, ...cost } = timed(python, [python, join(folder, "ask.py"), peer, training]);
  const line = output.trim().split("\n").at(-1) ?? "";
  const answer = line === "" ? { cannot: errors.trim().split("\n").at(-1) ?? "" } : Answer.parse(JSON.parse(line));
  return "cannot" in answer
    ? row(training, peer, cost, "–", answer.cannot)
    : row(training, peer, cost, gib(answer.bytes), answer.counts);
}

function timed(python: string, command: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(python, [join(folder, "timed.py"), ...command], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { ...process.env, VRAM_BUDGET_PYTHON: python },
  });
  if (status !== 0) throw new Error(stderr);
  return Timed.parse(JSON.parse(stdout));
}

function row(training: string, tool: string, cost: { seconds: number; peak_bytes: number }, ...rest: string[]): Row {
  return [training, tool, cost.seconds.toFixed(1), (cost.peak_bytes / 2 ** 20).toFixed(0), ...rest];
}

function gib(size: number): string {
  return `${(size / 2 ** 30).toFixed(2)} GiB`;
}
