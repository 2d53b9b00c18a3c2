import type * as z from "zod/mini";
import { nearest } from "./nearest.ts";
import { type ConfigProblem, formatPath, formatValue, type Path } from "./problem.ts";
import type { Source } from "./source.ts";
import type { Place } from "./training.ts";

/** More are the consequence of one mistake, or a file that nobody wrote. */
export const MAX_PROBLEMS = 1000;

/** Reads a source piece by piece and keeps every problem, so that one bad value hides none of the others. */
export type Reader = {
  readonly problems: readonly ConfigProblem[];
  readonly place: (path: Path) => Place;
  readonly keyPlace: (path: Path) => Place;
  /** `at` is where it stands, if not at `path` itself. */
  readonly problem: (path: Path, message: string, at?: Place) => void;
  /** The value at `path` as `schema` gives it back; undefined, with its problems kept, where it does not fit. */
  readonly read: <S extends z.ZodMiniType>(path: Path, value: unknown, schema: S) => z.output<S> | undefined;
  readonly unknownKey: (path: Path, known: readonly string[]) => void;
};

export function reader(source: Source): Reader {
  const problems: ConfigProblem[] = [];
  const problem: Reader["problem"] = (path, message, at = source.place(path)) => {
    if (problems.length > MAX_PROBLEMS) return;
    const rest = problems.length === MAX_PROBLEMS ? "and more problems, which are not listed" : message;
    problems.push({ ...at, path: formatPath(path), message: rest });
  };
  const unknownKey: Reader["unknownKey"] = (path, known) => {
    problem(path, unknownMessage("unknown key", String(path.at(-1)), known), source.keyPlace(path));
  };
  return {
    problems,
    place: source.place,
    keyPlace: source.keyPlace,
    problem,
    unknownKey,
    read(path, value, schema) {
      const parsed = schema.safeParse(value);
      if (parsed.success) return parsed.data;
      for (const { kind, path: inner, message } of slips(parsed.error.issues, value)) {
        if (kind === "unknown-key") unknownKey([...path, ...inner], message.split(", "));
        else problem([...path, ...inner], message);
      }
      return undefined;
    },
  };
}

/** Reports every key of `map` that is not `known`. */
export function checkKeys(
  read: Reader,
  path: Path,
  map: Readonly<Record<string, unknown>>,
  known: readonly string[],
): void {
  const unknown = Object.keys(map).filter((key) => !known.includes(key));
  // the reader lists no more, and finding where each stands takes a walk through all of them
  for (const key of unknown.slice(0, MAX_PROBLEMS + 1)) read.unknownKey([...path, key], known);
}

/** `unknown key, did you mean batch_size?`, or `listed`, all that there are, where none of `known` is near. */
export function unknownMessage(what: string, written: string, known: readonly string[], listed = known): string {
  const meant = nearest(written, known);
  if (meant !== undefined) return `${what}, did you mean ${meant}?`;
  return `${what}, expected ${listed.length === 1 ? "" : "one of "}${listed.join(", ")}`;
}

/** What one schema has against a value; for an unknown key, `message` lists the known ones. */
export type Slip = { readonly kind: "value" | "unknown-key"; readonly path: Path; readonly message: string };

/**
 * In the schemas of this folder an issue's message is what is wanted, so that here what is found can be added. One
 * slip a value: the first.
 */
export function slips(issues: readonly z.core.$ZodIssue[], value: unknown): Slip[] {
  const all = issues.flatMap((issue): Slip[] => {
    const path = issue.path.filter((key) => typeof key !== "symbol");
    if (issue.code === "unrecognized_keys") {
      return issue.keys
        .slice(0, MAX_PROBLEMS)
        .map((key) => ({ kind: "unknown-key", path: [...path, key], message: issue.message }));
    }
    const there = path.reduce(valueAt, value);
    const branches = issue.code === "invalid_union" ? issue.errors.filter(fitsAtTheRoot) : [];
    const [branch] = branches.map((one) => slips(one, there)).toSorted((a, b) => a.length - b.length);
    if (branch !== undefined) return branch.map((slip) => below(path, slip));
    return [{ kind: "value", path, message: `expected ${issue.message}, found ${formatValue(there)}` }];
  });
  return [...new Map(all.toReversed().map((slip) => [JSON.stringify(slip.path), slip])).values()].toReversed();
}

function below(path: Path, { kind, message, ...slip }: Slip): Slip {
  return { kind, path: [...path, ...slip.path], message };
}

/** The branch of a union that is meant: the value is of its kind, and only something inside is wrong. */
function fitsAtTheRoot(issues: readonly z.core.$ZodIssue[]): boolean {
  return issues.every((issue) => issue.path.length > 0 || issue.code === "unrecognized_keys");
}

/** What stands at `key`; undefined where `value` has no such key of its own. */
export function valueAt(value: unknown, key: string | number): unknown {
  if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function isRecord(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
