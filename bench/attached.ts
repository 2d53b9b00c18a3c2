import { spawnSync } from "node:child_process";
import { join } from "node:path";
import * as z from "zod/mini";
import { ensurePython } from "../scripts/python.ts";

const PAIRS = 20;

/** A step of a GPU that is kept busy: the probe's work on the host is a share of it where it is not hidden behind the card. */
const GPU_STEP_S = 0.1;

const Paired = z.object({
  modules: z.int(),
  parameters: z.int(),
  step_s: z.number(),
  probe_s: z.number(),
  median_probe_s: z.number(),
  pairs: z.int(),
});
const Measured = z.object({ card: Paired, whole_step_s: z.number(), counted: Paired });

/** What the attached probe costs, in processor time of the thread that trains: of the fastest tenth of steps, and the median of pairs. */
export async function attached(): Promise<void> {
  const python = await ensurePython();
  const script = join(import.meta.dirname, "attached.py");
  const { status, stdout, stderr } = spawnSync(python, [script, String(PAIRS)], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr}`);
  const { card, whole_step_s, counted } = Measured.parse(JSON.parse(stdout));
  const micro = (seconds: number) => `${Math.round(seconds * 1e6)} µs`;
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
  const size = `${card.modules} modules, ${card.parameters} parameters`;
  console.log(
    `probe, host's part for a card  ${micro(card.probe_s)} a step, median of pairs ${micro(card.median_probe_s)} (${size}; the allocator's statistics are a stand-in): ` +
      `${share(card.probe_s, GPU_STEP_S)} of a step of ${GPU_STEP_S * 1000} ms, ` +
      `${share(card.probe_s, whole_step_s)} of a step of GPT-2's size on this CPU (${whole_step_s.toFixed(1)} s; ${card.pairs} pairs)`,
  );
  console.log(
    `probe, counting on the CPU     ${micro(counted.probe_s)} a step, median of pairs ${micro(counted.median_probe_s)}: ` +
      `${share(counted.probe_s, whole_step_s)} of that step (${counted.pairs} pairs)`,
  );
}
