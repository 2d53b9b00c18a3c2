import { type Bytes, bytes, GIB, KIB, MIB } from "../memory/bytes.ts";

/** A size in a config: a number, and a unit that says whether it counts in 1024s. */
export const SIZE = /^(\d{1,15}(?:\.\d{1,9})?) ?(B|KiB|MiB|GiB|TiB)$/;
export const PERCENTAGE = /^(100(?:\.0{1,9})?|\d{1,2}(?:\.\d{1,9})?) ?%$/;

/** A time in a config: a whole number and its unit. */
export const DURATION = /^([1-9]\d{0,5}) ?(s|min|h)$/;

const UNIT_BYTES: Readonly<Record<string, number>> = { B: 1, KiB: KIB, MiB: MIB, GiB: GIB, TiB: 1024 * GIB };
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 };
const DECIMAL_BYTES: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** No card and no node has more: 1 PiB. Keeps every sum of sizes exact. */
export const MAX_SIZE_BYTES = 2 ** 50;

/** "24 GiB" in bytes, a part of a byte cut off. Undefined where `text` is no size, is zero or is beyond 1 PiB. */
export function parseSize(text: string): Bytes | undefined {
  const [, number, unit] = SIZE.exec(text) ?? [];
  const size = Math.floor(Number(number) * (UNIT_BYTES[unit ?? ""] ?? Number.NaN));
  return size > 0 && size <= MAX_SIZE_BYTES ? bytes(size) : undefined;
}

/** "90%" as the share 0.9. Undefined where `text` is no percentage up to 100%. */
export function parsePercentage(text: string): number | undefined {
  const [, number] = PERCENTAGE.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) / 100;
}

/** "20 min" in seconds. Undefined where `text` is no time. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit] = DURATION.exec(text) ?? [];
  return number === undefined ? undefined : Number(number) * (UNIT_SECONDS[unit ?? ""] ?? Number.NaN);
}

/** What is wanted in place of `written`: a bare number is taken for seconds. */
export function wantedDuration(written: unknown): string {
  return `a time with its unit, as ${typeof written === "number" && Number.isInteger(written) && written > 0 ? written + " s" : "20 min"}`;
}

/** What is wanted in place of `written`, with the size that was most likely meant: "40GB" is 37.25 GiB. */
export function wantedSize(written: unknown): string {
  const meant = meantSize(written);
  return `a size with its unit, as ${meant ?? "24 GiB"}`;
}

function meantSize(written: unknown): string | undefined {
  const [, number, prefix, rest] = /^\s*(\d{1,15}(?:\.\d+)?)\s*([kmgt]?)(i?b?)\s*$/i.exec(String(written)) ?? [];
  if (number === undefined || Number(number) === 0) return undefined;
  if (prefix === undefined || prefix === "") return `${number} ${rest === "" ? "GiB" : "B"}`;
  const binary = `${Number(number)} ${prefix.toUpperCase()}iB`;
  if (rest?.toLowerCase().startsWith("i")) return binary;
  const decimal = formatDecimal(Number(number) * (DECIMAL_BYTES[prefix.toLowerCase()] ?? 1));
  return rest === "" ? `${binary} or ${decimal}` : decimal;
}

/** A size that was written in powers of 1000, in the largest binary unit that it fills. */
function formatDecimal(size: number): string {
  const unit = ["TiB", "GiB", "MiB", "KiB"].find((name) => size >= (UNIT_BYTES[name] ?? Infinity)) ?? "B";
  return `${Number((size / (UNIT_BYTES[unit] ?? 1)).toFixed(2))} ${unit}`;
}

/** What is wanted in place of `written`, with the percentage that was most likely meant: 0.05 is 5%. */
export function wantedPercentage(written: unknown): string {
  const share = Number(written);
  const meant = typeof written === "number" && share > 0 && share <= 100 ? formatShare(share) : "5%";
  return `a percentage up to 100%, as ${meant}`;
}

function formatShare(share: number): string {
  return `${Number((share <= 1 ? share * 100 : share).toFixed(6))}%`;
}
