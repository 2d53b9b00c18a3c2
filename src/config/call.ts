import type * as z from "zod/mini";
import { formatValue, type Path } from "./problem.ts";
import { isRecord, type Reader, slips, unknownMessage } from "./reader.ts";
import type { Signature } from "./signature.ts";
import type { Other } from "./training.ts";

/** What a name may be in one place of a config: a layer, a loss or an optimizer. */
export type Vocabulary<T> = {
  /** `layer`, for the messages. */
  readonly what: string;
  readonly signatures: Readonly<Record<string, Signature<T>>>;
  /** All that PyTorch has. */
  readonly torchNames: readonly string[];
  /** A better message than the nearest name, for a name that belongs elsewhere. */
  readonly elsewhere: (name: string) => string | undefined;
};

/** A name and what stands under it: `ReLU`, `{Linear: [784, 128]}`. */
export type Call = { readonly name: string; readonly args: unknown; readonly path: Path };

/** Splits `Name` or `{Name: arguments}`; undefined, with its problem kept, where it is neither. */
export function readCall(reader: Reader, path: Path, written: unknown, what: string): Call | undefined {
  if (typeof written === "string" && written !== "") return { name: written, args: undefined, path };
  const [name, ...others] = isRecord(written) ? Object.keys(written) : [];
  if (isRecord(written) && name !== undefined && others.length === 0) {
    return { name, args: written[name], path: [...path, name] };
  }
  const found =
    isRecord(written) && name !== undefined ? `the keys ${[name, ...others].join(", ")}` : formatValue(written);
  reader.problem(path, `expected the name of one ${what}, or {name: arguments}, found ${found}`);
  return undefined;
}

/** The constructor call as the engine knows it, or as PyTorch does; undefined, with its problems kept, else. */
export function bindCall<T>(reader: Reader, call: Call, vocabulary: Vocabulary<T>): T | Other | undefined {
  const { what, signatures, torchNames, elsewhere } = vocabulary;
  const signature = Object.hasOwn(signatures, call.name) ? signatures[call.name] : undefined;
  const given = readArguments(reader, call);
  if (signature !== undefined) return given && bindKnown(reader, call, given, signature);
  if (torchNames.includes(call.name)) return given && other(call, given);

  const predicted = Object.keys(signatures);
  const unknown = `PyTorch has no ${what} ${formatValue(call.name)}`;
  reader.problem(
    call.path,
    elsewhere(call.name) ?? unknownMessage(unknown, call.name, torchNames, listed(what, predicted)),
    keyOf(reader, call),
  );
  return undefined;
}

/** As many names as a line holds; more are PyTorch's own list. */
function listed(what: string, names: readonly string[]): readonly string[] {
  return names.length <= 12 ? names : [`a ${what} of torch.nn`];
}

function keyOf(reader: Reader, { name, path }: Call) {
  return path.at(-1) === name ? reader.keyPlace(path) : reader.place(path);
}

/** An argument and where it stands. */
type Argument = { readonly value: unknown; readonly path: Path };
type Given = { readonly args: readonly Argument[]; readonly kwargs: ReadonlyMap<string, Argument> };

/** A list is by position, a map by name, a map at the end of a list by name, and anything else one argument. */
function readArguments(reader: Reader, { args, path }: Call): Given | undefined {
  if (args === undefined || args === null) return { args: [], kwargs: new Map() };
  if (isRecord(args)) return { args: [], kwargs: named(args, path) };
  if (!Array.isArray(args)) return { args: [{ value: args, path }], kwargs: new Map() };
  const last: unknown = args.at(-1);
  const values: unknown[] = isRecord(last) ? args.slice(0, -1) : args;
  const misplaced = values.findIndex(isRecord);
  if (misplaced >= 0) {
    reader.problem([...path, misplaced], "expected arguments by name at the end of the list, found them before it");
    return undefined;
  }
  return {
    args: values.map((value, index) => ({ value, path: [...path, index] })),
    kwargs: isRecord(last) ? named(last, [...path, values.length]) : new Map(),
  };
}

function named(map: Readonly<Record<string, unknown>>, path: Path): ReadonlyMap<string, Argument> {
  return new Map(Object.entries(map).map(([name, value]) => [name, { value, path: [...path, name] }]));
}

function other({ name }: Call, given: Given): Other {
  const kwargs = Object.fromEntries([...given.kwargs].map(([key, { value }]) => [key, value]));
  return { type: "other", torch_type: name, args: given.args.map(({ value }) => value), kwargs };
}

function bindKnown<T>(reader: Reader, call: Call, given: Given, signature: Signature<T>): T | Other | undefined {
  const places = placeArguments(reader, call, given, signature);
  if (places === undefined) return undefined;
  const values = Object.fromEntries([...places].map(([name, { value }]) => [name, value]));
  const bound = signature.bind(values);
  if (bound.kind === "bound") return bound.value;
  if (bound.kind === "other") return other(call, given);
  if (bound.kind === "issues") reportIssues(reader, call, places, values, bound.issues);
  else reader.problem([...call.path, bound.argument], bound.message, placeOf(reader, call, places, bound.argument));
  return undefined;
}

/** Which argument each value is for; undefined, with its problem kept, where there are too many or one twice. */
function placeArguments<T>(reader: Reader, call: Call, { args, kwargs }: Given, { keys, positional }: Signature<T>) {
  const names = Object.keys(keys);
  const places = new Map(kwargs);
  for (const [index, argument] of args.entries()) {
    if (index >= positional) {
      const most = `${positional} argument${positional === 1 ? "" : "s"} by position`;
      const wanted = `expected at most ${most} (${names.slice(0, positional).join(", ")})`;
      reader.problem(call.path, `${wanted}, found ${args.length}`, reader.place(argument.path));
      return undefined;
    }
    const name = names[index];
    if (name === undefined) return places; // takes anything, uses nothing
    if (places.has(name)) {
      reader.problem([...call.path, name], "expected once, found by position and by name", reader.place(argument.path));
      return undefined;
    }
    places.set(name, argument);
  }
  return places;
}

function placeOf(reader: Reader, call: Call, places: ReadonlyMap<string, Argument>, argument: string | number) {
  return reader.place(places.get(String(argument))?.path ?? call.path);
}

function reportIssues(
  reader: Reader,
  call: Call,
  places: ReadonlyMap<string, Argument>,
  values: unknown,
  issues: readonly z.core.$ZodIssue[],
): void {
  for (const { kind, path, message } of slips(issues, values)) {
    const [name = "", ...inner] = path;
    const written = places.get(String(name))?.path ?? call.path;
    const display = [...call.path, ...path];
    if (kind === "value") reader.problem(display, message, reader.place([...written, ...inner]));
    else
      reader.problem(
        display,
        unknownMessage("unknown argument", String(name), message.split(", ")),
        reader.keyPlace(written),
      );
  }
}
