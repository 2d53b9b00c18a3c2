import { type BlockAtPeak, NO_LINE, type Origin } from "../block-groups.ts";
import { bytes } from "../bytes.ts";
import type { Birth } from "./recording.ts";
import { type Stack, lineOf } from "./stack.ts";

/** A block of `size` bytes, where it was asked for; `old` is one that was there when the recording began. */
export function blockOf(size: number, birth: Birth | undefined, old: boolean, workspace: string): BlockAtPeak {
  const stack = birth?.stack ?? { kind: "not-recorded" };
  const line = "frames" in stack ? lineOf(stack.frames, workspace) : NO_LINE;
  return {
    ...line,
    bytes: bytes(size),
    origin: originOf(stack.kind, line !== NO_LINE, old),
    category: birth?.category ?? null,
    operator: birth?.operator ?? "",
    module: birth?.module ?? "",
  };
}

function originOf(kind: Stack["kind"], found: boolean, old: boolean): Origin {
  switch (kind) {
    case "python":
      return found ? "code" : "unknown";
    case "backward":
    case "before":
      return kind;
    case "not-recorded":
      return old ? "before" : "unknown";
  }
}
