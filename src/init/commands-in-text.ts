import { type Evidence, folderOf, foldersUp, joinPath, type Repository } from "./repository.ts";

/** A command that somebody wrote down, and the Python file that it runs. */
export type WrittenCommand = {
  readonly run: string;
  /** The folder that it is run in. */
  readonly folder: string;
  readonly script: string;
  readonly at: Evidence;
  /** Whether each of its words is known here: no `$DATA`, no `path/to`, no `<name>`. */
  readonly complete: boolean;
};

/** The commands of the Makefiles, shell scripts, workflows and READMEs of a repository, in this order. */
export function writtenCommands(repository: Repository): WrittenCommand[] {
  return PLACES.flatMap((place) =>
    repository.paths
      .filter((path) => place.test(path))
      .flatMap((path) => commandsIn(path, repository.text(path) ?? "", new Set(repository.paths))),
  );
}

const PLACES = [
  /(^|\/)(Makefile|makefile|GNUmakefile|justfile)$|\.mk$/,
  /\.(sh|bash|slurm|sbatch)$/,
  /^\.github\/workflows\/[^/]+\.ya?ml$/,
  /(^|\/)README[^/]*$/i,
];

function commandsIn(path: string, text: string, paths: ReadonlySet<string>): WrittenCommand[] {
  return logicalLines(text).flatMap(({ text: line, number }) => {
    const found = COMMAND.exec(line.replaceAll("\t", " ").replaceAll(/\$[({](?:PYTHON3?|PY)[)}]/gi, "python"));
    if (found?.groups === undefined) return [];
    const { into, environment = "", command = "" } = found.groups;
    const at = { path, line: number };
    const written = environment.replaceAll(/\bCUDA_VISIBLE_DEVICES=\S*\s*/g, "") + command.trim();
    const where = whereItRuns(path, into, command, paths);
    if (where === undefined || UNSEEN.test(written)) return [];
    const complete = !PLACEHOLDER.test(written) && balanced(written);
    return [{ run: keepingPythonPath(written), ...where, at, complete }];
  });
}

/** A launcher with all that follows, up to what ends a command in a shell or in a page. */
const COMMAND =
  /(?:\bcd\s+(?<into>[^\s;&]+)\s*(?:&&|;)\s*)?(?<![\w./-])(?<environment>(?:[A-Z_]+=\S*\s+)*)(?:(?:uv|poetry|pipenv|pdm|rye)\s+run\s+|(?:srun|nohup|time)\s+(?:-\S+\s+)*)?(?<command>(?:accelerate\s+launch|torchrun|deepspeed|python[\d.]*)\s[^|;&>#`]+)/;

/** What a terminal would obey and a config refuses. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

/** What a reader is to fill in, and what only a shell or make knows. */
const PLACEHOLDER = /<|\$|\.\.\.|…|\b(?:path[_/]to\b|your[_-])|\/path\/|[{}[\]*]|(?<=[\s=])[A-Z]+(?:_[A-Z]+)*(?=\s|$)/;

/** Lines with those joined that end in a backslash. */
function logicalLines(text: string): { text: string; number: number }[] {
  const lines: { text: string; number: number }[] = [];
  let open: { text: string; number: number } | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const joined: { text: string; number: number } =
      open === undefined ? { text: line, number: index + 1 } : { ...open, text: `${open.text} ${line.trim()}` };
    open = joined.text.endsWith("\\") ? { ...joined, text: joined.text.slice(0, -1).trimEnd() } : undefined;
    if (open === undefined) lines.push(joined);
  }
  return open === undefined ? lines : [...lines, open];
}

/** The first folder, from that of the text upwards, in which the command's file is there. */
function whereItRuns(
  path: string,
  into: string | undefined,
  command: string,
  paths: ReadonlySet<string>,
): { folder: string; script: string } | undefined {
  for (const base of foldersUp(folderOf(path))) {
    const folder = into === undefined ? base : joinPath(base, into);
    if (folder === undefined) continue;
    const script = filesOf(command)
      .map((file) => joinPath(folder, file) ?? "")
      .find((file) => paths.has(file));
    if (script !== undefined) return { folder, script };
  }
  return undefined;
}

/** The file that a command runs, as its folder sees it: a path, or where the module of `-m` could lie. */
function filesOf(command: string): string[] {
  const words = command.split(/\s+/);
  for (const [index, word] of words.entries()) {
    if (word.endsWith(".py")) return [word];
    const module = words[index - 1] === "-m" ? word : undefined;
    if (module === undefined || /^(?:torch\.distributed|accelerate\.commands)\./.test(module)) continue;
    const file = module.replaceAll(".", "/");
    return [`${file}.py`, `${file}/__main__.py`, `src/${file}.py`, `src/${file}/__main__.py`];
  }
  return [];
}

function balanced(text: string): boolean {
  return [`"`, `'`].every((quote) => text.split(quote).length % 2 === 1);
}

/** The probe comes in by PYTHONPATH: what the command puts there stands before it. */
function keepingPythonPath(run: string): string {
  return run.replace(/\bPYTHONPATH=(\S+)/, (_, path: string) => `PYTHONPATH=${path}:$PYTHONPATH`);
}

/** Evaluations and runs that are taken up again are something else. */
export function isOtherUse({ run }: WrittenCommand): boolean {
  return OTHER_USE.test(run);
}

/** A subcommand, or an option that asks for it; `--eval_steps` and the like are options of a training. */
const OTHER_USE =
  /\s(?:(?:eval|test|predict|generate|sample)|--?(?:(?:eval|evaluate|evaluation|test)(?:[-_]only)?|predict|resume(?:[-_]from[-_]checkpoint)?|help|h))(?=[\s=]|$)/;

/** The config that a command gives to its script, as its folder sees it. */
export function configNamed({ run }: WrittenCommand): string | undefined {
  const [, ...args] = run.split(/\.py\s|\s-m\s/);
  return /(?:^|\s|--[\w-]+=)([^\s=]+\.(?:ya?ml|json|toml))(?=\s|$)/.exec(args.join(" "))?.[1];
}
