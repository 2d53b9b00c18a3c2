import { isRecord } from "./reader.ts";

/** `Adam`, `{Adam: {lr: 0.001}}` or `{Adam: [0.001]}` with these arguments by name; null and what is no call stay out of it. */
export function withArguments(written: unknown, args: Readonly<Record<string, unknown>>): unknown {
  if (typeof written === "string") return { [written]: args };
  const [entry] = isRecord(written) ? Object.entries(written) : [];
  if (entry === undefined) return written;
  const [name, given] = entry;
  return { [name]: argumentsWith(given, args) };
}

/** Arguments are a map by name, a list by position whose last entry may be such a map, or one by itself. */
function argumentsWith(given: unknown, args: Readonly<Record<string, unknown>>): unknown {
  if (given === undefined || given === null) return args;
  if (isRecord(given)) return { ...given, ...args };
  if (!Array.isArray(given)) return [given, args];
  const values: readonly unknown[] = given;
  const last = values.at(-1);
  return isRecord(last) ? [...values.slice(0, -1), { ...last, ...args }] : [...values, args];
}
