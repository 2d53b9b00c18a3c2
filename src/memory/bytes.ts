declare const unit: unique symbol;

/** A non-negative whole number of bytes. Made only by {@linkcode bytes}. */
export type Bytes = number & { readonly [unit]: "bytes" };

/** Checks `n` once, where a number becomes a size. Arithmetic gives back a plain `number`. */
export function bytes(n: number): Bytes {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`Cannot use ${n} as a size in bytes`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one door
  return n as Bytes;
}

export function sumBytes(parts: Iterable<Bytes>): Bytes {
  let total = 0;
  for (const part of parts) total += part;
  return bytes(total);
}

export const KIB = 2 ** 10;
export const MIB = 2 ** 20;
export const GIB = 2 ** 30;
