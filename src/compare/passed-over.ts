import type { MeasuredDevice } from "../measure/measurement.ts";

/** The card of a machine, and what a training ran on there in its place. */
export type PassedOver = {
  readonly card: { readonly name: string; readonly driver: string };
  readonly device: MeasuredDevice;
};

/** Why, as far as PyTorch and the driver tell. */
export type WhyPassedOver =
  | { readonly kind: "no-cuda-build"; readonly torch: string }
  | { readonly kind: "driver-too-old"; readonly driver: string; readonly cuda: string; readonly least: number }
  /** PyTorch could have had it: the program did not ask for it, or the command hid it. */
  | { readonly kind: "not-used" };

/**
 * The first driver for Linux that a CUDA of this major version runs with. Source: NVIDIA, CUDA Compatibility,
 * "Minor Version Compatibility", table 1.
 */
const LEAST_DRIVER: Readonly<Record<number, number>> = { 11: 450, 12: 525, 13: 580 };

export function whyPassedOver({ card: { driver }, device: { torch, cuda } }: PassedOver): WhyPassedOver {
  if (cuda === null) return { kind: "no-cuda-build", torch };
  const least = LEAST_DRIVER[Number.parseInt(cuda, 10)];
  if (least !== undefined && Number.parseInt(driver, 10) < least)
    return { kind: "driver-too-old", driver, cuda, least };
  return { kind: "not-used" };
}
