/** `node bench/recordings.ts RECORDING SCRIPT [ARGUMENT ...]`: predicted against recorded, event by event. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod/mini";
import { DEFAULT_ALLOC_CONF } from "../src/memory/allocator/conf.ts";
import { roundSize, SMALL_SIZE } from "../src/memory/allocator/rounding.ts";
import { CUDNN } from "../src/memory/convolution-workspaces.ts";
import type { CudaDevice } from "../src/memory/device.ts";
import { deviceOf } from "../src/memory/devices.ts";
import { releaseOf } from "../src/memory/torch-release.ts";
import { withKernels } from "../src/predict/kernels.ts";
import { cardOf } from "../src/predict/traced-engine.ts";
import { TracedEvent } from "../src/predict/traced-event.ts";
import { differences } from "./recordings/differences.ts";
import { readRecorded, type RecordedStep } from "./recordings/recorded.ts";

const HELP = `node bench/recordings.ts RECORDING SCRIPT [ARGUMENT ...]

Holds what is predicted against what a card was asked for, request by request and free by free, and lists what is in one
of the two only, with the operator before it.

  RECORDING   what torch.cuda.memory._dump_snapshot() wrote, or export_memory_timeline() as .raw.json.gz
  SCRIPT      the script that was recorded, which is run again on fake tensors up to _dump_snapshot(), with ARGUMENTs.
              It needs no card, but what it imports and reads must be there.

  --gpu ID                the card that was recorded on, as in the config (a100-40)
  --multiprocessors N     of a card that is in no catalogue, beside one of the same compute capability
  --torch X.Y             the release that was recorded with (2.6): what its kernels take
  --cudnn                 cuDNN's workspaces too, which are assumed: else they are left out of what is predicted
  --python PATH           a Python with torch and what SCRIPT imports (VRAM_BUDGET_PYTHON)

bench/recordings/*.py say which public recordings they are for.`;

type PredictedStep = { readonly op: "alloc" | "free"; readonly bytes: number; readonly operator: string };

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    gpu: { type: "string", default: "a100-40" },
    multiprocessors: { type: "string" },
    torch: { type: "string", default: "2.6" },
    python: { type: "string", default: process.env["VRAM_BUDGET_PYTHON"] ?? "python3" },
    cudnn: { type: "boolean", default: false },
    help: { type: "boolean", short: "h" },
  },
});
const [recording, ...script] = positionals;
if (values.help === true || recording === undefined || script.length === 0) {
  console.log(HELP);
} else {
  const recorded = readRecorded(recording);
  const predicted = predict(card(values.gpu, values.multiprocessors), script);
  const found = differences({ a: predicted.steps.length, b: recorded.steps.length }, (a, b) =>
    isSame(predicted.steps[a], recorded.steps[b]),
  ).map(({ a, b }) => ({
    predicted: a === undefined ? undefined : predicted.steps[a],
    recorded: b === undefined ? undefined : recorded.steps[b],
  }));
  const both = found.filter((each) => each.predicted !== undefined && each.recorded !== undefined).length;
  console.log(`recorded   ${count(recorded.steps.length)} events, peak ${count(recorded.peak)} bytes`);
  console.log(`predicted  ${count(predicted.steps.length)} events, peak ${count(predicted.peak)} bytes`);
  console.log(`both       ${count(both)} events, in order`);
  for (const line of tally(found)) console.log(line);
}

function card(id: string, multiprocessors: string | undefined): CudaDevice {
  const device = deviceOf({ kind: "catalogue", id });
  return multiprocessors === undefined ? device : { ...device, multiprocessors: Number(multiprocessors) };
}

function predict(device: CudaDevice, run: readonly string[]): { steps: readonly PredictedStep[]; peak: number } {
  const trace = join(import.meta.dirname, "recordings/trace.py");
  const args = [trace, JSON.stringify(cardOf(device)), values.torch, ...run];
  const { status, stdout, stderr } = spawnSync(values.python, args, { encoding: "utf8", maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(stderr);
  const alive = new Map<number, { readonly bytes: number; readonly operator: string }>();
  const steps: PredictedStep[] = [];
  let [now, peak] = [0, 0];
  for (const event of withKernels(z.array(TracedEvent).parse(JSON.parse(stdout)), device, releaseOf(values.torch))) {
    if (event.op === "alloc") alive.set(event.id, event);
    const { bytes, operator } = alive.get(event.id) ?? { bytes: 0, operator: "" };
    if (operator === CUDNN && !values.cudnn) continue;
    now += event.op === "alloc" ? bytes : -bytes;
    if (event.step !== 1) continue; // not in the window that was recorded
    peak = Math.max(peak, now);
    steps.push({ op: event.op, bytes, operator });
  }
  return { steps, peak };
}

/** A block of the large pool may be up to 1 MiB larger than what was asked for. */
function isSame(predicted: PredictedStep | undefined, recorded: RecordedStep | undefined): boolean {
  if (predicted === undefined || recorded === undefined || predicted.op !== recorded.op) return false;
  if (!recorded.block) return predicted.bytes === recorded.bytes;
  const slack = recorded.bytes - roundSize(predicted.bytes, DEFAULT_ALLOC_CONF);
  return slack === 0 || (predicted.bytes > SMALL_SIZE && slack > 0 && slack <= SMALL_SIZE);
}

type Pair = { readonly predicted: PredictedStep | undefined; readonly recorded: RecordedStep | undefined };

/** What is in one of the two only, the most frequent first. */
function tally(found: readonly Pair[]): readonly string[] {
  const counts = new Map<string, number>();
  let last = "the start";
  for (const { predicted, recorded } of found) {
    if (predicted !== undefined && recorded !== undefined) {
      last = predicted.operator;
      continue;
    }
    const step = predicted ?? recorded;
    const where = predicted === undefined ? `recorded only, after ${last}` : `predicted only, by ${predicted.operator}`;
    const line = `${step?.op === "alloc" ? "+" : "-"} ${count(step?.bytes ?? 0)} ${where}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a).map(([line, times]) => `${times} × ${line}`);
}

function count(n: number): string {
  return n.toLocaleString("en");
}
