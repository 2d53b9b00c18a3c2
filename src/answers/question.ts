import type { Training } from "../config/training.ts";
import type { Bytes } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import { cardOf } from "../predict/traced-engine.ts";

/**
 * What a training was asked: SHA-256, in hexadecimal, of all that the answer depends on. Who asks the same again finds
 * the answer; an answer to anything else is never found.
 */
export type Question = string;

/** What is added to a trace for a card, as its context, is no part of the question. */
export function traceQuestion(training: Training, device: CudaDevice, batchSize: number | null): Promise<Question> {
  return hashOf({ ask: "trace", training, card: cardOf(device), batch_size: batchSize });
}

export function measureQuestion(training: Training, limit: Bytes | undefined): Promise<Question> {
  return hashOf({ ask: "measure", training, limit_bytes: limit ?? null });
}

async function hashOf(asked: object): Promise<Question> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(asked, inOrder)));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Keys by name: the order in which they were put together says nothing. */
function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
