import { EXPANDABLE } from "../memory/allocator/conf.ts";
import type { Bytes } from "../memory/bytes.ts";

/**
 * What a change costs beside the hand that writes it, cheapest first. `training`: it is another one, whose learning rate and
 * the like must be found anew.
 */
export const COSTS = ["none", "time", "numerics", "hardware", "training"] as const;
export type Cost = (typeof COSTS)[number];

/** One key, and what is to stand there, as YAML on one line. */
export type WayChange = {
  readonly key: string;
  readonly value: string;
  /** `command`: the config describes what a command does, and both are to be changed. */
  readonly where: "config" | "environment" | "command";
};

export const EXPANDABLE_CHANGE: WayChange = {
  key: "PYTORCH_CUDA_ALLOC_CONF",
  value: EXPANDABLE,
  where: "environment",
};

/** Changes that are made together, and what the training then needs: by a prediction of its own, or by replay. */
export type Way = {
  readonly changes: readonly WayChange[];
  readonly cost: Cost;
  /** What is predicted, and what was measured beyond the prediction of the training as it is. */
  readonly device_bytes: Bytes;
  readonly high_bytes: Bytes;
  /** Of the card that the way is about, which may be another. */
  readonly limit_bytes: Bytes;
  /** needed as it is − `device_bytes` */
  readonly saves_bytes: number;
  readonly fits: boolean;
  /** It fits, but hardly, or not at its high end. */
  readonly tight: boolean;
  /** Undefined where more would have to be traced to know it. */
  readonly max_batch_size: number | undefined;
};

/** Changes of which nothing is predicted, and why. */
export type UnknownWay = { readonly changes: readonly WayChange[]; readonly why: string };

/** How a training gets back under its budget. Both are empty where it fits well. */
export type WaysBack = {
  /** Cheapest first: those that fit, else those that come nearest. */
  readonly ways: readonly Way[];
  readonly unknown_ways: readonly UnknownWay[];
};

export const NO_WAYS: WaysBack = { ways: [], unknown_ways: [] };

/** The cheapest first; of those that cost the same the one that leaves more. */
export function byCost(a: Way, b: Way): number {
  return COSTS.indexOf(a.cost) - COSTS.indexOf(b.cost) || leftOf(b) - leftOf(a);
}

function leftOf({ limit_bytes, device_bytes }: Way): number {
  return limit_bytes - device_bytes;
}

/** The dearest of several. */
export function dearest(costs: readonly Cost[]): Cost {
  return COSTS.findLast((cost) => costs.includes(cost)) ?? "none";
}
