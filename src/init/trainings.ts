import { type WrittenCommand, isOtherUse, writtenCommands } from "./commands-in-text.ts";
import { consoleScripts, projectOf } from "./dependencies.ts";
import { type Framework, type KnownConfig, knownConfigs } from "./known-configs.ts";
import { importsRelatively, reachedFrom } from "./local-imports.ts";
import { type BatchOption, type Loop, type PythonScript, readPython } from "./python-script.ts";
import { quoted } from "./shell-word.ts";
import { folderOf, formatEvidence, type Repository, stemOf, within } from "./repository.ts";

/** A command that trains, as the repository tells it. */
export type FoundTraining = {
  readonly name: string;
  /** The folder of the config that it goes into, in which it is run. */
  readonly folder: string;
  readonly run: string;
  /** What `{batch_size}` in it stands for; undefined where it has none. */
  readonly batch: { readonly size: number; readonly from: string } | undefined;
  /** Where it was read. */
  readonly from: readonly string[];
  /** What may be otherwise. */
  readonly doubts: readonly string[];
};

export type Found = {
  readonly trainings: readonly FoundTraining[];
  /** What trains too, as it seems, and cannot be taken as it is. */
  readonly aside: readonly string[];
};

/** Looks for what trains: scripts, the commands that run them, and configs of other projects' formats. */
export function findTrainings(repository: Repository): Found {
  const scripts = new Map(
    repository.paths
      .filter((path) => path.endsWith(".py"))
      .map((path) => [path, readPython(path, repository.text(path) ?? "")] as const),
  );
  const world: World = { repository, scripts, written: writtenCommands(repository), configs: knownConfigs(repository) };
  const programs = [...scripts.values()].flatMap((script) => programOf(script, world));
  const trainings = [...programs.flatMap((program) => trainingsOf(program, world)), ...ofFrameworks(world)];
  return { trainings: named(trainings), aside: [...notebooks(repository), ...notTaken(world)] };
}

type World = {
  readonly repository: Repository;
  readonly scripts: ReadonlyMap<string, PythonScript>;
  readonly written: readonly WrittenCommand[];
  readonly configs: readonly KnownConfig[];
};

type Draft = Omit<FoundTraining, "name"> & { readonly names: readonly string[] };

/** A script that trains when it is run, with all that it imports from the repository. */
type Program = {
  readonly script: PythonScript;
  readonly reached: readonly PythonScript[];
  readonly loop: NonNullable<PythonScript["loop"]>;
};

/** Scripts that use what trains for something else. */
const OTHER_USE =
  /(^|[_-])(eval|evaluate|evaluation|test|tests|infer|inference|predict|export|convert|bench|benchmark|demo|serve|sample|generate|plot|prepare|download)([_-]|$)/;

function programOf(script: PythonScript, { scripts, repository }: World): Program[] {
  const isTest = /(^|\/)(tests?|conftest\.py)(\/|$)|(^|\/)test_[^/]*$|_test\.py$/.test(script.path);
  if (isTest || OTHER_USE.test(stemOf(script.path))) return [];
  const runs = script.runs || isConsoleScript(script, repository);
  const reached = runs ? reachedFrom(script, scripts) : [];
  const loop = reached.find((one) => one.loop !== undefined)?.loop;
  return loop === undefined ? [] : [{ script, reached, loop }];
}

function isConsoleScript({ path }: PythonScript, repository: Repository): boolean {
  return consoleName(path, projectOf(path, repository), repository) !== undefined;
}

function consoleName(path: string, project: string, repository: Repository): string | undefined {
  const module = (within(project, path) ?? path).replace(/^src\//, "").replace(/(?:\/__init__)?\.py$/, "");
  return consoleScripts(project, repository).get(module.replaceAll("/", "."));
}

/** A program by the commands that are written for it, by configs that it reads, or by itself. */
function trainingsOf(program: Program, world: World): Draft[] {
  const { script } = program;
  const written = world.written.filter((command) => command.script === script.path && !isOtherUse(command));
  const complete = written.filter((command) => command.complete);
  if (complete.length > 0) return byConfig(complete).map((command) => ofCommand(command, program, world));
  const configs = world.configs.flatMap((config) => ofConfig(config, program, world));
  if (configs.length > 0) return configs;
  const [unknown] = written;
  return [ofScript(program, world, unknown)];
}

/** The first command for each config that it names: the others are the same with other words. */
function byConfig(commands: readonly WrittenCommand[]): WrittenCommand[] {
  const first = new Map<string, WrittenCommand>();
  for (const command of commands) {
    const key = configNamed(command.run) ?? "";
    if (!first.has(key)) first.set(key, command);
  }
  return [...first.values()];
}

function configNamed(run: string): string | undefined {
  return /\s(?:-c|--config)(?:[ =]|\s+)(\S+\.(?:ya?ml|json|toml|py))/.exec(run)?.[1];
}

function ofCommand(command: WrittenCommand, program: Program, world: World): Draft {
  const { script } = program;
  const project = projectOf(script.path, world.repository);
  const inside = within(project, command.folder);
  const folder = inside === undefined ? command.folder : project;
  const step = inside === undefined || inside === "" ? "" : `cd ${quoted(inside)} && `;
  return {
    folder,
    names: [stemOf(configNamed(command.run) ?? ""), nameOf(script.path), lastOf(folderOf(script.path))],
    ...withBatch(step + command.run, program, formatEvidence(command.at)),
    from: [`${formatEvidence(command.at)} runs it`, trainsBy(program)],
  };
}

function ofScript(program: Program, { repository }: World, incomplete: WrittenCommand | undefined): Draft {
  const { path } = program.script;
  const folder = projectOf(path, repository);
  const { batch, run, doubts } = withBatch(commandOf(program, folder, repository), program, "");
  const missing = program.reached.flatMap(({ required }) => required);
  const elsewhere =
    incomplete && `${formatEvidence(incomplete.at)} runs it with what is not known here: ${incomplete.run}`;
  return {
    folder,
    names: [nameOf(path), lastOf(folderOf(path))],
    run,
    batch,
    from: [trainsBy(program)],
    doubts: [
      ...doubts,
      ...(elsewhere === undefined ? [] : [elsewhere]),
      ...missing.map(({ name, at }) => `it does not start without ${name} (${formatEvidence(at)}): write it into run`),
      ...(program.script.dataclassArguments && elsewhere === undefined
        ? ["its arguments are the fields of dataclasses: write those without a default into run"]
        : []),
    ],
  };
}

/** `python path`, or as a module where it imports what Python finds only so. */
function commandOf({ script, reached }: Program, folder: string, repository: Repository): string {
  const path = within(folder, script.path) ?? script.path;
  const console = script.runs ? undefined : consoleName(script.path, folder, repository);
  if (console !== undefined) return console;
  const outside = reached.some((one) => within(folderOf(script.path), one.path) === undefined);
  const installed = repository.paths.some((one) =>
    [`pyproject.toml`, `setup.py`].some((file) => one === under(folder, file)),
  );
  if (!importsRelatively(script) && (!outside || installed)) return `python ${quoted(path)}`;
  const [root, module] = path.startsWith("src/") ? ["cd src && ", path.slice("src/".length)] : ["", path];
  return `${root}python -m ${quoted(module.replace(/(?:\/__main__)?\.py$/, "").replaceAll("/", "."))}`;
}

/** What a program does with a config of a format that it reads. */
const READS: Readonly<Record<Framework, (program: Program, script: string, config: string) => string | undefined>> = {
  axolotl: () => undefined,
  "llama-factory": () => undefined,
  torchtune: () => undefined,
  "lightning-cli": ({ loop }, script, config) =>
    loop.kind === "lightning-cli" ? `python ${script} fit --config ${config}` : undefined,
  trainer: ({ script: { code } }, script, config) => {
    if (/\bTrlParser\(/.test(code)) return `python ${script} --config ${config}`;
    const reader = config.endsWith("json") ? /\bparse_json_file\(/ : /\bparse_yaml_file\(/;
    return reader.test(code) ? `python ${script} ${config}` : undefined;
  },
  timm: ({ script: { code } }, script, config) =>
    /\btimm\b/.test(code) && /["']--config["']/.test(code) ? `python ${script} --config ${config}` : undefined,
  accelerate: ({ loop }, script, config) =>
    ["accelerate", "trainer"].includes(loop.kind) ? `accelerate launch --config_file ${config} ${script}` : undefined,
};

function ofConfig(config: KnownConfig, program: Program, { repository }: World): Draft[] {
  const folder = projectOf(program.script.path, repository);
  const [script, file] = [within(folder, program.script.path), within(folder, config.path)];
  if (script === undefined || file === undefined) return [];
  const run = READS[config.framework](program, quoted(script), quoted(file));
  if (run === undefined) return [];
  const { batch } = config;
  const option = batch && (config.framework === "lightning-cli" ? `--${batch.key}` : undefined);
  const told =
    option === undefined || batch === undefined
      ? withBatch(run, config.framework === "accelerate" ? program : undefined, "")
      : {
          run: `${run} ${option} {batch_size}`,
          batch: { size: batch.size, from: `${config.path}: ${batch.key}` },
          doubts: [],
        };
  const names = config.framework === "accelerate" ? [nameOf(script)] : [stemOf(config.path), nameOf(script)];
  return [{ folder, names, ...told, from: [`${config.path} is a config for it`, trainsBy(program)] }];
}

/** Formats whose own command line trains. */
const TRAINS: Partial<Readonly<Record<Framework, (config: string) => string>>> = {
  axolotl: (config) => `axolotl train ${config}`,
  "llama-factory": (config) => `llamafactory-cli train ${config}`,
};

function ofFrameworks({ configs, repository }: World): Draft[] {
  return configs.flatMap(({ path, framework }) => {
    const folder = projectOf(path, repository);
    const run = TRAINS[framework]?.(quoted(within(folder, path) ?? path));
    if (run === undefined) return [];
    return [
      {
        folder,
        names: [stemOf(path)],
        run,
        batch: undefined,
        from: [`${path} is a config of ${framework}`],
        doubts: [],
      },
    ];
  });
}

/** Configs of formats whose command is not in the file. */
function notTaken({ configs }: World): string[] {
  return configs.flatMap(({ path, framework }) =>
    framework === "torchtune" ? [`${path} is a config of torchtune: its recipe, for tune run, is not in it`] : [],
  );
}

function notebooks(repository: Repository): string[] {
  return repository.paths
    .filter((path) => path.endsWith(".ipynb"))
    .filter((path) => /\.backward\(|Trainer\(|\.fit\(/.test(repository.text(path) ?? ""))
    .map((path) => `${path} trains, but a notebook is no command: jupyter nbconvert --to script makes a script of it`);
}

type Told = Pick<FoundTraining, "run" | "batch" | "doubts">;

/** The command with `{batch_size}` where it says a size, or where the program takes one and says its default. */
function withBatch(run: string, program: Program | undefined, from: string): Told {
  const said = BATCH_ARGUMENT.exec(run);
  if (said?.groups !== undefined && Number(said.groups["size"]) > 0) {
    const { option = "", size = "" } = said.groups;
    const told = run.replace(BATCH_ARGUMENT, `$<option>{batch_size}`);
    return {
      run: told,
      batch: { size: Number(size), from: `${from}: ${option.trim().replace(/=$/, "")}` },
      doubts: [],
    };
  }
  const option = program?.reached.find(({ batch }) => batch !== undefined)?.batch;
  if (option === undefined) return { run, batch: undefined, doubts: [] };
  return withOption(run, option);
}

const BATCH_ARGUMENT =
  /(?<=\s)(?<option>--(?:per[-_]device[-_])?(?:train(?:ing)?[-_])?(?:micro[-_])?batch[-_]?size(?:=|\s+))(?<size>\d{1,9})(?=\s|$)/;

function withOption(run: string, { name, size, at }: BatchOption): Told {
  const where = at === undefined ? "the default of transformers" : `${formatEvidence(at)}: the default of ${name}`;
  if (size !== undefined) return { run: `${run} ${name} {batch_size}`, batch: { size, from: where }, doubts: [] };
  const doubt = `it takes ${name} (${at === undefined ? "" : formatEvidence(at)}), whose default is not a number there: add ${name} {batch_size} to run, and batch_size, to be told the largest that fits`;
  return { run, batch: undefined, doubts: [doubt] };
}

const LOOP_WORDS: Readonly<Record<Loop, string>> = {
  own: "a loop of its own",
  accelerate: "Accelerate",
  trainer: "a Trainer of Hugging Face",
  lightning: "Lightning",
  "lightning-cli": "Lightning's command line",
};

function trainsBy({ loop }: Program): string {
  return `${formatEvidence(loop.at)} trains, by ${LOOP_WORDS[loop.kind]}`;
}

/** `train` says nothing beside another of its name; its folder then does. */
function nameOf(path: string): string {
  const stem = stemOf(path);
  return ["__main__", "__init__"].includes(stem) ? lastOf(folderOf(path)) : stem;
}

function lastOf(folder: string): string {
  return folder.slice(folder.lastIndexOf("/") + 1);
}

/** Names that a config takes, each once in its file: the first of a training's names, else with the next before it. */
function named(drafts: readonly Draft[]): FoundTraining[] {
  const taken = new Set<string>();
  return drafts.map(({ names, ...training }) => {
    const [first = "training", ...others] = names.map(slug).filter((name) => name !== "");
    const wanted = [first, ...others.map((other) => slug(`${other}-${first}`))];
    const counted = Array.from({ length: drafts.length }, (_, index) => first.slice(0, 60) + `-${index + 2}`);
    const free = [...wanted, ...counted].find((name) => !taken.has(under(training.folder, name))) ?? first;
    taken.add(under(training.folder, free));
    return { name: free, ...training };
  });
}

function slug(text: string): string {
  return text
    .replaceAll(/[^\w.-]+/g, "-")
    .replaceAll(/^[.-]+|[.-]+$/g, "")
    .slice(0, 64);
}

function under(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
