import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from "yaml";
import { type ConfigProblem, formatPath, formatValue, type Path } from "./problem.ts";
import type { Place } from "./training.ts";

/** A config's text as plain values, and where each of them stands. */
export type Source = {
  readonly value: unknown;
  /** The value at `path`; of its nearest parent where the text has none. */
  readonly place: (path: Path) => Place;
  /** The key itself, not its value. */
  readonly keyPlace: (path: Path) => Place;
};

export const MAX_TEXT_BYTES = 2 ** 20;
const MAX_ALIASES = 100;
const MAX_DEPTH = 64;
/** A broken file has one cause and many consequences. */
const MAX_YAML_PROBLEMS = 20;

/**
 * Reads YAML 1.2 text that nobody vouches for. Refused: more than 1 MiB, more than 100 aliases, tags, keys that are
 * no text, merge keys, `__proto__`, nesting beyond 64 levels, control characters and invisible ones. Never throws.
 */
export function readSource(file: string, text: string): Source | readonly ConfigProblem[] {
  const lines = new LineCounter();
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const whole = (message: string) => [{ ...place(0), path: "", message }];

  const size = new TextEncoder().encode(text).length;
  if (size > MAX_TEXT_BYTES) return whole(`the file has ${size} bytes, expected at most ${MAX_TEXT_BYTES} (1 MiB)`);

  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const found = [...yamlProblems(doc), ...(doc.errors.length === 0 ? nodeProblems(doc) : [])];
  if (found.length > 0)
    return found.map(({ offset, path, message }) => {
      const { line, column } = place(offset);
      return { file, line, column, path, message };
    });
  if (doc.contents === null) return whole("the file is empty, expected version and trainings");

  return {
    value: doc.toJS({ maxAliasCount: -1 }), // aliases are counted in nodeProblems()
    place: (path) => place(offsetOf(doc, path)),
    keyPlace: (path) => place(keyOffsetOf(doc, path)),
  };
}

type Found = { readonly offset: number; readonly path: string; readonly message: string };

function yamlProblems(doc: Document): Found[] {
  const problems = [...doc.errors, ...doc.warnings];
  if (problems.some(({ code }) => code === "RESOURCE_EXHAUSTION")) {
    return [{ offset: 0, path: "", message: `nested deeper than ${MAX_DEPTH} levels` }]; // where, depends on the stack
  }
  return problems.slice(0, MAX_YAML_PROBLEMS).map(({ code, message, pos }) => {
    return { offset: pos[0], path: "", message: YAML_MESSAGES[code] ?? message };
  });
}

/** Where the parser's own message says what a program should call, or nothing of what is wanted. */
const YAML_MESSAGES: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: "expected one document, found a second",
  TAG_RESOLVE_FAILED: "expected a value without a tag of its own, found one with an unknown tag",
};

/** A node of the walk. `anchored`: it, or what it stands in, can be repeated by an alias. */
type Visit = { readonly node: unknown; readonly path: Path; readonly anchored: boolean };

/** What YAML allows and a config does not. Walks with a stack of its own: the depth is the text's choice. */
function nodeProblems(doc: Document): Found[] {
  const found: Found[] = [];
  const todo: Visit[] = [{ node: doc.contents, path: [], anchored: false }];
  let aliases = 0;
  for (let visit = todo.pop(); visit !== undefined; visit = todo.pop()) {
    const { node, path } = visit;
    if (!isNode(node)) continue;
    const problem = (message: string) => found.push({ offset: node.range?.[0] ?? 0, path: formatPath(path), message });
    if (path.length > MAX_DEPTH) {
      found.push({ offset: node.range?.[0] ?? 0, path: "", message: `nested deeper than ${MAX_DEPTH} levels` });
    } else if (isAlias(node)) {
      // one inside of what another repeats could make a short text a long value
      if (++aliases > MAX_ALIASES) problem(`more than ${MAX_ALIASES} aliases`);
      else if (visit.anchored) problem(`the alias *${node.source} stands in what another alias may repeat`);
      else if (node.resolve(doc) === undefined) problem(`the alias *${node.source} has no anchor before it`);
    } else {
      if (isScalar(node)) for (const message of scalarProblems(node.value)) problem(message);
      for (const inner of insides(node, path, found)) {
        todo.push({ ...inner, anchored: visit.anchored || ("anchor" in node && node.anchor !== undefined) });
      }
    }
    if (aliases > MAX_ALIASES) break;
  }
  return found;
}

function insides(node: Node, path: Path, found: Found[]): Omit<Visit, "anchored">[] {
  if (isSeq(node)) return node.items.map((item, index) => ({ node: item, path: [...path, index] }));
  const seen = new Set<string>(); // the parser's own check of unique keys is quadratic
  return isMap(node) ? node.items.flatMap((pair) => pairNode(pair, path, seen, found)) : [];
}

/** The value of a pair for the walk, after a look at its key. */
function pairNode({ key, value }: Pair, path: Path, seen: Set<string>, found: Found[]): Omit<Visit, "anchored">[] {
  const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
  const problem = (message: string) => found.push({ offset, path: formatPath(path), message });
  const name = isScalar(key) ? key.value : undefined;
  if (typeof name !== "string") {
    problem(`expected a text as a key, found ${isScalar(key) ? formatValue(name) : "a list, a map or an alias"}`);
    return [];
  }
  if (seen.has(name)) problem(`the key ${formatValue(name)} again, expected each key once`);
  seen.add(name);
  if (name === "__proto__") problem("the key __proto__ is not allowed");
  if (name === "<<") problem("merge keys are not read, expected the keys themselves, or an alias as a whole value");
  for (const message of textProblems(name)) problem(`the key ${message}`);
  return [{ node: value, path: [...path, name] }];
}

// Control characters but tab, line feed and carriage return; marks that reorder or hide text (Unicode TR 36, UTS 55).
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const UNSEEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

function scalarProblems(value: unknown): string[] {
  if (typeof value !== "number" || Number.isFinite(value)) return textProblems(value);
  return [`expected a number that can be counted with, found ${value}`];
}

function textProblems(value: unknown): string[] {
  const [char] = (typeof value === "string" ? UNSEEN.exec(value) : undefined) ?? [];
  if (char === undefined) return [];
  const code = char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return [`has the invisible character U+${code}, expected text that shows what it is`];
}

function offsetOf(doc: Document, path: Path): number {
  const node = path.length === 0 ? doc.contents : doc.getIn(path, true);
  if (isNode(node)) return node.range?.[0] ?? 0;
  return path.length === 0 ? 0 : offsetOf(doc, path.slice(0, -1));
}

function keyOffsetOf(doc: Document, path: Path): number {
  const parent = path.length <= 1 ? doc.contents : doc.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
  return isNode(pair?.key) ? (pair.key.range?.[0] ?? 0) : offsetOf(doc, path);
}
