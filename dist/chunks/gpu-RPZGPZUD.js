import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  MIB
} from "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";

// src/probe/gpu.ts
import { execFile } from "node:child_process";
import { promisify } from "node:util";
async function runnerGpu(environment) {
  const visible = environment["CUDA_VISIBLE_DEVICES"]?.split(",")[0]?.trim();
  if (visible === "" || visible === "-1") return void 0;
  const query = ["--query-gpu=name,memory.total,compute_cap,driver_version", "--format=csv,noheader,nounits"];
  try {
    const { stdout } = await promisify(execFile)("nvidia-smi", [...query, `--id=${visible ?? "0"}`], {
      timeout: 2e4
    });
    return parseGpu(stdout);
  } catch {
    return void 0;
  }
}
function parseGpu(line) {
  const [name, memory, compute_capability, driver] = (line.split("\n")[0] ?? "").split(",").map((cell) => cell.trim());
  if (!name || !driver || !/^\d+$/.test(memory ?? "") || !/^\d+\.\d+$/.test(compute_capability ?? "")) return void 0;
  return { name, memory_mib: Number(memory), compute_capability: compute_capability ?? "", driver };
}
async function cardsNow() {
  const query = ["--query-gpu=uuid,driver_version,memory.used", "--format=csv,noheader,nounits"];
  try {
    const { stdout } = await promisify(execFile)("nvidia-smi", query, { timeout: 2e4 });
    return stdout.split("\n").flatMap((line) => parseCard(line) ?? []);
  } catch {
    return [];
  }
}
function parseCard(line) {
  const [uuid, driver, used] = line.split(",").map((cell) => cell.trim());
  if (!uuid || !driver || !/^\d+$/.test(used ?? "")) return void 0;
  return { uuid, driver, used_bytes: Number(used) * MIB };
}
export {
  cardsNow,
  parseGpu,
  runnerGpu
};
