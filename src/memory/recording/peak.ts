import { type BlockGroup, groupBlocks } from "../block-groups.ts";
import type { AllocConf } from "../allocator/conf.ts";
import { blockOf } from "./birthplace.ts";
import type { Birth, Recording } from "./recording.ts";
import { replayRecording } from "./replay.ts";

/**
 * The blocks that are alive when the allocated bytes of the recording are highest, by the lines of code that asked for
 * them: their bytes add up to `allocated_bytes.all.peak` of the replay, rounding and slack included.
 *
 * `workspace` is the folder of the user's own code, as Python names it.
 */
export function blocksAtPeak(recording: Recording, workspace: string, conf: AllocConf): BlockGroup[] {
  return groupBlocks(aliveAtPeak(recording, conf).map(({ size, birth, old }) => blockOf(size, birth, old, workspace)));
}

type Alive = {
  readonly size: number;
  readonly birth: Birth | undefined;
  /** It was there when the recording began. */
  readonly old: boolean;
};

/** Sizes are those of the allocator's blocks. The first moment counts, where the peak is reached again. */
function aliveAtPeak(recording: Recording, conf: AllocConf): Alive[] {
  const old = recording.segments.flatMap(({ blocks }) => blocks).filter(({ live }) => live);
  const alive = new Map(old.map(({ key, size, birth }): [string, Alive] => [key, { size, birth, old: true }]));
  const sizes: (number | undefined)[] = [];
  let highest = old.reduce((sum, { size }) => sum + size, 0);
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
  const lost: Alive[] = []; // their names were given anew without a free, and nobody can free them any more
  for (const [index, event] of recording.events.slice(0, events).entries()) {
    const size = sizes[index];
    if (event.op === "free") alive.delete(event.key);
    if (event.op !== "alloc" || size === undefined) continue;
    const before = alive.get(event.key);
    if (before !== undefined) lost.push(before);
    alive.set(event.key, { size, birth: event.birth, old: false });
  }
  return [...alive.values(), ...lost];
}
