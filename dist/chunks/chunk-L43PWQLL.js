import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/probe/reasons.ts
var NOT_MEASURED_REASONS = [
  "not-asked",
  "other-batches",
  "fork",
  "event",
  "no-python",
  "no-torch",
  "no-gpu",
  "too-much-for-a-cpu",
  "driver-too-old",
  "unsupported-card",
  "card-taken",
  "no-device-memory",
  "no-host-memory",
  "disk-full",
  "not-attached",
  "no-step",
  "probe-failed",
  "failed",
  "killed",
  "timed-out",
  "cancelled",
  "rank-died",
  "ranks-disagree",
  "not-believed",
  "no-answer"
];
var WAS_TRIED = {
  "not-asked": false,
  "other-batches": false,
  fork: false,
  event: false,
  "no-python": false,
  "no-torch": false,
  "no-gpu": false,
  "too-much-for-a-cpu": false,
  "driver-too-old": true,
  "unsupported-card": true,
  "card-taken": true,
  "no-device-memory": true,
  "no-host-memory": true,
  "disk-full": true,
  "not-attached": true,
  "no-step": true,
  "probe-failed": true,
  failed: true,
  killed: true,
  "timed-out": true,
  cancelled: true,
  "rank-died": true,
  "ranks-disagree": true,
  "not-believed": true,
  "no-answer": true
};

export {
  NOT_MEASURED_REASONS,
  WAS_TRIED
};
