import { type Told, withBatch } from "./batch-argument.ts";
import { configNamed, isOtherUse, type WrittenCommand, writtenCommands } from "./commands-in-text.ts";
import { projectOf } from "./dependencies.ts";
import { type KnownConfig, knownConfigs, readsConfig, trainsConfig } from "./known-configs.ts";
import { commandOf, type Program, programsOf, trainsBy } from "./programs.ts";
import { formatEvidence, joinPath, type Repository, stemOf, within } from "./repository.ts";
import { quoted } from "./shell-word.ts";
import { named, namesOfScript } from "./training-names.ts";

/** A command that trains, as the repository tells it. */
export type FoundTraining = Told & {
  readonly name: string;
  /** The folder of the config that it goes into, in which it is run. */
  readonly folder: string;
  /** Where it was read. */
  readonly from: readonly string[];
};

export type Found = {
  readonly trainings: readonly FoundTraining[];
  /** What trains too, as it seems, and is not taken. */
  readonly aside: readonly string[];
};

/** More of them is a collection, of which somebody has to choose. */
const MOST_TRAININGS = 8;

/** Looks for what trains: scripts, the commands that run them, and configs of other projects' formats. */
export function findTrainings(repository: Repository): Found {
  const programs = programsOf(repository);
  const world = { repository, programs, written: writtenCommands(repository), configs: knownConfigs(repository) };
  const drafts = [...programs.flatMap((program) => ofProgram(program, world)), ...ofFrameworks(world)];
  const surest = new Set(drafts.toSorted((a, b) => a.doubts.length - b.doubts.length).slice(0, MOST_TRAININGS));
  return {
    trainings: named(drafts.filter((draft) => surest.has(draft))),
    aside: [...tooMany(drafts.length - surest.size), ...notebooks(repository), ...withoutCommand(world)],
  };
}

function tooMany(left: number): string[] {
  if (left === 0) return [];
  return [`${left} more train here: run init in their own folders, or write them into a config`];
}

/** A command as a person reads it, with the folder that it is run in. */
export function shown(folder: string, run: string): string {
  return folder === "" ? run : `${run}   in ${folder}/`;
}

type World = {
  readonly repository: Repository;
  readonly programs: readonly Program[];
  readonly written: readonly WrittenCommand[];
  readonly configs: readonly KnownConfig[];
};

type Draft = Omit<FoundTraining, "name"> & { readonly names: readonly string[] };

/** A program by the commands that are written for it, by configs that it alone reads, or by itself. */
function ofProgram(program: Program, world: World): Draft[] {
  const { path } = program.script;
  const written = world.written.filter((command) => command.script === path && !isOtherUse(command));
  const complete = written.filter((command) => command.complete);
  if (complete.length > 0) return byConfig(complete).map((command) => ofCommand(command, program, world));
  const configs = world.configs.flatMap((config) => ofConfig(config, program, world));
  if (configs.length > 0) return configs;
  const launched = written.length > 0 ? [] : ofLauncher(program, world);
  return launched.length > 0 ? launched : [ofScript(program, world, written[0])];
}

/** The first command for each config that it names: the others are the same with other words. */
function byConfig(commands: readonly WrittenCommand[]): WrittenCommand[] {
  const first = new Map<string, WrittenCommand>();
  for (const command of commands) {
    const key = configNamed(command) ?? "";
    if (!first.has(key)) first.set(key, command);
  }
  return [...first.values()];
}

function ofCommand(command: WrittenCommand, program: Program, { repository }: World): Draft {
  const project = projectOf(program.script.path, repository);
  const inside = within(project, command.folder);
  const step = inside === undefined || inside === "" ? "" : `cd ${quoted(inside)} && `;
  return {
    folder: inside === undefined ? command.folder : project,
    names: [stemOf(configNamed(command) ?? ""), ...namesOfScript(program.script.path)],
    ...withBatch(step + command.run, program, formatEvidence(command.at)),
    from: [`${formatEvidence(command.at)} runs it`, trainsBy(program)],
  };
}

function ofScript(program: Program, { repository }: World, incomplete: WrittenCommand | undefined): Draft {
  const { path, dataclassArguments } = program.script;
  const folder = projectOf(path, repository);
  const { doubts, ...told } = withBatch(commandOf(program, folder, repository), program, "");
  const required = program.reached.flatMap((one) => one.required);
  const asIs = incomplete && `${formatEvidence(incomplete.at)} runs it with what is not known here: ${incomplete.run}`;
  const fields = "its arguments are the fields of dataclasses: write those without a default into run";
  return {
    folder,
    names: namesOfScript(path),
    ...told,
    from: [trainsBy(program)],
    doubts: [
      ...doubts,
      ...(asIs === undefined ? [] : [asIs]),
      ...required.map(({ name, at }) => `it does not start without ${name} (${formatEvidence(at)}): write it into run`),
      ...(dataclassArguments && asIs === undefined ? [fields] : []),
    ],
  };
}

/** A config that this program reads and no other, and that is in no command that is written down. */
function ofConfig(config: KnownConfig, program: Program, { repository, programs, written }: World): Draft[] {
  const folder = projectOf(program.script.path, repository);
  const [script, file] = [within(folder, program.script.path), within(folder, config.path)];
  if (script === undefined || file === undefined) return [];
  const reading = readsConfig(config, program, quoted(script), quoted(file));
  const readers = programs.filter((one) => readsConfig(config, one, "", "") !== undefined);
  const isWritten = written.some((command) => joinPath(command.folder, configNamed(command) ?? "") === config.path);
  if (reading === undefined || readers.length > 1 || isWritten) return [];
  const { batch } = config;
  const isAsked = reading.option !== undefined && batch !== undefined;
  return [
    {
      folder,
      names: [stemOf(config.path), ...namesOfScript(program.script.path)],
      run: isAsked ? `${reading.run} ${reading.option} {batch_size}` : reading.run,
      batch: isAsked ? { size: batch.size, from: `${config.path}: ${batch.key}` } : undefined,
      from: [`${config.path} is a config for it`, trainsBy(program)],
      doubts: [],
    },
  ];
}

/** A script of Accelerate's or of a Trainer's, by the one config of `accelerate launch` that is there. */
function ofLauncher(program: Program, { repository, configs }: World): Draft[] {
  const [launcher, ...others] = configs.filter(({ framework }) => framework === "accelerate");
  const folder = projectOf(program.script.path, repository);
  const [script, file] = [within(folder, program.script.path), within(folder, launcher?.path ?? "")];
  if (launcher === undefined || others.length > 0 || script === undefined || file === undefined) return [];
  if (program.loop.kind !== "accelerate" && program.loop.kind !== "trainer") return [];
  const told = withBatch(`accelerate launch --config_file ${quoted(file)} ${quoted(script)}`, program, "");
  const from = [`${launcher.path} says how it is launched`, trainsBy(program)];
  return [{ folder, names: namesOfScript(program.script.path), ...told, from }];
}

function ofFrameworks({ configs, repository }: World): Draft[] {
  return configs.flatMap((config) => {
    const { path, framework } = config;
    const folder = projectOf(path, repository);
    const run = trainsConfig(config, quoted(within(folder, path) ?? path));
    if (run === undefined) return [];
    const from = [`${path} is a config of ${framework}`];
    return [{ folder, names: [stemOf(path)], run, batch: undefined, from, doubts: [] }];
  });
}

function withoutCommand({ configs }: World): string[] {
  const ofTorchtune = configs.filter(({ framework }) => framework === "torchtune");
  return ofTorchtune.map(({ path }) => `${path} is a config of torchtune: its recipe, for tune run, is not in it`);
}

function notebooks(repository: Repository): string[] {
  return repository.paths
    .filter((path) => path.endsWith(".ipynb"))
    .filter((path) => /\.backward\(|Trainer\(|\.fit\(/.test(repository.text(path) ?? ""))
    .map((path) => `${path} trains, but a notebook is no command: jupyter nbconvert --to script makes a script of it`);
}
