import { EXPANDABLE, parseAllocConf } from "../memory/allocator/conf.ts";
import { profileOf } from "../memory/replay.ts";
import { intervalsOf } from "./interval.ts";
import type { Prediction } from "./prediction.ts";

type Predicted = Extract<Prediction, { kind: "predicted" }>;

/** The same trace under another PYTORCH_CUDA_ALLOC_CONF: what the training asks for does not depend on it. */
export function underAllocConf(prediction: Predicted, allocConf: string): Predicted {
  const { trace, device, guesses } = prediction;
  const conf = parseAllocConf(allocConf);
  const profile = profileOf(trace, device, conf);
  return {
    ...prediction,
    profile,
    intervals: intervalsOf(trace, profile, device, { conf, guesses }),
    alloc_conf: allocConf,
  };
}

/** `allocConf` with expandable segments; undefined where they are on. */
export function withExpandable(allocConf: string): string | undefined {
  if (parseAllocConf(allocConf).expandable_segments) return undefined;
  return allocConf === "" ? EXPANDABLE : `${allocConf},${EXPANDABLE}`;
}
