import * as z from "zod/mini";
import { comparisonOf } from "../../src/compare/comparison.ts";
import type { Training } from "../../src/config/training.ts";
import type { MeasurementDocument } from "../../src/measure/measurement.ts";
import type { Prediction } from "../../src/predict/prediction.ts";

const whole = z.int().check(z.nonnegative());
const Row = z.strictObject({ name: z.string(), predicted_bytes: whole, observed_bytes: whole });

export const Outcome = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("compared"),
    /** What is alive at the peak; either side adds up to its `allocated`. */
    categories: z.array(Row),
    tiers: z.strictObject({ allocated: Row, reserved: Row, device: Row }),
    /** The high end of its interval, which who sets a limit takes. */
    reserved_high_bytes: whole,
    /** Device − device by reasons (src/compare/difference.ts), and what no rule took: they add up to it. */
    parts: z.array(z.strictObject({ name: z.string(), delta_bytes: z.int() })),
    unexplained_bytes: z.int(),
  }),
  z.strictObject({
    kind: z.literal("out-of-memory"),
    /** What was allocated and what was asked for then: it needs as much at least. */
    needed_bytes: whole,
    /** The high end of its interval. */
    allocated_high_bytes: whole,
    /** The low end of its interval, and what of the card a process can use. */
    device_low_bytes: whole,
    usable_bytes: whole,
  }),
  z.strictObject({ kind: z.literal("not-predicted"), detail: z.string() }),
]);
export type Outcome = z.infer<typeof Outcome>;
type Compared = Extract<Outcome, { kind: "compared" }>;

/** Share of what was observed. */
export const BARS = { allocated: 0.01, reserved: 0.06 } as const;

/** Lays a prediction for the measured card beside what was measured of the same training. */
export function outcomeOf(training: Training, prediction: Prediction, document: MeasurementDocument): Outcome {
  if (prediction.kind === "unknown") {
    return { kind: "not-predicted", detail: prediction.reasons.map(({ what }) => what).join("; ") };
  }
  const { intervals } = prediction;
  if (document.out_of_memory !== null) {
    const { allocated_bytes, requested_bytes } = document.out_of_memory;
    return {
      kind: "out-of-memory",
      needed_bytes: allocated_bytes + requested_bytes,
      allocated_high_bytes: intervals.allocated.high_bytes,
      device_low_bytes: intervals.device.low_bytes,
      usable_bytes: document.device.usable_bytes,
    };
  }
  const measurement = { kind: "measured", document, ranks: [], recording: undefined } as const;
  const comparison = comparisonOf(training, prediction, measurement);
  if (comparison === undefined) throw new RangeError("What is predicted and measured can be compared");
  const plain = ({ name, predicted_bytes, observed_bytes }: z.infer<typeof Row>) => ({
    name,
    predicted_bytes,
    observed_bytes,
  });
  const tier = (name: keyof Compared["tiers"]) => ({
    name,
    predicted_bytes: prediction.profile[`${name}_bytes`],
    observed_bytes: document[`${name}_bytes`],
  });
  const { parts, unexplained_bytes } = comparison.difference;
  return {
    kind: "compared",
    categories: comparison.categories.map(plain),
    tiers: { allocated: tier("allocated"), reserved: tier("reserved"), device: tier("device") },
    reserved_high_bytes: intervals.reserved.high_bytes,
    parts: [...parts],
    unexplained_bytes,
  };
}

/** In which ways the prediction does not hold, in words; none where it does. */
export function missesOf(outcome: Outcome): readonly string[] {
  switch (outcome.kind) {
    case "compared":
      return missesOfPeaks(outcome);
    case "out-of-memory": {
      const { needed_bytes, allocated_high_bytes, device_low_bytes, usable_bytes } = outcome;
      return [
        ...(device_low_bytes <= usable_bytes ? [`may fit ${usable_bytes} bytes, and ran out of memory`] : []),
        ...(needed_bytes > allocated_high_bytes ? [`needs ${needed_bytes} bytes, over ${allocated_high_bytes}`] : []),
      ];
    }
    case "not-predicted":
      return [`not predicted: ${outcome.detail}`];
  }
}

function missesOfPeaks({ tiers, reserved_high_bytes }: Compared): string[] {
  const far = (["allocated", "reserved"] as const).flatMap((name) => {
    const { predicted_bytes, observed_bytes } = tiers[name];
    const share = Math.abs(predicted_bytes - observed_bytes) / observed_bytes;
    if (share <= BARS[name]) return [];
    return [
      `${name}: ${predicted_bytes} predicted, ${observed_bytes} observed, off by more than ${BARS[name] * 100} %`,
    ];
  });
  const needed = tiers.reserved.observed_bytes;
  const failure = `a limit of ${reserved_high_bytes} bytes would have ended it: ${needed} were reserved`;
  return needed > reserved_high_bytes ? [...far, failure] : far;
}
