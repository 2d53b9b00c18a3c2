import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  startProbe
} from "./chunk-L4DPF6NR.js";
import "./chunk-O42AQF56.js";
import "./chunk-GGAJOL5F.js";
import "./chunk-L43PWQLL.js";
import "./chunk-E2Y7L7HE.js";
import "./chunk-LZQXQOPJ.js";

// src/probe/traces.ts
function startTraces(request, options) {
  const waiting = [];
  let over;
  const probe = startProbe(request, options, (message) => {
    const answer = "failure" in message ? { kind: "failed", ...message.failure } : { kind: "answered", trace: "trace" in message ? message.trace : void 0 };
    const next = waiting.shift();
    if (next === void 0) over ??= answer;
    else next(answer);
  });
  const settle = async () => {
    const { failed } = await probe.ended;
    over ??= failed;
    for (const next of waiting.splice(0)) next(over);
  };
  const ended = settle();
  return {
    at: (batchSize) => new Promise((resolve) => {
      if (over !== void 0) {
        resolve(over);
        return;
      }
      waiting.push(resolve);
      const asked = { batch_size: batchSize };
      probe.write(`${JSON.stringify(asked)}
`);
    }),
    end: () => {
      probe.endInput();
      return ended;
    }
  };
}
export {
  startTraces
};
