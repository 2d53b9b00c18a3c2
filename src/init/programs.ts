import { consoleScripts, projectOf } from "./dependencies.ts";
import { type Imports, importsAmong, importsRelatively, reachedFrom } from "./local-imports.ts";
import { type Loop, type PythonScript, readPython } from "./python-script.ts";
import { folderOf, formatEvidence, isOfTests, type Repository, stemOf, under, within } from "./repository.ts";
import { quoted } from "./shell-word.ts";

/** A script that trains when it is run, with all that it imports from the repository. */
export type Program = {
  readonly script: PythonScript;
  /** The script itself, and what it imports. */
  readonly reached: readonly PythonScript[];
  readonly loop: NonNullable<PythonScript["loop"]>;
};

/** The scripts of a repository that train. One that only starts another of them is not counted again. */
export function programsOf(repository: Repository): readonly Program[] {
  const scripts = new Map(
    repository.paths
      .filter((path) => path.endsWith(".py"))
      .map((path) => [path, readPython(path, repository.text(path) ?? "")] as const),
  );
  const imports = importsAmong(scripts);
  const programs = [...scripts.values()].flatMap((script) => programOf(script, imports, repository));
  const paths = new Set(programs.map(({ script }) => script.path));
  return programs.filter(({ script, reached }) => {
    return script.loop !== undefined || !reached.some((one) => one !== script && paths.has(one.path));
  });
}

/** Scripts that use a model, or what trains, for something else. */
const OTHER_USE =
  /(^|[_-])(eval|evaluate|evaluation|val|validate|validation|tests?|infer|inference|predict|export|convert|onnx|bench|benchmark|demo|serve|sample|generate|plot|prepare|download|setup|conftest)([_-]|$)/;

function programOf(script: PythonScript, imports: Imports, repository: Repository): Program[] {
  if (isOfTests(script.path) || OTHER_USE.test(stemOf(script.path))) return [];
  if (!script.runs && consoleName(script.path, projectOf(script.path, repository), repository) === undefined) return [];
  const reached = reachedFrom(script, imports);
  const loop = reached.find((one) => one.loop !== undefined)?.loop;
  return loop === undefined ? [] : [{ script, reached, loop }];
}

/** The name under which its project installs a module as a command. */
function consoleName(path: string, project: string, repository: Repository): string | undefined {
  const module = (within(project, path) ?? path).replace(/^src\//, "").replace(/(?:\/__init__)?\.py$/, "");
  return consoleScripts(project, repository).get(module.replaceAll("/", "."));
}

/** `python path`, or as a module where it imports what Python finds only so. */
export function commandOf({ script, reached }: Program, folder: string, repository: Repository): string {
  const path = within(folder, script.path) ?? script.path;
  const console = script.runs ? undefined : consoleName(script.path, folder, repository);
  if (console !== undefined) return console;
  const outside = reached.some((one) => within(folderOf(script.path), one.path) === undefined);
  const installed = ["pyproject.toml", "setup.py"].some((file) => repository.paths.includes(under(folder, file)));
  if (!importsRelatively(script) && (!outside || installed)) return `python ${quoted(path)}`;
  const [root, module] = path.startsWith("src/") ? ["cd src && ", path.slice("src/".length)] : ["", path];
  return `${root}python -m ${quoted(module.replace(/(?:\/__main__)?\.py$/, "").replaceAll("/", "."))}`;
}

const LOOP_WORDS: Readonly<Record<Loop, string>> = {
  own: "a loop of its own",
  accelerate: "Accelerate",
  trainer: "a Trainer of Hugging Face",
  lightning: "Lightning",
  "lightning-cli": "Lightning's command line",
};

export function trainsBy({ loop }: Program): string {
  return `${formatEvidence(loop.at)} trains, by ${LOOP_WORDS[loop.kind]}`;
}
