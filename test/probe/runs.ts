import { readFileSync } from "node:fs";

/** Whether a process is there and is no zombie, which only waits for its parent to look. */
export function runs(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "latin1"));
  } catch {
    return false;
  }
}
