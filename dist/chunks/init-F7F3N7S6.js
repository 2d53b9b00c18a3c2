import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  CONFIG_FILES
} from "./chunk-EJYN6KZ6.js";
import {
  parseConfig
} from "./chunk-PVOBDLUI.js";
import "./chunk-GR4LICOH.js";
import {
  formatProblem,
  readSource,
  require_dist
} from "./chunk-YX2XW4PC.js";
import {
  deviceNames,
  findDevice
} from "./chunk-MOITJ7TZ.js";
import "./chunk-IZVU6BTJ.js";
import "./chunk-RR4CAR5Y.js";
import "./chunk-XF5CK6HT.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";
import "./chunk-E2Y7L7HE.js";
import "./chunk-O56B5XNW.js";
import {
  __toESM
} from "./chunk-LZQXQOPJ.js";

// src/init/answers.ts
async function askAll(ask, found) {
  const trainings = found === void 0 ? [] : await put(ask, whichTrainings(found));
  if (found !== void 0 && trainings.length === 0) {
    return { trainings, place: "hosted", labels: [], card: OF_THE_RUNNER };
  }
  const place = await put(ask, WHERE);
  const labels = place === "hosted" ? [] : await put(ask, LABELS);
  const card = found === void 0 ? OF_THE_RUNNER : await put(ask, whichCard(place));
  return { trainings, place, labels, card };
}
async function put(ask, { text, read }, problem = "") {
  const answer = read((await ask(problem + text)).trim());
  return "value" in answer ? answer.value : put(ask, { text, read }, `${answer.problem}
`);
}
function whichTrainings(found) {
  const numbers = found.length > 1 ? "Which to watch: numbers, or a command that trains [all]" : "A command that trains";
  const only = found.length === 1 ? ` [${found[0]?.run}]` : "";
  return {
    text: `${numbers}${only}: `,
    read: (answer) => {
      if (answer === "" || answer === "all") return { value: found };
      if (!/^[\d\s,]+$/.test(answer)) return { value: [givenCommand(answer)] };
      const asked = answer.split(/[\s,]+/).filter((number) => number !== "");
      const chosen = asked.map((number) => found[Number(number) - 1]);
      const known = chosen.filter((training) => training !== void 0);
      if (known.length === chosen.length) return { value: known };
      return { problem: `expected numbers from 1 to ${found.length}, found ${answer}` };
    }
  };
}
function givenCommand(run) {
  const told = { batch: void 0, from: [], doubts: [] };
  if (!run.includes("{batch_size}")) return { name: "training", folder: "", run, ...told };
  const doubts = ["the batch_size of 1 is only to begin with: write the one that you train with"];
  return { name: "training", folder: "", run, ...told, batch: { size: 1, from: "" }, doubts };
}
var PLACES = ["hosted", "gpu", "public"];
var WHERE = {
  text: [
    "Where it runs",
    "  1  on GitHub's runners, which have no GPU: predicted, and rehearsed on the CPU",
    "  2  on a runner of yours with a GPU, for a private repository: measured",
    "  3  the same for a public repository: three jobs, and a fork is measured only where you say so",
    "[1]: "
  ].join("\n"),
  read: (answer) => {
    const place = PLACES[Number(answer === "" ? 1 : answer) - 1];
    return place === void 0 ? { problem: `expected 1, 2 or 3, found ${answer}` } : { value: place };
  }
};
var LABELS = {
  text: "The labels of that runner [self-hosted, gpu]: ",
  read: (answer) => {
    const labels = (answer === "" ? "self-hosted, gpu" : answer).split(/[\s,[\]]+/).filter((label) => label !== "");
    const bad = labels.find((label) => !/^[\w.-]{1,64}$/.test(label));
    if (labels.length > 0 && bad === void 0) return { value: labels };
    return { problem: `expected labels of letters, digits, '.', '_' and '-', found ${bad ?? answer}` };
  }
};
var OF_THE_RUNNER = { device: "runner", sure: true };
var USUAL_CARD = { device: "l4", sure: false };
function whichCard(place) {
  const usual = place === "hosted" ? USUAL_CARD : OF_THE_RUNNER;
  const what = place === "hosted" ? "The card that you train on" : "The card: runner is the one that is found there";
  return {
    text: `${what}, as ${["t4", "l4", "a100-80", "h100-80"].join(", ")} [${usual.device}]: `,
    read: (answer) => {
      if (answer === "") return { value: usual };
      if (answer === "runner") return { value: { ...OF_THE_RUNNER, sure: place !== "hosted" } };
      const found = findDevice(answer);
      if (found.kind === "device") return { value: { device: found.device.id, sure: true } };
      const wanted2 = found.kind === "ambiguous" && found.ids.length > 0 ? found.ids : deviceNames();
      return { problem: `expected one of ${wanted2.join(", ")}, found ${answer}` };
    }
  };
}

// src/init/config-text.ts
var import_yaml = __toESM(require_dist(), 1);
var REFERENCE = "https://github.com/vram-budget/vram-budget/blob/main/docs/config.md";
function configText(trainings, card) {
  return [
    `# How much GPU memory the trainings need. Every key: ${REFERENCE}`,
    "version: 1",
    ...card.sure ? [] : [comment("Not sure: nothing here says which card it is. Write the one that you train on")],
    `device: ${scalar(card.device)}`,
    "budget: 90% # of what a process can use on the card",
    "trainings:",
    ...trainings.flatMap(trainingLines),
    ""
  ].join("\n");
}
function trainingLines({ name, run, batch, from, doubts }) {
  return [...from.map(comment), ...doubts.map((doubt) => comment(`Not sure: ${doubt}`))].map((line) => `  ${line}`).concat(
    `  ${scalar(name)}:`,
    `    run: ${scalar(run)}`,
    ...batch === void 0 ? [] : [`    batch_size: ${batch.size}${batch.from === "" ? "" : ` ${comment(batch.from)}`}`]
  );
}
function comment(text) {
  return `# ${text.replaceAll(/[\0-\x1f\x7f-\x9f\u2028\u2029]+/g, " ")}`;
}
function scalar(text) {
  return (0, import_yaml.stringify)(text, { lineWidth: 0 }).trimEnd();
}

// src/init/repository.ts
function formatEvidence({ path, line }) {
  return `${path}:${line}`;
}
function folderOf(path) {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
function baseName(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}
function stemOf(path) {
  return baseName(path).replace(/\.[^.]+$/, "");
}
function joinPath(folder, path) {
  const parts = [];
  for (const part of `${folder}/${path}`.split("/")) {
    if (part === "..") {
      if (parts.pop() === void 0) return void 0;
    } else if (part !== "" && part !== ".") parts.push(part);
  }
  return path.startsWith("/") ? void 0 : parts.join("/");
}
function foldersUp(folder) {
  return folder === "" ? [""] : [folder, ...foldersUp(folderOf(folder))];
}
function within(folder, inner) {
  if (folder === "" || folder === inner) return folder === inner ? "" : inner;
  return inner.startsWith(`${folder}/`) ? inner.slice(folder.length + 1) : void 0;
}
function under(folder, name) {
  return folder === "" ? name : `${folder}/${name}`;
}
function isOfTests(path) {
  return /(^|\/)tests?\/|(^|\/)(test_[^/]*|conftest)\.py$|_test\.py$/.test(path);
}
function lineAt(text, offset) {
  return text.slice(0, offset).split("\n").length;
}

// src/init/dependencies.ts
var DEPENDENCY_FILES = ["requirements.txt", "pyproject.toml", "setup.py", "environment.yml", "environment.yaml"];
function dependenciesOf(folder, { paths, text }) {
  for (const up2 of foldersUp(folder)) {
    const at = (name2) => up2 === "" ? name2 : `${up2}/${name2}`;
    const name = DEPENDENCY_FILES.find((file) => paths.includes(at(file)) && isInstallable(file, text(at(file)) ?? ""));
    if (name === void 0) continue;
    if (name === "requirements.txt") return { kind: "requirements", path: at(name) };
    if (name.startsWith("environment")) return { kind: "conda", path: at(name) };
    return { kind: "project", folder: up2 };
  }
  return { kind: "none" };
}
function isInstallable(name, text) {
  return name !== "pyproject.toml" || /^\[(?:project|build-system|tool\.poetry)\]/m.test(text);
}
function projectOf(path, repository) {
  const found = dependenciesOf(folderOf(path), repository);
  switch (found.kind) {
    case "requirements":
    case "conda":
      return folderOf(found.path);
    case "project":
      return found.folder;
    case "none":
      return "";
  }
}
function consoleScripts(folder, { text }) {
  const pyproject = text(folder === "" ? "pyproject.toml" : `${folder}/pyproject.toml`) ?? "";
  const [, section = ""] = /^\[project\.scripts\]\s*\n([\s\S]*?)(?=^\[|(?![\s\S]))/m.exec(pyproject) ?? [];
  const entries = section.matchAll(/^\s*["']?([\w.-]+)["']?\s*=\s*["']([\w.]+):/gm);
  return new Map([...entries].map(([, name = "", module = ""]) => [module, name]));
}

// src/init/workflow-text.ts
var import_yaml2 = __toESM(require_dist(), 1);

// src/init/shell-word.ts
function quoted(word) {
  return /^[\w./@+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

// src/init/workflow-text.ts
var NO_COMMIT = "0".repeat(40);
function workflowText(template, fill) {
  const { version, commit } = fill.action;
  const pin = commit === void 0 ? "$&" : `$1${commit} # v${version}`;
  return withInstallSteps(template, fill).replaceAll(/(vram-budget\/vram-budget@)\S+ # .*$/gm, pin).replaceAll("[self-hosted, gpu]", `[${fill.labels.join(", ")}]`).replaceAll(/^( *)config: vram-budget\.yml$/gm, (_, indent) => configLines(indent, fill.configs));
}
function configLines(indent, configs) {
  const [only, ...others] = configs;
  if (only !== void 0 && others.length === 0) return `${indent}config: ${plain(only)}`;
  return [`${indent}config: |`, ...configs.map((config) => `${indent}  ${config}`)].join("\n");
}
function plain(text) {
  return (0, import_yaml2.stringify)(text, { lineWidth: 0 }).trimEnd();
}
function withInstallSteps(template, { install }) {
  if (install === void 0) return template;
  const places = hostedJobs(template).flatMap(placeOfAction);
  return places.toSorted((a, b) => b - a).reduce((text, place) => {
    const line = text.lastIndexOf("\n", place) + 1;
    const indent = " ".repeat(place - line);
    return text.slice(0, line) + installSteps(install, indent) + text.slice(line);
  }, template);
}
function hostedJobs(template) {
  const jobs = (0, import_yaml2.parseDocument)(template).get("jobs");
  if (!(0, import_yaml2.isMap)(jobs)) return [];
  return jobs.items.map(({ value }) => value).filter((job) => (0, import_yaml2.isMap)(job) && String(job.get("runs-on")).startsWith("ubuntu-")).filter((job) => usesOf(job).some(({ uses }) => uses.startsWith("actions/checkout@")));
}
function placeOfAction(job) {
  const step = usesOf(job).find(({ uses }) => uses.startsWith("vram-budget/vram-budget@"));
  return step === void 0 ? [] : [step.offset - "- ".length];
}
function usesOf(job) {
  const steps = job.get("steps");
  if (!(0, import_yaml2.isSeq)(steps)) return [];
  return steps.items.flatMap((step) => {
    const uses = (0, import_yaml2.isMap)(step) ? step.get("uses", true) : void 0;
    if (!(0, import_yaml2.isNode)(step) || !(0, import_yaml2.isScalar)(uses)) return [];
    return [{ uses: String(uses.value), offset: step.range?.[0] ?? 0 }];
  });
}
var CPU_BUILDS = "--extra-index-url https://download.pytorch.org/whl/cpu";
function installSteps({ dependencies, pythonVersionFile }, indent) {
  const version = pythonVersionFile ? "python-version-file: .python-version" : 'python-version: "3.12"';
  const lines = [
    "- uses: actions/setup-python@a26af69be951a213d495a4c3e4e4022e16d87065 # v5.6.0",
    "  with:",
    `    ${version}`,
    "# what the trainings import, with PyTorch's build for the CPU",
    ...notes(dependencies).map((note) => `# ${note}`),
    `- run: ${plain(`pip install ${CPU_BUILDS} ${wanted(dependencies).join(" ")}`)}`
  ];
  return lines.map((line) => `${indent}${line}
`).join("");
}
function wanted(dependencies) {
  const named2 = dependencies.flatMap((one) => {
    if (one.kind === "requirements") return [`-r ${quoted(one.path)}`];
    return one.kind === "project" ? [one.folder === "" ? "-e ." : `-e ${quoted(`./${one.folder}`)}`] : [];
  });
  return named2.length > 0 ? [...new Set(named2)] : ["torch"];
}
function notes(dependencies) {
  return [
    ...dependencies.flatMap(
      (one) => one.kind === "conda" ? [`Not sure: the packages of ${one.path} are to be added`] : []
    ),
    ...dependencies.some(({ kind }) => kind === "none") ? ["Not sure: no requirements.txt and no pyproject.toml was found, so that only torch is installed"] : []
  ];
}

// src/init/planned.ts
function plannedConfigs({ trainings: chosen, card, place }) {
  const trainings = place === "hosted" ? chosen.map(withoutCards) : chosen;
  const folders = [...new Set(trainings.map(({ folder }) => folder))];
  return folders.map((folder) => {
    const own = trainings.filter((training) => training.folder === folder);
    return { path: under(folder, "vram-budget.yml"), text: configText(own, card) };
  });
}
function withoutCards(training) {
  if (!SEVERAL_PROCESSES.test(training.run)) return training;
  const doubt = "several processes are measured, and not predicted: without a GPU this stays unknown";
  return { ...training, doubts: [...training.doubts, doubt] };
}
var SEVERAL_PROCESSES = /\b(?:torchrun|deepspeed|torch\.distributed)\b|--num[-_]processes[= ](?!1\b)/;
var WORKFLOWS = {
  hosted: { "gpu-memory.yml": "gpu-memory.yml" },
  gpu: { "gpu-memory.yml": "gpu-memory-on-a-gpu.yml" },
  public: {
    "gpu-memory.yml": "gpu-memory-public.yml",
    "gpu-memory-report.yml": "gpu-memory-public-report.yml"
  }
};
function plannedWorkflows(configs, { place, labels }, { repository, template, action }) {
  const runsCode = configs.map(readConfig).some(needsPython);
  const install = {
    dependencies: withoutCopies(configs.map(({ path }) => dependenciesOf(folderOfConfig(path), repository))),
    pythonVersionFile: repository.paths.includes(".python-version")
  };
  const fill = { configs: configs.map(({ path }) => path), labels, action, install: runsCode ? install : void 0 };
  return Object.entries(WORKFLOWS[place]).map(([name, example]) => ({
    path: `.github/workflows/${name}`,
    text: workflowText(template(example), fill)
  }));
}
function readConfig({ path, text }) {
  const parsed = parseConfig(path, text);
  if (parsed.kind === "config") return parsed.config;
  throw new UserError([`Cannot use ${path}`, ...parsed.problems.map(formatProblem)].join("\n"));
}
function needsPython({ trainings }) {
  return trainings.some((training) => training.kind === "command" || training.model.kind !== "layers");
}
function folderOfConfig(path) {
  return path.startsWith(".github/") ? "" : folderOf(path);
}
function withoutCopies(dependencies) {
  return [...new Map(dependencies.map((one) => [JSON.stringify(one), one])).values()];
}

// src/init/batch-argument.ts
function withBatch(run, program, from) {
  const said = BATCH_ARGUMENT.exec(run)?.groups;
  if (said !== void 0 && Number(said["size"]) > 0) {
    const { option: option2 = "", size = "" } = said;
    const told = run.replace(BATCH_ARGUMENT, "$<option>{batch_size}");
    return { run: told, batch: { size: Number(size), from: `${from}: ${option2.replace(/[=\s]+$/, "")}` }, doubts: [] };
  }
  const option = program?.reached.find(({ batch }) => batch !== void 0)?.batch;
  return option === void 0 ? { run, batch: void 0, doubts: [] } : withOption(run, option);
}
var BATCH_ARGUMENT = /(?<=\s)(?<option>--(?:per[-_]device[-_])?(?:train(?:ing)?[-_])?(?:micro[-_])?batch[-_]?size(?:=|\s+))(?<size>\d{1,9})(?=\s|$)/;
function withOption(run, { name, size, at }) {
  const where = at === void 0 ? "the default of transformers" : `${formatEvidence(at)}: the default of ${name}`;
  if (size !== void 0) return { run: `${run} ${name} {batch_size}`, batch: { size, from: where }, doubts: [] };
  const place = at === void 0 ? "" : ` (${formatEvidence(at)})`;
  const doubt = `it takes ${name}${place}, whose default is no number there: add ${name} {batch_size} to run, and batch_size, to be told the largest that fits`;
  return { run, batch: void 0, doubts: [doubt] };
}

// src/init/commands-in-text.ts
function writtenCommands(repository) {
  return PLACES2.flatMap(
    (place) => repository.paths.filter((path) => place.test(path)).flatMap((path) => commandsIn(path, repository.text(path) ?? "", new Set(repository.paths)))
  );
}
var PLACES2 = [
  /(^|\/)(Makefile|makefile|GNUmakefile|justfile)$|\.mk$/,
  /\.(sh|bash|slurm|sbatch)$/,
  /^\.github\/workflows\/[^/]+\.ya?ml$/,
  /(^|\/)README[^/]*$/i
];
function commandsIn(path, text, paths) {
  return logicalLines(text).flatMap(({ text: line, number }) => {
    const found = COMMAND.exec(line.replaceAll("	", " ").replaceAll(/\$[({](?:PYTHON3?|PY)[)}]/gi, "python"));
    if (found?.groups === void 0) return [];
    const { into, environment = "", command = "" } = found.groups;
    const at = { path, line: number };
    const written = environment.replaceAll(/\bCUDA_VISIBLE_DEVICES=\S*\s*/g, "") + command.trim();
    const where = whereItRuns(path, into, command, paths);
    if (where === void 0 || UNSEEN.test(written)) return [];
    const complete = !PLACEHOLDER.test(written) && balanced(written);
    return [{ run: keepingPythonPath(written), ...where, at, complete }];
  });
}
var COMMAND = /(?:\bcd\s+(?<into>[^\s;&]+)\s*(?:&&|;)\s*)?(?<![\w./-])(?<environment>(?:[A-Z_]+=\S*\s+)*)(?:(?:uv|poetry|pipenv|pdm|rye)\s+run\s+|(?:srun|nohup|time)\s+(?:-\S+\s+)*)?(?<command>(?:accelerate\s+launch|torchrun|deepspeed|python[\d.]*)\s[^|;&>#`]+)/;
var UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/u;
var PLACEHOLDER = /<|\$|\.\.\.|…|\b(?:path[_/]to\b|your[_-])|\/path\/|[{}[\]*]|(?<=[\s=])[A-Z]+(?:_[A-Z]+)*(?=\s|$)/;
function logicalLines(text) {
  const lines = [];
  let open;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const joined = open === void 0 ? { text: line, number: index + 1 } : { ...open, text: `${open.text} ${line.trim()}` };
    open = joined.text.endsWith("\\") ? { ...joined, text: joined.text.slice(0, -1).trimEnd() } : void 0;
    if (open === void 0) lines.push(joined);
  }
  return open === void 0 ? lines : [...lines, open];
}
function whereItRuns(path, into, command, paths) {
  for (const base of foldersUp(folderOf(path))) {
    const folder = into === void 0 ? base : joinPath(base, into);
    if (folder === void 0) continue;
    const script = filesOf(command).map((file) => joinPath(folder, file) ?? "").find((file) => paths.has(file));
    if (script !== void 0) return { folder, script };
  }
  return void 0;
}
function filesOf(command) {
  const words = command.split(/\s+/);
  for (const [index, word] of words.entries()) {
    if (word.endsWith(".py")) return [word];
    const module = words[index - 1] === "-m" ? word : void 0;
    if (module === void 0 || /^(?:torch\.distributed|accelerate\.commands)\./.test(module)) continue;
    const file = module.replaceAll(".", "/");
    return [`${file}.py`, `${file}/__main__.py`, `src/${file}.py`, `src/${file}/__main__.py`];
  }
  return [];
}
function balanced(text) {
  return [`"`, `'`].every((quote) => text.split(quote).length % 2 === 1);
}
function keepingPythonPath(run) {
  return run.replace(/\bPYTHONPATH=(\S+)/, (_, path) => `PYTHONPATH=${path}:$PYTHONPATH`);
}
function isOtherUse({ run }) {
  return OTHER_USE.test(run);
}
var OTHER_USE = /\s(?:(?:eval|test|predict|generate|sample)|--?(?:(?:eval|evaluate|evaluation|test)(?:[-_]only)?|predict|resume(?:[-_]from[-_]checkpoint)?|help|h))(?=[\s=]|$)/;
function configNamed({ run }) {
  const [, ...args] = run.split(/\.py\s|\s-m\s/);
  return /(?:^|\s|--[\w-]+=)([^\s=]+\.(?:ya?ml|json|toml))(?=\s|$)/.exec(args.join(" "))?.[1];
}

// src/init/known-configs.ts
function knownConfigs(repository) {
  return repository.paths.filter((path) => /\.(ya?ml|json)$/.test(path) && !/(^|\/)\./.test(path) && !isOfTests(path)).flatMap((path) => {
    const value = valuesOf(path, repository.text(path) ?? "");
    const framework = value && frameworkOf(value);
    return framework === void 0 ? [] : [{ path, framework, batch: batchOf(framework, value ?? {}) }];
  });
}
var MOST_CHARACTERS = 2 ** 16;
function valuesOf(path, text) {
  if (text.length > MOST_CHARACTERS || !KEYS.some((key) => text.includes(key))) return void 0;
  const source = readSource(path, text);
  return "value" in source ? mapOf(source.value) : void 0;
}
function mapOf(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : void 0;
}
var FORMATS = [
  ["axolotl", "base_model", "micro_batch_size"],
  ["llama-factory", "stage", "finetuning_type"],
  ["accelerate", "compute_environment", "distributed_type"],
  ["lightning-cli", "trainer", "model", "seed_everything"],
  ["lightning-cli", "trainer", "model", "data"],
  ["timm", "model", "opt", "sched"],
  ["trainer", "per_device_train_batch_size", "output_dir"]
];
var KEYS = ["_component_", ...FORMATS.map(([, key]) => key)];
function frameworkOf(value) {
  if (Object.values(value).some((inner) => mapOf(inner)?.["_component_"] !== void 0)) return "torchtune";
  return FORMATS.find(([, ...keys]) => keys.every((key) => value[key] !== void 0))?.[0];
}
var BATCH_KEYS = {
  "lightning-cli": ["data.batch_size", "data.init_args.batch_size"],
  trainer: ["per_device_train_batch_size"],
  timm: ["batch_size"]
};
function batchOf(framework, value) {
  for (const key of BATCH_KEYS[framework] ?? []) {
    let found = value;
    for (const part of key.split(".")) found = mapOf(found)?.[part];
    if (typeof found === "number" && Number.isInteger(found) && found > 0) return { key, size: found };
  }
  return void 0;
}
var READS = {
  "lightning-cli": ({ loop }, script, { word, batch }) => {
    if (loop.kind !== "lightning-cli") return void 0;
    return { run: `python ${script} fit --config ${word}`, option: batch && `--${batch.key}` };
  },
  trainer: ({ script: { code } }, script, { word, path }) => {
    if (/\bTrlParser\(/.test(code))
      return { run: `python ${script} --config ${word}`, option: "--per_device_train_batch_size" };
    const reader = path.endsWith(".json") ? /\bparse_json_file\(/ : /\bparse_yaml_file\(/;
    return reader.test(code) ? { run: `python ${script} ${word}`, option: void 0 } : void 0;
  },
  timm: ({ script: { code } }, script, { word }) => {
    if (!/\btimm\b/.test(code) || !/["']--config["']/.test(code)) return void 0;
    return { run: `python ${script} --config ${word}`, option: "--batch-size" };
  }
};
function readsConfig(config, program, script, word) {
  return READS[config.framework]?.(program, script, { ...config, word });
}
function trainsConfig({ framework }, config) {
  if (framework === "axolotl") return `axolotl train ${config}`;
  return framework === "llama-factory" ? `llamafactory-cli train ${config}` : void 0;
}

// src/init/local-imports.ts
function importsAmong(scripts) {
  const imported = (script) => importedPaths(script).flatMap((path) => scripts.get(path) ?? []);
  return new Map([...scripts.values()].map((script) => [script, imported(script)]));
}
function reachedFrom(script, imports) {
  const reached = /* @__PURE__ */ new Set([script]);
  for (const one of reached) for (const imported of imports.get(one) ?? []) reached.add(imported);
  return [...reached];
}
function importsRelatively({ code }) {
  return /^[ \t]*from\s+\./m.test(code);
}
function importedPaths({ path, code }) {
  const folder = folderOf(path);
  return modulesOf(code).flatMap(({ dots, name, names }) => {
    const bases = dots === 0 ? placesOf(folder) : [up(folder, dots - 1)];
    const modules = [name, ...names.map((one) => name === "" ? one : `${name}.${one}`)].filter((one) => one !== "");
    return bases.flatMap(
      (base) => modules.flatMap((module) => {
        const file = joinPath(base, module.replaceAll(".", "/")) ?? "";
        return [`${file}.py`, `${file}/__init__.py`];
      })
    );
  });
}
function modulesOf(code) {
  const from = code.matchAll(/^[ \t]*from\s+(\.*)([\w.]*)\s+import\s+(?:\(([^)]*)\)|([^\n]*))/gm);
  const plain2 = code.matchAll(/^[ \t]*import\s+([\w., ]+)/gm);
  return [
    ...[...from].map(([, dots = "", name = "", inside, line = ""]) => ({
      dots: dots.length,
      name,
      names: (inside ?? line).split(",").map((one) => one.trim().split(/\s/)[0] ?? "")
    })),
    ...[...plain2].flatMap(
      ([, modules = ""]) => modules.split(",").map((one) => ({ dots: 0, name: one.trim().split(/\s/)[0] ?? "", names: [] }))
    )
  ];
}
function placesOf(folder) {
  const parts = folder === "" ? [] : folder.split("/");
  return [.../* @__PURE__ */ new Set([...parts.map((_, index) => parts.slice(0, index + 1).join("/")), "", "src"])];
}
function up(folder, levels) {
  return levels === 0 ? folder : up(folderOf(folder), levels - 1);
}

// src/init/python-code.ts
function codeOf(text) {
  return text.replaceAll(
    /("""|''')[\s\S]*?(?:\1|$)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*/g,
    (token, triple) => {
      if (triple === void 0 && !token.startsWith("#")) return token;
      return token.replaceAll(/[^\n]/g, " ");
    }
  );
}
function callsOf(code, name) {
  return [...code.matchAll(new RegExp(`\\b(?:${name})\\(`, "g"))].map(({ index, 0: opening }) => {
    const start = index + opening.length;
    return { offset: index, args: code.slice(start, endOfCall(code, start)) };
  });
}
function endOfCall(code, start) {
  const tokens = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[([{]|[)\]}]/g;
  tokens.lastIndex = start;
  let depth = 1;
  for (let token = tokens.exec(code); token !== null; token = tokens.exec(code)) {
    if ("([{".includes(token[0])) depth += 1;
    if (")]}".includes(token[0])) depth -= 1;
    if (depth === 0) return token.index;
  }
  return code.length;
}
function isAtTop(code, offset) {
  const before = code.slice(0, code.indexOf("\n", offset) + 1 || code.length).split("\n");
  const outermost = before.findLast((line) => /^\S/.test(line) && !/^[)\]}]/.test(line)) ?? "";
  return !/^(?:async\s+)?(?:def|class)\b|^@/.test(outermost);
}

// src/init/python-script.ts
function readPython(path, text) {
  const code = codeOf(text);
  const found = loopIn(code);
  const at = (offset) => ({ path, line: lineAt(code, offset) });
  return {
    path,
    code,
    runs: /^if\s+__name__\s*==/m.test(code) || callsItsOwn(code) || found !== void 0 && isAtTop(code, found.offset),
    loop: found && { kind: found.kind, at: at(found.offset) },
    batch: batchOption(code, at),
    required: requiredArguments(code, at),
    dataclassArguments: /\b(?:HfArgumentParser|TrlParser)\(/.test(code)
  };
}
function callsItsOwn(code) {
  const own = new Set([...code.matchAll(/^(?:async\s+)?def\s+(\w+)/gm)].map(([, name]) => name));
  const calls = code.matchAll(/^[ \t]*(?:\w+\s*=\s*)?(\w+)\(/gm);
  return [...calls].some(({ 1: name, index }) => (own.has(name) || name === "app") && isAtTop(code, index));
}
var LOOPS = [
  ["lightning-cli", "lightning|pytorch_lightning", /^(?!\s*class\b).*?\b(?=\w*LightningCLI\()/m],
  ["lightning", "lightning|pytorch_lightning", /(?=\.fit\()/, /\bTrainer\b/],
  ["trainer", "transformers|trl|sentence_transformers", /^(?!\s*class\b).*?\b(?=\w*Trainer\()/m],
  ["accelerate", "accelerate", /(?=\.backward\()/, /\bAccelerator\(/, /\.step\(/],
  ["own", "torch", /(?=\.backward\()/, /\.step\(/]
];
function loopIn(code) {
  for (const [kind, imports, shown2, ...others] of LOOPS) {
    if (!new RegExp(`^[ \\t]*(?:from[ \\t]+|import[ \\t][^\\n]*?\\b)(?:${imports})\\b`, "m").test(code)) continue;
    const match = shown2?.exec(code);
    if (match === null || match === void 0 || !others.every((line) => line.test(code))) continue;
    return { kind, offset: match.index + match[0].length };
  }
  return void 0;
}
var BATCH_NAMES = /^--(?:(?:per[-_]device[-_])?(?:train(?:ing)?[-_])?batch[-_]?size|micro[-_]batch[-_]size|bs)$/;
var TRAINER_BATCH = { name: "--per_device_train_batch_size", size: 8, at: void 0 };
function batchOption(code, at) {
  for (const { offset, args } of callsOf(code, ARGUMENT_CALLS)) {
    const name = stringsOf(args).find((text) => BATCH_NAMES.test(text));
    if (name === void 0) continue;
    const [, size] = /\bdefault\s*=\s*(\d{1,9})\b(?!\s*[.*/+(-])/.exec(args) ?? [];
    return { name, size: size === void 0 || Number(size) === 0 ? void 0 : Number(size), at: at(offset) };
  }
  const own = /\bHfArgumentParser\(/.test(code) && /\b(?:Seq2Seq)?TrainingArguments\b/.test(code);
  return own ? TRAINER_BATCH : void 0;
}
var ARGUMENT_CALLS = "add_argument|option|argument";
function requiredArguments(code, at) {
  return callsOf(code, ARGUMENT_CALLS).flatMap(({ offset, args }) => {
    const names = stringsOf(args.split(/\b\w+\s*=/)[0] ?? "");
    const name = names.findLast((one) => one.startsWith("--")) ?? names[0];
    if (name === void 0 || !/^[\w-]+$/.test(name)) return [];
    const optional = name.startsWith("-") ? !/\brequired\s*=\s*True\b/.test(args) : /\bdefault\s*=|\bnargs\s*=\s*["'][?*]|\brequired\s*=\s*False\b/.test(args);
    return optional ? [] : [{ name, at: at(offset) }];
  });
}
function stringsOf(args) {
  return [...args.matchAll(/"([^"\\\n]*)"|'([^'\\\n]*)'/g)].map(([, double, single]) => double ?? single ?? "");
}

// src/init/programs.ts
function programsOf(repository) {
  const scripts = new Map(
    repository.paths.filter((path) => path.endsWith(".py")).map((path) => [path, readPython(path, repository.text(path) ?? "")])
  );
  const imports = importsAmong(scripts);
  const programs = [...scripts.values()].flatMap((script) => programOf(script, imports, repository));
  const paths = new Set(programs.map(({ script }) => script.path));
  return programs.filter(({ script, reached }) => {
    return script.loop !== void 0 || !reached.some((one) => one !== script && paths.has(one.path));
  });
}
var OTHER_USE2 = /(^|[_-])(eval|evaluate|evaluation|val|validate|validation|tests?|infer|inference|predict|export|convert|onnx|bench|benchmark|demo|serve|sample|generate|plot|prepare|download|setup|conftest)([_-]|$)/;
function programOf(script, imports, repository) {
  if (isOfTests(script.path) || OTHER_USE2.test(stemOf(script.path))) return [];
  if (!script.runs && consoleName(script.path, projectOf(script.path, repository), repository) === void 0) return [];
  const reached = reachedFrom(script, imports);
  const loop = reached.find((one) => one.loop !== void 0)?.loop;
  return loop === void 0 ? [] : [{ script, reached, loop }];
}
function consoleName(path, project, repository) {
  const module = (within(project, path) ?? path).replace(/^src\//, "").replace(/(?:\/__init__)?\.py$/, "");
  return consoleScripts(project, repository).get(module.replaceAll("/", "."));
}
function commandOf({ script, reached }, folder, repository) {
  const path = within(folder, script.path) ?? script.path;
  const console = script.runs ? void 0 : consoleName(script.path, folder, repository);
  if (console !== void 0) return console;
  const outside = reached.some((one) => within(folderOf(script.path), one.path) === void 0);
  const installed = ["pyproject.toml", "setup.py"].some((file) => repository.paths.includes(under(folder, file)));
  if (!importsRelatively(script) && (!outside || installed)) return `python ${quoted(path)}`;
  const [root, module] = path.startsWith("src/") ? ["cd src && ", path.slice("src/".length)] : ["", path];
  return `${root}python -m ${quoted(module.replace(/(?:\/__main__)?\.py$/, "").replaceAll("/", "."))}`;
}
var LOOP_WORDS = {
  own: "a loop of its own",
  accelerate: "Accelerate",
  trainer: "a Trainer of Hugging Face",
  lightning: "Lightning",
  "lightning-cli": "Lightning's command line"
};
function trainsBy({ loop }) {
  return `${formatEvidence(loop.at)} trains, by ${LOOP_WORDS[loop.kind]}`;
}

// src/init/training-names.ts
function namesOfScript(path) {
  const [stem, folder] = [stemOf(path), folderOf(path)];
  const inside = folder.slice(folder.lastIndexOf("/") + 1);
  if (/^__\w+__$/.test(stem)) return [inside];
  return SAYS_NOTHING.has(stem) && !SAYS_NOTHING.has(inside) ? [inside, stem] : [stem, inside];
}
var SAYS_NOTHING = /* @__PURE__ */ new Set(["", "train", "main", "run", "example", "src", "scripts", "tools", "bin"]);
function named(drafts) {
  const taken = /* @__PURE__ */ new Set();
  return drafts.map(({ names, ...training }) => {
    const [first = "training", ...others] = names.map(slug).filter((name2) => name2 !== "");
    const wanted2 = [first, ...others.filter((other) => other !== first).map((other) => slug(`${other}-${first}`))];
    const counted = drafts.map((_, index) => `${first.slice(0, 60)}-${index + 2}`);
    const name = [...wanted2, ...counted].find((one) => !taken.has(one)) ?? first;
    taken.add(name);
    return { ...training, name };
  });
}
function slug(text) {
  return text.replaceAll(/[^\w.-]+/g, "-").replaceAll(/^[.-]+|[.-]+$/g, "").slice(0, 64);
}

// src/init/trainings.ts
var MOST_TRAININGS = 8;
function findTrainings(repository) {
  const programs = programsOf(repository);
  const world = { repository, programs, written: writtenCommands(repository), configs: knownConfigs(repository) };
  const drafts = [...programs.flatMap((program) => ofProgram(program, world)), ...ofFrameworks(world)];
  const surest = new Set(drafts.toSorted((a, b) => a.doubts.length - b.doubts.length).slice(0, MOST_TRAININGS));
  return {
    trainings: named(drafts.filter((draft) => surest.has(draft))),
    aside: [...tooMany(drafts.length - surest.size), ...notebooks(repository), ...withoutCommand(world)]
  };
}
function tooMany(left) {
  if (left === 0) return [];
  return [`${left} more train here: run init in their own folders, or write them into a config`];
}
function shown(folder, run) {
  return folder === "" ? run : `${run}   in ${folder}/`;
}
function ofProgram(program, world) {
  const { path } = program.script;
  const written = world.written.filter((command) => command.script === path && !isOtherUse(command));
  const complete = written.filter((command) => command.complete);
  if (complete.length > 0) return byConfig(complete).map((command) => ofCommand(command, program, world));
  const configs = world.configs.flatMap((config) => ofConfig(config, program, world));
  if (configs.length > 0) return configs;
  const launched = written.length > 0 ? [] : ofLauncher(program, world);
  return launched.length > 0 ? launched : [ofScript(program, world, written[0])];
}
function byConfig(commands) {
  const first = /* @__PURE__ */ new Map();
  for (const command of commands) {
    const key = configNamed(command) ?? "";
    if (!first.has(key)) first.set(key, command);
  }
  return [...first.values()];
}
function ofCommand(command, program, { repository }) {
  const project = projectOf(program.script.path, repository);
  const inside = within(project, command.folder);
  const step = inside === void 0 || inside === "" ? "" : `cd ${quoted(inside)} && `;
  return {
    folder: inside === void 0 ? command.folder : project,
    names: [stemOf(configNamed(command) ?? ""), ...namesOfScript(program.script.path)],
    ...withBatch(step + command.run, program, formatEvidence(command.at)),
    from: [`${formatEvidence(command.at)} runs it`, trainsBy(program)]
  };
}
function ofScript(program, { repository }, incomplete) {
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
      ...asIs === void 0 ? [] : [asIs],
      ...required.map(({ name, at }) => `it does not start without ${name} (${formatEvidence(at)}): write it into run`),
      ...dataclassArguments && asIs === void 0 ? [fields] : []
    ]
  };
}
function ofConfig(config, program, { repository, programs, written }) {
  const folder = projectOf(program.script.path, repository);
  const [script, file] = [within(folder, program.script.path), within(folder, config.path)];
  if (script === void 0 || file === void 0) return [];
  const reading = readsConfig(config, program, quoted(script), quoted(file));
  const readers = programs.filter((one) => readsConfig(config, one, "", "") !== void 0);
  const isWritten = written.some((command) => joinPath(command.folder, configNamed(command) ?? "") === config.path);
  if (reading === void 0 || readers.length > 1 || isWritten) return [];
  const { batch } = config;
  const isAsked = reading.option !== void 0 && batch !== void 0;
  return [
    {
      folder,
      names: [stemOf(config.path), ...namesOfScript(program.script.path)],
      run: isAsked ? `${reading.run} ${reading.option} {batch_size}` : reading.run,
      batch: isAsked ? { size: batch.size, from: `${config.path}: ${batch.key}` } : void 0,
      from: [`${config.path} is a config for it`, trainsBy(program)],
      doubts: []
    }
  ];
}
function ofLauncher(program, { repository, configs }) {
  const [launcher, ...others] = configs.filter(({ framework }) => framework === "accelerate");
  const folder = projectOf(program.script.path, repository);
  const [script, file] = [within(folder, program.script.path), within(folder, launcher?.path ?? "")];
  if (launcher === void 0 || others.length > 0 || script === void 0 || file === void 0) return [];
  if (program.loop.kind !== "accelerate" && program.loop.kind !== "trainer") return [];
  const told = withBatch(`accelerate launch --config_file ${quoted(file)} ${quoted(script)}`, program, "");
  const from = [`${launcher.path} says how it is launched`, trainsBy(program)];
  return [{ folder, names: namesOfScript(program.script.path), ...told, from }];
}
function ofFrameworks({ configs, repository }) {
  return configs.flatMap((config) => {
    const { path, framework } = config;
    const folder = projectOf(path, repository);
    const run = trainsConfig(config, quoted(within(folder, path) ?? path));
    if (run === void 0) return [];
    const from = [`${path} is a config of ${framework}`];
    return [{ folder, names: [stemOf(path)], run, batch: void 0, from, doubts: [] }];
  });
}
function withoutCommand({ configs }) {
  const ofTorchtune = configs.filter(({ framework }) => framework === "torchtune");
  return ofTorchtune.map(({ path }) => `${path} is a config of torchtune: its recipe, for tune run, is not in it`);
}
function notebooks(repository) {
  return repository.paths.filter((path) => path.endsWith(".ipynb")).filter((path) => /\.backward\(|Trainer\(|\.fit\(/.test(repository.text(path) ?? "")).map((path) => `${path} trains, but a notebook is no command: jupyter nbconvert --to script makes a script of it`);
}

// src/init/init.ts
async function planFiles(ports) {
  const { repository, say } = ports;
  const there = existingConfigs(repository);
  const found = there.length > 0 ? void 0 : findTrainings(repository);
  tellFound(found, there, say);
  const answers = await askAll(ports.ask, found?.trainings);
  if (found !== void 0 && answers.trainings.length === 0) throw new UserError(nothingFound());
  const configs = there.length > 0 ? [] : plannedConfigs(answers);
  const texts = [...there.map((path) => ({ path, text: repository.text(path) ?? "" })), ...configs];
  return [...configs, ...plannedWorkflows(texts, answers, ports)];
}
async function writeFiles({ create, say, action }, files) {
  for (const { path, text } of files) {
    const isNew = await create(path, text);
    say(isNew ? `Wrote ${path}` : `${path} is there: not touched (--print shows what it would be)`);
    if (!isNew) continue;
    for (const [, doubt] of text.matchAll(/# (Not sure: .*)/g)) say(`  ${doubt}`);
    if (text.includes("workflow_run:"))
      say("  It runs from the default branch: the first comment comes when it is there");
    if (text.includes(NO_COMMIT)) for (const line of missingCommit(action.version)) say(line);
  }
  say("Then: the same command with predict in the place of init, and a pull request");
}
function missingCommit(version) {
  return [
    `  It names no commit of vram-budget yet (${NO_COMMIT.slice(0, 7)}\u2026): write that of v${version}, which`,
    `  git ls-remote https://github.com/vram-budget/vram-budget v${version} prints`
  ];
}
function printed(files) {
  return files.map(({ path, text }) => `==> ${path} <==
${text}`).join("\n");
}
function existingConfigs({ paths }) {
  return paths.filter((path) => CONFIG_FILES.some((name) => path === name || path.endsWith(`/${name}`)));
}
function tellFound(found, there, say) {
  for (const path of there) say(`${path} is there: only the workflow is to be made`);
  if (found === void 0) return;
  const { trainings, aside } = found;
  for (const [index, { folder, run, from }] of trainings.entries()) {
    say(`${index + 1}  ${shown(folder, run)}`);
    for (const line of from) say(`     ${line}`);
  }
  for (const line of aside) say(`-  ${line}`);
}
function nothingFound() {
  return [
    "Cannot find a command that trains: no script with a loop of PyTorch, a Trainer, Accelerate or Lightning, and no config of axolotl or LLaMA-Factory",
    "Run init on a terminal to name a command, or write the config by hand: docs/measuring.md has one to begin with"
  ].join("\n");
}
export {
  planFiles,
  printed,
  writeFiles
};
