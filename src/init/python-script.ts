import { callsOf, codeOf, isAtTop } from "./python-code.ts";
import { type Evidence, lineAt } from "./repository.ts";

/** By what a script trains. */
export type Loop = "own" | "accelerate" | "trainer" | "lightning" | "lightning-cli";

/** An option of a script that says its batch size. */
export type BatchOption = {
  readonly name: string;
  /** Its default; undefined where the text does not say a number. */
  readonly size: number | undefined;
  readonly at: Evidence | undefined;
};

/** What the text of a Python file says of it. */
export type PythonScript = {
  readonly path: string;
  readonly code: string;
  /** Whether it does something when it is run, rather than being imported. */
  readonly runs: boolean;
  readonly loop: { readonly kind: Loop; readonly at: Evidence } | undefined;
  readonly batch: BatchOption | undefined;
  /** Arguments without which it does not start. */
  readonly required: readonly { readonly name: string; readonly at: Evidence }[];
  /** Arguments come from dataclasses: options of transformers' TrainingArguments, or a file of them. */
  readonly dataclassArguments: boolean;
};

export function readPython(path: string, text: string): PythonScript {
  const code = codeOf(text);
  const found = loopIn(code);
  const at = (offset: number): Evidence => ({ path, line: lineAt(code, offset) });
  return {
    path,
    code,
    runs:
      /^if\s+__name__\s*==/m.test(code) || callsItsOwn(code) || (found !== undefined && isAtTop(code, found.offset)),
    loop: found && { kind: found.kind, at: at(found.offset) },
    batch: batchOption(code, at),
    required: requiredArguments(code, at),
    dataclassArguments: /\b(?:HfArgumentParser|TrlParser)\(/.test(code),
  };
}

type FoundLoop = { readonly kind: Loop; readonly offset: number };

/** A function of the file that is called as the file is run. */
function callsItsOwn(code: string): boolean {
  const own = new Set([...code.matchAll(/^(?:async\s+)?def\s+(\w+)/gm)].map(([, name]) => name));
  const calls = code.matchAll(/^[ \t]*(?:\w+\s*=\s*)?(\w+)\(/gm);
  return [...calls].some(({ 1: name, index }) => (own.has(name) || name === "app") && isAtTop(code, index));
}

/** What a Python file must import, and the lines that it must have, the first being the one that is shown. */
const LOOPS: readonly (readonly [Loop, imports: string, ...lines: RegExp[]])[] = [
  ["lightning-cli", "lightning|pytorch_lightning", /^(?!\s*class\b).*?\b(?=\w*LightningCLI\()/m],
  ["lightning", "lightning|pytorch_lightning", /(?=\.fit\()/, /\bTrainer\b/],
  ["trainer", "transformers|trl|sentence_transformers", /^(?!\s*class\b).*?\b(?=\w*Trainer\()/m],
  ["accelerate", "accelerate", /(?=\.backward\()/, /\bAccelerator\(/, /\.step\(/],
  ["own", "torch", /(?=\.backward\()/, /\.step\(/],
];

function loopIn(code: string): FoundLoop | undefined {
  for (const [kind, imports, shown, ...others] of LOOPS) {
    if (!new RegExp(`^[ \\t]*(?:from[ \\t]+|import[ \\t][^\\n]*?\\b)(?:${imports})\\b`, "m").test(code)) continue;
    const match = shown?.exec(code);
    if (match === null || match === undefined || !others.every((line) => line.test(code))) continue;
    return { kind, offset: match.index + match[0].length };
  }
  return undefined;
}

/** As scripts spell it, with either kind of dash; the batch of one step of one process. */
const BATCH_NAMES = /^--(?:(?:per[-_]device[-_])?(?:train(?:ing)?[-_])?batch[-_]?size|micro[-_]batch[-_]size|bs)$/;
/** `per_device_train_batch_size` of transformers' training_args.py. */
const TRAINER_BATCH = { name: "--per_device_train_batch_size", size: 8, at: undefined };

function batchOption(code: string, at: (offset: number) => Evidence): BatchOption | undefined {
  for (const { offset, args } of callsOf(code, ARGUMENT_CALLS)) {
    const name = stringsOf(args).find((text) => BATCH_NAMES.test(text));
    if (name === undefined) continue;
    const [, size] = /\bdefault\s*=\s*(\d{1,9})\b(?!\s*[.*/+(-])/.exec(args) ?? [];
    return { name, size: size === undefined || Number(size) === 0 ? undefined : Number(size), at: at(offset) };
  }
  const own = /\bHfArgumentParser\(/.test(code) && /\b(?:Seq2Seq)?TrainingArguments\b/.test(code);
  return own ? TRAINER_BATCH : undefined;
}

/** argparse's and click's own. */
const ARGUMENT_CALLS = "add_argument|option|argument";

function requiredArguments(code: string, at: (offset: number) => Evidence): PythonScript["required"] {
  return callsOf(code, ARGUMENT_CALLS).flatMap(({ offset, args }) => {
    const names = stringsOf(args.split(/\b\w+\s*=/)[0] ?? "");
    const name = names.findLast((one) => one.startsWith("--")) ?? names[0];
    if (name === undefined || !/^[\w-]+$/.test(name)) return [];
    const optional = name.startsWith("-")
      ? !/\brequired\s*=\s*True\b/.test(args)
      : /\bdefault\s*=|\bnargs\s*=\s*["'][?*]|\brequired\s*=\s*False\b/.test(args);
    return optional ? [] : [{ name, at: at(offset) }];
  });
}

function stringsOf(args: string): string[] {
  return [...args.matchAll(/"([^"\\\n]*)"|'([^'\\\n]*)'/g)].map(([, double, single]) => double ?? single ?? "");
}
