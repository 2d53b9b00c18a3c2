import type { Plain } from "../../src/memory/recording/pickle.ts";

/** What a pickle holds, written as JSON: objects are dictionaries. */
export function plain(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value as Plain;
  return new Map(Object.entries(value).map(([key, part]) => [/^\d+$/.test(key) ? Number(key) : key, plain(part)]));
}

/** A frame as PyTorch writes it, of "file:line function". */
export function frame(text: string): object {
  const [, filename = "", line = "", name = ""] = /^(.*):(\d+) (.*)$/.exec(text) ?? [];
  return { filename, line: Number(line), name };
}

export function alloc(addr: number, size: number, frames: readonly string[], more: object = {}): object {
  return { action: "alloc", addr, size, stream: 0, frames: frames.map(frame), ...more };
}

export function free(addr: number, size: number): object[] {
  return [
    { action: "free_requested", addr, size, stream: 0, frames: [] },
    { action: "free_completed", addr, size, stream: 0, frames: [] },
  ];
}
