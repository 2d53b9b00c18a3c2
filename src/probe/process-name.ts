import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** A process of a run, on whichever machine and in whichever container: two of them may have the same number. */
export type ProcessName = {
  /** What its machine is called, for who reads it. */
  readonly host: string;
  /** Within which its number is its own: the kernel that was booted, and the namespace of numbers; "0" where nobody knows. */
  readonly space: string;
  readonly pid: number;
};

/** `gpu-01.9c2e1f7a-4026531836.1234`: as vram_probe/attached/process_name.py has it in the names of files. */
export function parseProcessName(text: string): ProcessName | undefined {
  const [, host, space, pid] = /^([\w.-]{1,64})\.([0-9a-f]{8}-\d{1,20}|0)\.([1-9]\d{0,9})$/.exec(text) ?? [];
  return host === undefined || space === undefined ? undefined : { host, space, pid: Number(pid) };
}

export function processNameText({ host, space, pid }: ProcessName): string {
  return `${host}.${space}.${pid}`;
}

/** Whether a process of that number, seen from here, is this one. */
export function isHere({ host, space }: ProcessName): boolean {
  return space === HERE && (HERE !== "0" || host === hostname());
}

const HERE = ownSpace();

/** Source: proc_sys_kernel(5), boot_id; namespaces(7), /proc/PID/ns. */
function ownSpace(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").slice(0, 8);
    const [number = ""] = /\d+/.exec(readlinkSync("/proc/self/ns/pid")) ?? [];
    return `${boot}-${number}`;
  } catch {
    return "0";
  }
}
