import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  WAS_TRIED
} from "./chunk-L43PWQLL.js";
import {
  stoppedText
} from "./chunk-I6SX2CMF.js";

// src/world/progress.ts
function progressReporter(stream) {
  const terminal = stream.isTTY === true;
  const begun = /* @__PURE__ */ new Set();
  const report = (training, { step, steps, phase, at_most }, doing) => {
    const all = at_most === true ? `at most ${steps}` : String(steps);
    const line = `${training}: ${doing} ${all} steps
`;
    if (terminal)
      stream.write(`\r\x1B[K${training} \u2502${bar(step / Math.max(steps, 1))}\u2502 step ${step} of ${all}, ${phase}`);
    else if (!begun.has(line)) stream.write(line);
    begun.add(line);
  };
  const done = () => {
    if (terminal) stream.write("\r\x1B[K");
  };
  const ended = (training, measurement) => {
    begun.clear();
    const end = endText(measurement);
    if (!terminal && end !== void 0) stream.write(`${training}: ${end}
`);
  };
  return {
    step: report,
    done,
    /** Measures as `measure` does, and says at the end of each training how it came to it. */
    ending(measure) {
      return async (training, workspace, limit) => {
        const measurement = await measure(training, workspace, limit);
        ended(training.name, measurement);
        return measurement;
      };
    }
  };
}
function bar(share) {
  const full = Math.round(20 * Math.min(share, 1));
  return `${"\u2588".repeat(full)}${"\u2591".repeat(20 - full)}`;
}
function endText(measurement) {
  if (measurement.kind === "measured") return stoppedText(measurement.document);
  return WAS_TRIED[measurement.reason] ? `not measured (${measurement.reason})` : void 0;
}

// src/world/cancellation.ts
import { constants } from "node:os";
var SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"];
function cancellation() {
  const cancel = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => cancel.abort(128 + constants.signals[signal]));
  return cancel.signal;
}

export {
  progressReporter,
  cancellation
};
