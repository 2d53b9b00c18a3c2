/** Why there is no measurement. */
export const NOT_MEASURED_REASONS = [
  "not-asked",
  "no-python",
  "no-torch",
  "no-gpu",
  "fork",
  "event",
  "failed",
  "timed-out",
  "no-step",
  "cancelled",
] as const;
export type NotMeasuredReason = (typeof NOT_MEASURED_REASONS)[number];
