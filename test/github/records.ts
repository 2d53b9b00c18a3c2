import type { MemoryRecord } from "../../src/measure/record.ts";
import { bytes, GIB } from "../../src/memory/bytes.ts";

export const shaOf = (commit: number) => commit.toString(16).padStart(7, "0").padEnd(40, "0");

/** A measured record of the `run`-th run, about a commit of the same number; `changes` replace what is in it. */
export function recordOf(run: number, changes: Partial<MemoryRecord> = {}): MemoryRecord {
  return {
    schema: "vram-budget/record@1",
    training: "mnist-mlp",
    sha: shaOf(run),
    run: { id: run, attempt: 1 },
    date: "2026-11-25T08:00:00Z",
    verdict: "pass",
    batch_size: 64,
    config: "c".repeat(64),
    needed: { card: "Tesla T4", needed_bytes: bytes(3 * GIB), limit_bytes: bytes(12 * GIB), from: "measurement" },
    measured: {
      kind: "cuda",
      card: "Tesla T4",
      versions: { torch: "2.13.0", driver: "570.1", python: "3.12.3" },
      steps: 8,
      allocated_bytes: bytes(2 * GIB),
      reserved_bytes: bytes(2.5 * GIB),
      device_bytes: bytes(3 * GIB),
    },
    accepted: null,
    ...changes,
  };
}
