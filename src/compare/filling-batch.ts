import { type BatchPoint, LARGEST_BATCH } from "../memory/batches.ts";
import type { BatchAdvice } from "../predict/batch-advice.ts";
import type { BudgetResult } from "./result.ts";

/** A training that uses less of its budget leaves the card mostly idle. */
const MOSTLY_IDLE = 0.5;

/** The largest batch that fits, and what it needs, where the training as it is leaves the card mostly idle. */
export function fillingBatch(
  budget: BudgetResult | undefined,
  batches: BatchAdvice | undefined,
  batchSize: number | undefined,
): BatchPoint | undefined {
  if (budget === undefined || batches === undefined || batchSize === undefined) return undefined;
  const { max_batch_size, curve } = batches;
  const isIdle = budget.needed_bytes < MOSTLY_IDLE * budget.limit_bytes;
  if (!isIdle || max_batch_size <= batchSize || max_batch_size >= LARGEST_BATCH) return undefined;
  return curve.find(({ batch_size }) => batch_size === max_batch_size);
}
