import type { Measurement } from "../measure/measurement.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { Phase } from "../memory/trace.ts";
import type { Prediction } from "../predict/prediction.ts";

/** What became of a training that was run again and could have no more than what is predicted. */
export type Verification =
  | {
      readonly kind: "survived";
      readonly limit_bytes: Bytes;
      /** How often the allocator gave back what it kept, to stay within the limit. */
      readonly num_alloc_retries: number;
    }
  | {
      readonly kind: "limit-failed";
      readonly limit_bytes: Bytes;
      readonly phase: Phase;
      readonly step: number;
      readonly requested_bytes: Bytes;
      readonly held_bytes: Bytes;
    }
  | { readonly kind: "not-verified"; readonly detail: string };

/** The limit to run under; none where nothing is predicted for the device, or there is nothing to prove. */
export type Limit =
  | { readonly kind: "limit"; readonly limit_bytes: Bytes }
  | { readonly kind: "none"; readonly verification: Verification | undefined };

/**
 * The high end of what the allocator is predicted to reserve: who sets a limit by a prediction takes that number, and
 * docs/accuracy.md counts by it. The number itself lies in the middle of its interval, and would fail half of the time.
 * The context is not the allocator's, and no part of it. On the CPU it is what is alive, in which nothing is in doubt.
 */
export function limitOfPrediction(prediction: Prediction | undefined, measurement: Measurement): Limit {
  if (measurement.kind === "not-measured" || measurement.document.out_of_memory !== null)
    return { kind: "none", verification: undefined };
  if (prediction?.kind === "predicted") {
    const { reserved, allocated } = prediction.intervals;
    return { kind: "limit", limit_bytes: (prediction.device.kind === "cpu" ? allocated : reserved).high_bytes };
  }
  const detail = "nothing is predicted for the device that was measured";
  return { kind: "none", verification: { kind: "not-verified", detail } };
}

/** `measurement` is of the training under the limit. */
export function verificationOf(limit_bytes: Bytes, measurement: Measurement): Verification {
  if (measurement.kind === "not-measured") return { kind: "not-verified", detail: measurement.detail };
  const { out_of_memory, num_alloc_retries } = measurement.document;
  if (out_of_memory === null) return { kind: "survived", limit_bytes, num_alloc_retries };
  const { phase, step, requested_bytes, reserved_bytes: held_bytes } = out_of_memory;
  return { kind: "limit-failed", limit_bytes, phase, step, requested_bytes, held_bytes };
}
