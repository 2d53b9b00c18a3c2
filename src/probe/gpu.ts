import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { MIB } from "../memory/bytes.ts";
import type { AttachCard } from "./attached.ts";

/** The first visible GPU of this runner, as `nvidia-smi` describes it now. */
export type RunnerGpu = {
  readonly name: string;
  readonly memory_mib: number;
  readonly compute_capability: string;
  readonly driver: string;
};

/** Undefined where there is no NVIDIA GPU or no `nvidia-smi`. */
export async function runnerGpu(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<RunnerGpu | undefined> {
  const visible = environment["CUDA_VISIBLE_DEVICES"]?.split(",")[0]?.trim();
  if (visible === "" || visible === "-1") return undefined;
  const query = ["--query-gpu=name,memory.total,compute_cap,driver_version", "--format=csv,noheader,nounits"];
  try {
    const { stdout } = await promisify(execFile)("nvidia-smi", [...query, `--id=${visible ?? "0"}`], {
      timeout: 20_000,
    });
    return parseGpu(stdout);
  } catch {
    return undefined;
  }
}

/** `NVIDIA L4, 23034, 8.9, 570.86.15` */
export function parseGpu(line: string): RunnerGpu | undefined {
  const [name, memory, compute_capability, driver] = (line.split("\n")[0] ?? "").split(",").map((cell) => cell.trim());
  if (!name || !driver || !/^\d+$/.test(memory ?? "") || !/^\d+\.\d+$/.test(compute_capability ?? "")) return undefined;
  return { name, memory_mib: Number(memory), compute_capability: compute_capability ?? "", driver };
}

/** Every card of this machine, and what is used of it now; none where there is no `nvidia-smi`. */
export async function cardsNow(): Promise<AttachCard[]> {
  const query = ["--query-gpu=uuid,driver_version,memory.used", "--format=csv,noheader,nounits"];
  try {
    const { stdout } = await promisify(execFile)("nvidia-smi", query, { timeout: 20_000 });
    return stdout.split("\n").flatMap((line) => parseCard(line) ?? []);
  } catch {
    return [];
  }
}

/** `GPU-5f5…, 570.86.15, 412` */
function parseCard(line: string): AttachCard | undefined {
  const [uuid, driver, used] = line.split(",").map((cell) => cell.trim());
  if (!uuid || !driver || !/^\d+$/.test(used ?? "")) return undefined;
  return { uuid, driver, used_bytes: Number(used) * MIB };
}
