/** One case in one tier: what was measured, what was predicted, and between what. Bytes. */
export type Compared = {
  readonly measured_bytes: number;
  readonly predicted_bytes: number;
  readonly low_bytes: number;
  readonly high_bytes: number;
};

/** (predicted − measured) / measured: negative is an under-prediction, the unsafe direction. */
export function signedError({ predicted_bytes, measured_bytes }: Compared): number {
  return (predicted_bytes - measured_bytes) / measured_bytes;
}

/** As `numpy.percentile` interpolates: 90 of [1, 2, 3] lies at 0.9 × 2 = 1.8 steps from the first, at 2.8. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (percent / 100) * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
  return below + (above - below) * (place - Math.floor(place));
}

export type Summary = {
  readonly cases: number;
  /** Of the errors without their sign. */
  readonly median: number;
  readonly mean: number;
  readonly p90: number;
  /** Shares of the cases. */
  readonly under: number;
  /** The interval's high end, set as a hard cap, would have ended the training. */
  readonly cap_failures: number;
  readonly within: number;
};

export function summaryOf(rows: readonly Compared[]): Summary {
  const errors = rows.map((row) => Math.abs(signedError(row)));
  const share = (test: (row: Compared) => boolean) => rows.filter(test).length / rows.length;
  return {
    cases: rows.length,
    median: percentile(errors, 50),
    mean: errors.reduce((sum, error) => sum + error, 0) / rows.length,
    p90: percentile(errors, 90),
    under: share((row) => row.predicted_bytes < row.measured_bytes),
    cap_failures: share((row) => row.high_bytes < row.measured_bytes),
    within: share((row) => row.low_bytes <= row.measured_bytes && row.measured_bytes <= row.high_bytes),
  };
}
