import { type BlockAtPeak, NO_PLACE, type Origin, type Place } from "../block-groups.ts";
import { bytes } from "../bytes.ts";
import type { Birth } from "./recording.ts";
import { type Stack, placeOf } from "./stack.ts";

/** A block of `size` bytes, where it was asked for; `old` is one that was there when the recording began. */
export function blockOf(size: number, birth: Birth | undefined, old: boolean, workspace: string): BlockAtPeak {
  const { origin, place } = birthplace(birth?.stack ?? { kind: "not-recorded" }, old, workspace);
  return {
    ...place,
    bytes: bytes(size),
    origin,
    category: birth?.category ?? null,
    operator: birth?.operator ?? "",
    module: birth?.module ?? "",
  };
}

function birthplace(stack: Stack, old: boolean, workspace: string): { readonly origin: Origin; readonly place: Place } {
  switch (stack.kind) {
    case "python": {
      const place = placeOf(stack.frames, workspace);
      return { origin: place === NO_PLACE ? "unknown" : "code", place };
    }
    case "backward":
      return { origin: "backward", place: placeOf(stack.frames, workspace) };
    case "placed":
      return stack;
    case "not-recorded":
      return { origin: old ? "before" : "unknown", place: NO_PLACE };
  }
}
