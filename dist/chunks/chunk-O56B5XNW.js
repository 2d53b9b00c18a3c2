import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/memory/bytes.ts
function bytes(n) {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`Cannot use ${n} as a size in bytes`);
  return n;
}
function sumBytes(parts) {
  let total = 0;
  for (const part of parts) total += part;
  return bytes(total);
}
var KIB = 2 ** 10;
var MIB = 2 ** 20;
var GIB = 2 ** 30;

export {
  bytes,
  sumBytes,
  KIB,
  MIB,
  GIB
};
