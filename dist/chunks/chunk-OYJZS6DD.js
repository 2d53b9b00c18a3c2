import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/cancellation.ts
import { constants } from "node:os";
var SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"];
function cancellation() {
  const cancel = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => cancel.abort(128 + constants.signals[signal]));
  return cancel.signal;
}

// src/progress.ts
function progressReporter(stream) {
  const terminal = stream.isTTY === true;
  const begun = /* @__PURE__ */ new Set();
  return {
    step(training, { phase, step, steps }) {
      if (terminal) {
        const full = Math.round(20 * step / Math.max(steps, 1));
        stream.write(
          `\r\x1B[K${training} \u2502${"\u2588".repeat(full)}${"\u2591".repeat(20 - full)}\u2502 step ${step} of ${steps}, ${phase}`
        );
        return;
      }
      const line = phase === "done" ? `${training}: ${steps} steps done
` : `${training}: training ${steps} steps
`;
      if (!begun.has(line)) stream.write(line);
      begun.add(line);
    },
    done() {
      if (terminal) stream.write("\r\x1B[K");
    }
  };
}

export {
  cancellation,
  progressReporter
};
