/**
 * `npm run bench`: what a prediction costs from start to exit, beside what else there is, and the allocator model's
 * speed, and what the attached probe costs a training. `npm run bench peers` and the like run one part.
 */
import { startUp } from "./start-up.ts";
import { attached } from "./attached.ts";
import { peers } from "./peers.ts";
import { replaySpeed } from "./replay-speed.ts";

const PARTS = { "start-up": startUp, replay: replaySpeed, peers, attached } as const;

const asked = process.argv.slice(2);
for (const [name, part] of Object.entries(PARTS)) {
  if (asked.length === 0 || asked.includes(name)) await part();
}
