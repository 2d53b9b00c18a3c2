import { stringify } from "yaml";
import type { Path } from "./problem.ts";
import { isRecord, valueAt } from "./reader.ts";
import type { Values } from "./training-source.ts";

/** A key whose value is another: a leaf of the two trainings, or the nearest that can be set by itself. */
export type ChangedKey = { readonly path: Path; readonly base: unknown; readonly head: unknown };

/**
 * What changed from `base` to `head`, key by key. A map is looked into, but where the two have no key in common: another
 * optimizer is one change, and not the arguments of two. A list is one key, but where it names the same entries in the
 * same order, as layers do: there only arguments changed.
 */
export function changedKeys(base: Values, head: Values): readonly ChangedKey[] {
  return changedIn([], base, head);
}

/** `values` with these keys as the base has them. */
export function takenBack(values: Values, keys: readonly ChangedKey[]): Values {
  return keys.reduce<Values>((all, { path, base }) => {
    const changed = withValue(all, path, base);
    return isRecord(changed) ? changed : {};
  }, values);
}

function changedIn(path: Path, base: unknown, head: unknown): ChangedKey[] {
  const steps = stepsInto(path, base, head);
  if (steps !== undefined)
    return steps.flatMap((step) => changedIn([...path, step], valueAt(base, step), valueAt(head, step)));
  return isSame(base, head) ? [] : [{ path, base, head }];
}

/** The keys or indices by which two values are compared piece by piece; undefined where they are compared as a whole. */
function stepsInto(path: Path, base: unknown, head: unknown): readonly (string | number)[] | undefined {
  if (isRecord(base) && isRecord(head)) {
    const [before, after] = [Object.keys(base), Object.keys(head)];
    const shared = after.some((key) => before.includes(key));
    return shared || path.length === 0 ? [...new Set([...after, ...before])] : undefined;
  }
  if (!Array.isArray(base) || !Array.isArray(head) || base.length !== head.length) return undefined;
  const isSameList = head.every((entry, index) => {
    const name = entryName(entry);
    return name !== undefined && name === entryName(base[index]);
  });
  return isSameList ? head.map((_, index) => index) : undefined;
}

/** `Flatten` and `{Linear: [784, 128]}` are entries by name; a number is none. */
function entryName(entry: unknown): string | undefined {
  if (typeof entry === "string") return entry;
  if (!isRecord(entry)) return undefined;
  const [name, ...others] = Object.keys(entry);
  return others.length === 0 ? name : undefined;
}

/** Of values as JSON has them; the order of a map's keys means nothing. */
function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((entry, index) => isSame(entry, b[index]));
  if (!isRecord(a) || !isRecord(b)) return Object.is(a, b);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isSame(a[key], valueAt(b, key)));
}

/** A copy of `value` with another value at `path`; without the key where that is undefined. */
function withValue(value: unknown, path: Path, wanted: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return wanted;
  const inner = withValue(valueAt(value, step), rest, wanted);
  if (Array.isArray(value)) return value.map((entry: unknown, index) => (index === step ? inner : entry));
  const { [step]: _, ...others } = isRecord(value) ? value : {};
  return inner === undefined ? others : { ...others, [step]: inner };
}

/** As YAML on one line. */
export function flowText(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 }).trimEnd();
}
