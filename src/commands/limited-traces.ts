import type { StartTraces } from "./predictor.ts";

/** No more than `most` traces: each takes seconds. What is over fails with `detail`. */
export function limitedTraces(start: StartTraces, most: number, detail: string): StartTraces {
  let left = most;
  return (training, device) => {
    const session = start(training, device);
    return {
      at: async (batchSize) => (left-- > 0 ? session.at(batchSize) : { kind: "failed", detail }),
      end: () => session.end(),
    };
  };
}
