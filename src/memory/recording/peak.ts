import { type BlockAtPeak, type BlockGroup, NO_LINE, type Origin, groupBlocks } from "../block-groups.ts";
import type { AllocConf } from "../allocator/conf.ts";
import { bytes } from "../bytes.ts";
import type { Birth, Recording } from "./recording.ts";
import { replayRecording } from "./replay.ts";
import { type Stack, lineOf } from "./stack.ts";

/**
 * The blocks that are alive when the allocated bytes of the recording are highest, by the lines of code that asked for
 * them: their bytes add up to `allocated_bytes.all.peak` of the replay, rounding and slack included.
 *
 * `workspace` is the folder of the user's own code, as Python names it.
 */
export function blocksAtPeak(recording: Recording, workspace: string, conf: AllocConf): BlockGroup[] {
  return groupBlocks(aliveAtPeak(recording, conf).map((alive) => blockOf(alive, workspace)));
}

type Alive = {
  readonly size: number;
  readonly birth: Birth | undefined;
  /** It was there when the recording began. */
  readonly old: boolean;
};

/** Sizes are those of the allocator's blocks. The first moment counts, where the peak is reached again. */
function aliveAtPeak(recording: Recording, conf: AllocConf): Alive[] {
  const before = recording.segments.flatMap(({ blocks }) => blocks).filter(({ live }) => live);
  const alive = new Map(before.map(({ key, size, birth }): [string, Alive] => [key, { size, birth, old: true }]));
  const sizes: (number | undefined)[] = [];
  let highest = before.reduce((sum, { size }) => sum + size, 0);
  let events = 0;
  replayRecording(recording, conf, {
    onEvent: (_, block, { statistics }) => {
      sizes.push(block?.size);
      const { peak } = statistics.allocated_bytes.all;
      if (peak <= highest) return;
      highest = peak;
      events = sizes.length;
    },
  });
  for (const [index, event] of recording.events.slice(0, events).entries()) {
    const size = sizes[index];
    if (event.op === "free") alive.delete(event.key);
    if (event.op === "alloc" && size !== undefined) alive.set(event.key, { size, birth: event.birth, old: false });
  }
  return [...alive.values()];
}

function blockOf({ size, birth, old }: Alive, workspace: string): BlockAtPeak {
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
      return "backward";
    case "not-recorded":
      return old ? "before" : "unknown";
  }
}
