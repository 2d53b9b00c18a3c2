// Every kind of bad config, and every line that it must give. Read by parse-config.test.ts and by the tests of the
// command line.

/** A config that is right; the rows below put one thing of it wrong. Line numbers count from the first line. */
export const GOOD = `\
version: 1
device: t4
trainings:
  a:
    model:
      layers:
        - Flatten
        - Linear: [784, 128]
        - ReLU
        - Linear: [128, 10]
    input: [1, 28, 28]
    target: {classes: 10}
    loss: CrossEntropyLoss
    optimizer: {Adam: {lr: 0.001}}
    batch_size: 64
`;

/** GOOD with `from` replaced. */
function but(from: string, to: string): string {
  if (!GOOD.includes(from)) throw new Error(`GOOD has no ${from}`);
  return GOOD.replace(from, () => to);
}

/** GOOD with another layer list and input. */
function model(layers: string, input = "[3, 32, 32]", rest: readonly [string, string] = ["", ""]): string {
  const list = /        - Flatten[\s\S]*128, 10\]\n/.exec(GOOD)?.[0] ?? "";
  return but(list, `        ${layers}\n`)
    .replace("[1, 28, 28]", input)
    .replace(...rest);
}

/** `distributed: written`, and where the problem is from column on. */
const DISTRIBUTED: readonly (readonly [what: string, written: string, problem: string])[] = [
  ["a strategy alone", "ddp", '18: trainings.a.distributed: expected {strategy, processes}, found "ddp"'],
  [
    "a strategy that is another",
    "{strategy: fsdp, processes: 2}",
    '29: trainings.a.distributed.strategy: expected ddp, zero1 or fsdp2, found "fsdp"',
  ],
  [
    "processes without a strategy",
    "{processes: 2}",
    "18: trainings.a.distributed.strategy: expected ddp, zero1 or fsdp2, found nothing",
  ],
  [
    "one process",
    "{strategy: ddp, processes: 1}",
    "45: trainings.a.distributed.processes: expected a whole number above 1, found 1",
  ],
  [
    "buckets that have no size",
    "{strategy: ddp, processes: 2, bucket_cap_mb: 0}",
    "63: trainings.a.distributed.bucket_cap_mb: expected a whole number above 0, found 0",
  ],
  [
    "an argument of the other strategy",
    "{strategy: ddp, processes: 2, wrap: [Block]}",
    "48: trainings.a.distributed.wrap: unknown key, expected one of strategy, processes, gradient_as_bucket_view, bucket_cap_mb, find_unused_parameters, static_graph",
  ],
  [
    "fsdp2 of nothing",
    "{strategy: fsdp2, processes: 2}",
    "18: trainings.a.distributed.wrap: expected a list of names of classes, found nothing",
  ],
  [
    "one class by itself",
    "{strategy: fsdp2, processes: 2, wrap: Block}",
    '56: trainings.a.distributed.wrap: expected a list of names of classes, found "Block"',
  ],
];

export const BAD_CONFIGS: readonly (readonly [what: string, text: string, ...problems: string[]])[] = [
  // the text
  ["an empty file", "", "t.yml:1:1: the file is empty, expected version and trainings"],
  ["a file of comments", "# nothing\n", "t.yml:1:1: the file is empty, expected version and trainings"],
  ["a list at the top", "- 1\n", "t.yml:1:1: expected a map of version and trainings, found [1]"],
  ["a text at the top", "hello\n", 't.yml:1:1: expected a map of version and trainings, found "hello"'],
  [
    "a file that is too large",
    `#${"x".repeat(2 ** 20)}`,
    "t.yml:1:1: the file has 1048577 bytes, expected at most 1048576 (1 MiB)",
  ],
  [
    "broken YAML",
    "version: {1\n",
    "t.yml:2:1: Flow map in block collection must be sufficiently indented and end with a }",
  ],
  ["two documents", `${GOOD}---\n${GOOD}`, "t.yml:16:1: expected one document, found a second"],
  [
    "a duplicate key",
    `${GOOD}    batch_size: 32\n`,
    't.yml:16:5: trainings.a: the key "batch_size" again, expected each key once',
  ],
  [
    "a tag",
    but("batch_size: 64", "batch_size: !!js/function 64"),
    "t.yml:15:17: expected a value without a tag of its own, found one with an unknown tag",
  ],
  [
    "a custom tag",
    but("version: 1", "version: !mine 1"),
    "t.yml:1:10: expected a value without a tag of its own, found one with an unknown tag",
  ],
  [
    "a tab as indentation",
    but("    loss", "\tloss"),
    "t.yml:13:1: Tabs are not allowed as indentation",
    "t.yml:13:8: Nested mappings are not allowed in compact mappings",
    "t.yml:13:8: Implicit keys need to be on a single line",
    "t.yml:15:1: All mapping items must start at the same column",
  ],
  [
    "an alias of nothing",
    but("[1, 28, 28]", "*nothing"),
    "t.yml:11:12: trainings.a.input: the alias *nothing has no anchor before it",
  ],
  [
    "an alias in an anchor",
    "x: &x [1]\ny: &y [*x]\nz: *y\n",
    "t.yml:2:8: y.0: the alias *x stands in what another alias may repeat",
  ],
  ["an alias of itself", "x: &x [*x]\n", "t.yml:1:8: x.0: the alias *x stands in what another alias may repeat"],
  ["more than 100 aliases", `x: &x [1]\ny: [${"*x,".repeat(101)}]\n`, "t.yml:2:5: y.0: more than 100 aliases"],
  ["20,000 brackets", "[".repeat(20_000), "t.yml:1:1: nested deeper than 64 levels"],
  ["3,000 closed brackets", `x: ${"[".repeat(3000)}${"]".repeat(3000)}\n`, "t.yml:1:1: nested deeper than 64 levels"],
  ["a number as a key", but("  a:", "  1:"), "t.yml:4:3: trainings: expected a text as a key, found 1"],
  [
    "a list as a key",
    but("  a:", "  [a]:"),
    "t.yml:4:3: trainings: expected a text as a key, found a list, a map or an alias",
  ],
  ["__proto__", `${GOOD}__proto__: {x: 1}\n`, "t.yml:16:1: the key __proto__ is not allowed"],
  [
    "a merge key",
    `${GOOD}    <<: {steps: 3}\n`,
    "t.yml:16:5: trainings.a: merge keys are not read, expected the keys themselves, or an alias as a whole value",
  ],
  [
    "a bidirectional mark",
    but("device: t4", 'device: "t4\\u202e"'),
    "t.yml:2:9: device: has the invisible character U+202E, expected text that shows what it is",
  ],
  [
    "a control character",
    but("device: t4", 'device: "t4\\u0007"'),
    "t.yml:2:9: device: has the invisible character U+0007, expected text that shows what it is",
  ],
  [
    "an optimizer that needs a closure",
    but("Adam: {lr: 0.001}", "LBFGS: {lr: 1}"),
    "t.yml:14:17: trainings.a.optimizer.LBFGS: expected an optimizer that steps once a batch, found LBFGS, which runs the model again in a closure that the training's loop has not",
  ],
  // keys
  ["an unknown key at the top", `${GOOD}devices: t4\n`, "t.yml:16:1: devices: unknown key, did you mean device?"],
  [
    "an unknown key with nothing near",
    `${GOOD}colour: red\n`,
    "t.yml:16:1: colour: unknown key, expected one of version, device, budget, tolerance, trainings",
  ],
  [
    "an unknown key of a training",
    `${GOOD}    batchsize: 3\n`,
    "t.yml:16:5: trainings.a.batchsize: unknown key, did you mean batch_size?",
  ],
  [
    "an unknown key of a model",
    but("      layers:", "      layer: []\n      layers:"),
    "t.yml:6:7: trainings.a.model.layer: unknown key, did you mean layers?",
  ],
  [
    "an unknown key in a map",
    `${GOOD}    evaluation: {batch: 3}\n`,
    "t.yml:16:17: trainings.a.evaluation.batch_size: expected a whole number above 0, found nothing",
    "t.yml:16:18: trainings.a.evaluation.batch: unknown key, did you mean batch_size?",
  ],
  [
    "a missing version",
    but("version: 1\n", ""),
    "t.yml:1:1: version: expected 1, the version of this format, found nothing",
  ],
  [
    "a version of the future",
    but("version: 1", "version: 2"),
    "t.yml:1:10: version: expected 1, the version of this format, found 2",
  ],
  ["no trainings", "version: 1\n", "t.yml:1:1: trainings: expected a map of trainings by name, found nothing"],
  ["empty trainings", "version: 1\ntrainings: {}\n", "t.yml:2:12: trainings: expected at least one training, found {}"],
  [
    "trainings as a list",
    "version: 1\ntrainings: [a]\n",
    't.yml:2:12: trainings: expected a map of trainings by name, found ["a"]',
  ],
  [
    "a training of nothing",
    "version: 1\ntrainings:\n  a:\n",
    "t.yml:3:5: trainings.a: expected a map of model, input, target, loss, optimizer, batch_size, evaluation, data, run, steps, warmup, timeout, explain, environment, measure_at, precision, gradient_accumulation, gradient_clipping, activation_checkpointing, frozen, lora, channels_last, ema, zero_grad, output_until, optimizer_in_backward, compile, distributed, device, budget, tolerance, found null",
  ],
  [
    "an empty training",
    "version: 1\ntrainings:\n  a: {}\n",
    "t.yml:3:6: trainings.a.model: expected {layers: [names of torch.nn]} or module:callable, found nothing",
    "t.yml:3:6: trainings.a.input: expected one sample's shape, as [1, 28, 28], {shape, dtype: float32}, or {shape, dtype: int64, high} for tokens below high, found nothing",
    "t.yml:3:6: trainings.a.loss: expected the name of one loss, or {name: arguments}, found nothing",
    "t.yml:3:6: trainings.a.target: expected {classes: 10} for indices of classes, or {shape: [10]} for a tensor, found nothing",
    "t.yml:3:6: trainings.a.optimizer: expected the name of one optimizer, or {name: arguments}, found nothing",
    "t.yml:3:6: trainings.a.batch_size: expected a whole number above 0, found nothing",
  ],
  [
    "a training's name with a slash",
    but("  a:", "  a/b:"),
    "t.yml:4:3: trainings.\"a/b\": expected a name of at most 64 letters, digits, '.', '_' and '-' that begins with a letter or digit, found \"a/b\"",
  ],
  [
    "a training's name that is too long",
    but("  a:", `  ${"a".repeat(65)}:`),
    "t.yml:4:3: trainings.\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…: expected a name of at most 64 letters, digits, '.', '_' and '-' that begins with a letter or digit, found \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…",
  ],
  [
    "a training's name in markup",
    but("  a:", '  "<img>|":'),
    "t.yml:4:3: trainings.\"<img>|\": expected a name of at most 64 letters, digits, '.', '_' and '-' that begins with a letter or digit, found \"<img>|\"",
  ],
  // numbers
  [
    "a batch size of zero",
    but("batch_size: 64", "batch_size: 0"),
    "t.yml:15:17: trainings.a.batch_size: expected a whole number above 0, found 0",
  ],
  [
    "a batch size as text",
    but("batch_size: 64", "batch_size: abc"),
    't.yml:15:17: trainings.a.batch_size: expected a whole number above 0, found "abc"',
  ],
  [
    "a batch size with a fraction",
    but("batch_size: 64", "batch_size: 1.5"),
    "t.yml:15:17: trainings.a.batch_size: expected a whole number above 0, found 1.5",
  ],
  [
    "a batch size that is not a number",
    but("batch_size: 64", "batch_size: .nan"),
    "t.yml:15:17: trainings.a.batch_size: expected a number that can be counted with, found NaN",
  ],
  [
    "a batch size beyond 2^31",
    but("batch_size: 64", "batch_size: 2147483648"),
    "t.yml:15:17: trainings.a.batch_size: expected a whole number above 0 and at most 2147483647, found 2147483648",
  ],
  [
    "a batch size beyond 2^53",
    but("batch_size: 64", "batch_size: 99999999999999999999"),
    "t.yml:15:17: trainings.a.batch_size: expected a whole number above 0, found 100000000000000000000",
  ],
  [
    "steps of zero",
    `${GOOD}    steps: 0\n`,
    "t.yml:16:12: trainings.a.steps: expected a whole number above 0, found 0",
  ],
  [
    "a negative warm-up",
    `${GOOD}    warmup: -1\n`,
    "t.yml:16:13: trainings.a.warmup: expected a whole number of at least 0, found -1",
  ],
  [
    "an evaluation as a number",
    `${GOOD}    evaluation: 1000\n`,
    "t.yml:16:17: trainings.a.evaluation: expected {batch_size}, found 1000",
  ],
  [
    "a step beyond 2^49 bytes",
    model("- Linear: [2147483647, 2147483647]", "[2147483647]"),
    "t.yml:7:11: trainings.a.model.layers.0: expected a step that a computer can hold, found more than 512 TiB up to here",
  ],
  // units
  [
    "a decimal size",
    but("device: t4", "device: t4\nbudget: 40GB"),
    't.yml:3:9: budget: expected a percentage above 0% and up to 100%, or a size with its unit, as 37.25 GiB, found "40GB"',
  ],
  [
    "a bare number as a size",
    but("device: t4", "device: t4\nbudget: 40"),
    "t.yml:3:9: budget: expected a percentage above 0% and up to 100%, or a size with its unit, as 40 GiB, found 40",
  ],
  [
    "a share as a number",
    but("device: t4", "device: t4\nbudget: 0.9"),
    "t.yml:3:9: budget: expected a percentage up to 100%, as 90%, found 0.9",
  ],
  [
    "a budget of zero",
    but("device: t4", "device: t4\nbudget: 0%"),
    't.yml:3:9: budget: expected a percentage above 0% and up to 100%, or a size with its unit, as 24 GiB, found "0%"',
  ],
  [
    "a budget above the card",
    but("device: t4", "device: t4\nbudget: 120%"),
    't.yml:3:9: budget: expected a percentage above 0% and up to 100%, or a size with its unit, as 24 GiB, found "120%"',
  ],
  [
    "a tolerance as a number",
    but("device: t4", "device: t4\ntolerance: 0.05"),
    "t.yml:3:12: tolerance: expected a percentage up to 100%, as 5%, found 0.05",
  ],
  [
    "a tolerance below zero",
    but("device: t4", "device: t4\ntolerance: -5%"),
    't.yml:3:12: tolerance: expected a percentage up to 100%, as 5%, found "-5%"',
  ],
  [
    "a memory with a small letter",
    but("device: t4", "device: {name: t4, memory: 15gib}"),
    't.yml:2:28: device.memory: expected a size with its unit, as 15 GiB, found "15gib"',
  ],
  // devices
  [
    "a misspelt device",
    but("device: t4", "device: l40x"),
    't.yml:2:9: device: the catalogue has no "l40x", did you mean l40?',
  ],
  [
    "a device of no catalogue",
    but("device: t4", "device: voodoo2"),
    't.yml:2:9: device: the catalogue has no "voodoo2", expected one of runner, t4, p100-16, v100-16, v100-32, a10, a10g, l4, rtx3090, rtx4090, rtx5090, rtx4060ti-16, rtx4080, rtx5070ti, rtx5080, a4000, a5000, a6000, rtx6000ada, l40, l40s, a40, a100-40, a100-80, h100-80, h100-pcie, h100-nvl, rtxpro6000, h200, b200, b300',
  ],
  [
    "a device of two sizes",
    but("device: t4", "device: a100"),
    't.yml:2:9: device: expected one of a100-40, a100-80, {name, memory}, found "a100", which is sold with more than one size of memory',
  ],
  [
    "a part of a device",
    but("device: t4", "device: A100-SXM4-40GB MIG 1g.5gb"),
    't.yml:2:9: device: expected {name, memory, compute_capability, multiprocessors} for a part of a card (MIG), found "A100-SXM4-40GB MIG 1g.5gb"',
  ],
  [
    "a device of ROCm",
    but("device: t4", "device: AMD Instinct MI300X"),
    't.yml:2:9: device: expected an NVIDIA card, found "AMD Instinct MI300X": AMD\'s ROCm is not modelled',
  ],
  [
    "a device as a number",
    but("device: t4", "device: 4"),
    "t.yml:2:9: device: expected a name of the catalogue, runner, or {name, memory}, found 4",
  ],
  [
    "an own device without its chip",
    but("device: t4", "device: {name: mine, memory: 8 GiB}"),
    't.yml:2:9: device: expected compute_capability and multiprocessors too: the catalogue cannot say them for "mine"',
  ],
  [
    "an own device without memory",
    but("device: t4", "device: {name: t4}"),
    "t.yml:2:9: device.memory: expected a size with its unit, as 24 GiB, found nothing",
  ],
  // names
  [
    "a misspelt layer",
    but("- ReLU", "- Relu6x"),
    't.yml:9:11: trainings.a.model.layers.2: PyTorch has no layer "Relu6x", did you mean ReLU6?',
  ],
  [
    "a layer in small letters",
    but("- ReLU", "- relu"),
    't.yml:9:11: trainings.a.model.layers.2: PyTorch has no layer "relu", did you mean ReLU?',
  ],
  [
    "a layer with its module",
    but("- ReLU", "- nn.ReLU"),
    't.yml:9:11: trainings.a.model.layers.2: PyTorch has no layer "nn.ReLU", did you mean ReLU?',
  ],
  [
    "a layer that PyTorch has not",
    but("- ReLU", "- Zzzzzzzz"),
    't.yml:9:11: trainings.a.model.layers.2: PyTorch has no layer "Zzzzzzzz", expected a layer of torch.nn',
  ],
  [
    "a loss among the layers",
    but("- ReLU", "- MSELoss"),
    "t.yml:9:11: trainings.a.model.layers.2: expected a layer, found the loss MSELoss, which belongs under loss",
  ],
  [
    "an optimizer among the layers",
    but("- ReLU", "- Adam"),
    "t.yml:9:11: trainings.a.model.layers.2: expected a layer, found the optimizer Adam",
  ],
  [
    "a base class as a layer",
    but("- ReLU", "- ModuleList"),
    "t.yml:9:11: trainings.a.model.layers.2: expected a layer with a forward pass of its own, found ModuleList",
  ],
  [
    "a number as a layer",
    but("- ReLU", "- 3"),
    "t.yml:9:11: trainings.a.model.layers.2: expected the name of one layer, or {name: arguments}, found 3",
  ],
  [
    "two layers in one",
    but("- ReLU", "- {ReLU: , GELU: }"),
    "t.yml:9:11: trainings.a.model.layers.2: expected the name of one layer, or {name: arguments}, found the keys ReLU, GELU",
  ],
  [
    "layers as a map",
    but("- Flatten", "Flatten:").replace(/ +- (Linear|ReLU).*\n/g, ""),
    't.yml:7:9: trainings.a.model.layers: expected a list of layers, found {"Flatten":null}',
  ],
  [
    "no layers",
    model("[]"),
    "t.yml:7:9: trainings.a.model.layers: expected a layer with parameters, found nothing to train",
    "t.yml:10:11: trainings.a.loss: expected an output of [N, 10] for 10 classes, found [N, 3, 32, 32]",
  ],
  [
    "a misspelt loss",
    but("CrossEntropyLoss", "CrossEntropy"),
    't.yml:13:11: trainings.a.loss: PyTorch has no loss "CrossEntropy", did you mean CrossEntropyLoss?',
  ],
  [
    "a misspelt optimizer",
    but("Adam:", "Adm:"),
    't.yml:14:17: trainings.a.optimizer.Adm: PyTorch has no optimizer "Adm", did you mean Adam?',
  ],
  // arguments
  [
    "a misspelt argument",
    but("{lr: 0.001}", "{learning_rate: 0.001}"),
    "t.yml:14:24: trainings.a.optimizer.Adam.learning_rate: unknown argument, expected one of lr, betas, eps, weight_decay, amsgrad, maximize, foreach, fused, differentiable, capturable, decoupled_weight_decay",
  ],
  [
    "a misspelt argument with its name near",
    but("[784, 128]", "{in_feature: 784, out_features: 128}"),
    "t.yml:8:19: trainings.a.model.layers.1.Linear.in_features: expected a whole number above 0, found nothing",
    "t.yml:8:20: trainings.a.model.layers.1.Linear.in_feature: unknown argument, did you mean in_features?",
  ],
  [
    "a missing argument",
    but("[784, 128]", "[784]"),
    "t.yml:8:19: trainings.a.model.layers.1.Linear.out_features: expected a whole number above 0, found nothing",
  ],
  [
    "too many arguments",
    but("- ReLU", "- ReLU: [true, false]"),
    "t.yml:9:24: trainings.a.model.layers.2.ReLU: expected at most 1 argument by position (inplace), found 2",
  ],
  [
    "an argument twice",
    but("[784, 128]", "[784, 128, {in_features: 784}]"),
    "t.yml:8:20: trainings.a.model.layers.1.Linear.in_features: expected once, found by position and by name",
  ],
  [
    "names before positions",
    but("[784, 128]", "[{in_features: 784}, 128]"),
    "t.yml:8:20: trainings.a.model.layers.1.Linear.0: expected arguments by name at the end of the list, found them before it",
  ],
  [
    "an argument of the wrong kind",
    but("[784, 128]", '["784", 128]'),
    't.yml:8:20: trainings.a.model.layers.1.Linear.in_features: expected a whole number above 0, found "784"',
  ],
  [
    "an argument by name of the wrong kind",
    but("[784, 128]", "{in_features: 784, out_features: many}"),
    't.yml:8:52: trainings.a.model.layers.1.Linear.out_features: expected a whole number above 0, found "many"',
  ],
  [
    "a negative learning rate",
    but("lr: 0.001", "lr: -1"),
    "t.yml:14:28: trainings.a.optimizer.Adam.lr: expected a number of at least 0, found -1",
  ],
  [
    "betas of one",
    but("{lr: 0.001}", "{betas: [0.9, 1]}"),
    "t.yml:14:37: trainings.a.optimizer.Adam.betas.1: expected a number from 0 to below 1, found 1",
  ],
  [
    "a keyword by position",
    but("{Adam: {lr: 0.001}}", "{SGD: [0.1, 0.9, 0, 0, false, true]}"),
    "t.yml:14:46: trainings.a.optimizer.SGD: expected at most 5 arguments by position (lr, momentum, dampening, weight_decay, nesterov), found 6",
  ],
  [
    "nesterov without momentum",
    but("{Adam: {lr: 0.001}}", "{SGD: {nesterov: true}}"),
    "t.yml:14:33: trainings.a.optimizer.SGD.nesterov: expected momentum above 0 and dampening 0 with it, found 0 and 0",
  ],
  [
    "foreach and fused",
    but("{lr: 0.001}", "{foreach: true, fused: true}"),
    "t.yml:14:46: trainings.a.optimizer.Adam.fused: expected one of foreach and fused to be true, found both",
  ],
  [
    "a loss without a reduction",
    but("CrossEntropyLoss", "{CrossEntropyLoss: {reduction: none}}"),
    't.yml:13:42: trainings.a.loss.CrossEntropyLoss.reduction: expected mean or sum: "none" gives no single number to go backward from, found "none"',
  ],
  [
    "a dropout above one",
    but("- ReLU", "- Dropout: 1.5"),
    "t.yml:9:20: trainings.a.model.layers.2.Dropout.p: expected a number from 0 to 1, found 1.5",
  ],
  [
    "groups that do not divide",
    model("- Conv2d: [3, 4, 3, {groups: 2}]"),
    "t.yml:7:38: trainings.a.model.layers.0.Conv2d.groups: expected a divisor of in_channels (3) and out_channels (4), found 2",
  ],
  [
    "same with a stride",
    model("- Conv2d: [3, 4, 3, 2, same]"),
    't.yml:7:32: trainings.a.model.layers.0.Conv2d.padding: expected numbers: PyTorch takes "same" with a stride of 1 only',
  ],
  [
    "a pool padded beyond its half",
    model("- MaxPool2d: [3, 1, 2]"),
    "t.yml:7:29: trainings.a.model.layers.0.MaxPool2d.padding: expected at most half of kernel_size (3 × 3), found 2 × 2",
  ],
  // shapes
  [
    "a Linear that does not take what comes",
    but("[784, 128]", "[780, 128]"),
    "t.yml:8:11: trainings.a.model.layers.1.Linear: expected an input of [N, …, 780], found [N, 784]",
  ],
  [
    "a Linear after an image",
    model("- Linear: [784, 10]"),
    "t.yml:7:11: trainings.a.model.layers.0.Linear: expected an input of [N, …, 784], found [N, 3, 32, 32]",
  ],
  [
    "a convolution of other channels",
    model("- Conv2d: [1, 4, 3]"),
    "t.yml:7:11: trainings.a.model.layers.0.Conv2d: expected an input of [N, 1, height, width], found [N, 3, 32, 32]",
  ],
  [
    "a kernel larger than the image",
    model("- Conv2d: [3, 4, 40]"),
    "t.yml:7:11: trainings.a.model.layers.0.Conv2d: expected a padded input of at least the kernel's 40 × 40, found 32 × 32",
  ],
  [
    "a pool larger than the image",
    model("- Conv2d: [3, 4, 3]\n        - MaxPool2d: 40"),
    "t.yml:8:11: trainings.a.model.layers.1.MaxPool2d: expected an input of at least the window's 40 × 40, found 30 × 30",
  ],
  [
    "a pool after a flattening",
    but("- ReLU", "- MaxPool2d: 2"),
    "t.yml:9:11: trainings.a.model.layers.2.MaxPool2d: expected an input of [N, channels, height, width], found [N, 128]",
  ],
  [
    "a batch norm of other features",
    model("- BatchNorm2d: 4"),
    "t.yml:7:11: trainings.a.model.layers.0.BatchNorm2d: expected an input of [N, 4, height, width], found [N, 3, 32, 32]",
  ],
  [
    "a batch norm of one value",
    model("- BatchNorm2d: 3", "[3, 1, 1]", ["size: 64", "size: 1"]),
    "t.yml:7:11: trainings.a.model.layers.0.BatchNorm2d: expected more than one value per channel, found a batch of 1 with one pixel",
    "t.yml:10:11: trainings.a.loss: expected an output of [N, 10] for 10 classes, found [N, 3, 1, 1]",
  ],
  [
    "a layer norm of other sizes",
    model("- LayerNorm: [[32, 31]]"),
    "t.yml:7:11: trainings.a.model.layers.0.LayerNorm: expected an input of [N, …, 32, 31], found [N, 3, 32, 32]",
  ],
  [
    "a layer norm over the batch",
    model("- Flatten\n        - LayerNorm: [[64, 3072]]"),
    "t.yml:8:11: trainings.a.model.layers.1.LayerNorm: expected an input of [N, …, 64, 3072], found [N, 3072]",
  ],
  [
    "an average pool of a list",
    model("- AdaptiveAvgPool2d: [1, 1]"),
    "t.yml:7:34: trainings.a.model.layers.0.AdaptiveAvgPool2d: expected at most 1 argument by position (output_size), found 2",
  ],
  [
    "a flattened batch",
    but("- Flatten", "- Flatten: {start_dim: 0}"),
    "t.yml:7:11: trainings.a.model.layers.0.Flatten: expected the batch, dimension 0, to be left alone, found it flattened",
  ],
  [
    "a flattened batch, from the end",
    but("- Flatten", "- Flatten: [-4]"),
    "t.yml:7:11: trainings.a.model.layers.0.Flatten: expected the batch, dimension 0, to be left alone, found it flattened",
  ],
  [
    "a flattening beyond the dimensions",
    but("- Flatten", "- Flatten: [1, 4]"),
    "t.yml:7:11: trainings.a.model.layers.0.Flatten: expected end_dim from -4 to 3 for an input of [N, 1, 28, 28], found 4",
  ],
  [
    "a flattening backwards",
    but("- Flatten", "- Flatten: [2, 1]"),
    "t.yml:7:11: trainings.a.model.layers.0.Flatten: expected start_dim before end_dim, found 2 and 1",
  ],
  [
    "a nested layer that does not fit",
    but("- ReLU", "- Sequential: [ReLU, Linear: [64, 128]]"),
    "t.yml:9:30: trainings.a.model.layers.2.Sequential.1.Linear: expected an input of [N, …, 64], found [N, 128]",
  ],
  [
    "nothing to train",
    model("- ReLU"),
    "t.yml:7:9: trainings.a.model.layers: expected a layer with parameters, found nothing to train",
    "t.yml:10:11: trainings.a.loss: expected an output of [N, 10] for 10 classes, found [N, 3, 32, 32]",
  ],
  [
    "an output of other classes",
    but("classes: 10", "classes: 11"),
    "t.yml:13:11: trainings.a.loss: expected an output of [N, 11] for 11 classes, found [N, 10]",
  ],
  [
    "an MSELoss of classes",
    but("CrossEntropyLoss", "MSELoss"),
    "t.yml:13:11: trainings.a.loss: expected a target of the output's shape, as {shape: [10]}, found classes",
  ],
  [
    "a target of another shape",
    but("{classes: 10}", "{shape: [11]}").replace("CrossEntropyLoss", "MSELoss"),
    "t.yml:13:11: trainings.a.loss: expected an output of [N, 11] for this target, found [N, 10]",
  ],
  [
    "an input without dimensions",
    but("[1, 28, 28]", "[]"),
    "t.yml:11:12: trainings.a.input: expected at least one dimension, found []",
  ],
  [
    "the one input without dimensions",
    but("[1, 28, 28]", "{shape: [], dtype: int64, high: 2}"),
    "t.yml:11:20: trainings.a.input.shape: expected at least one dimension, found []",
  ],
  [
    "an input with a zero",
    but("[1, 28, 28]", "[1, 0, 28]"),
    "t.yml:11:16: trainings.a.input.1: expected a whole number above 0, found 0",
  ],
  [
    "an input of another dtype",
    but("[1, 28, 28]", "{shape: [1, 28, 28], dtype: float16}"),
    't.yml:11:40: trainings.a.input.dtype: expected float32, or int64 with high, found "float16"',
  ],
  [
    "a target of both kinds",
    but("{classes: 10}", "{classes: 10, dtype: float32}"),
    "t.yml:12:27: trainings.a.target.dtype: unknown key, expected one of classes, shape",
  ],
  [
    "classes of each pixel from an output without pixels",
    but("{classes: 10}", "{classes: 10, shape: [28, 28]}"),
    "t.yml:13:11: trainings.a.loss: expected an output of [N, 10, 28, 28] for 10 classes, found [N, 10]",
  ],
  [
    "tokens for layers",
    but("input: [1, 28, 28]", "input: {shape: [784], dtype: int64, high: 10}"),
    "t.yml:11:12: trainings.a.input: expected float32, which Linear takes, found int64",
  ],
  [
    "a model of a module that is no name",
    but("model:\n      layers:", 'model: "torchvision.models: resnet50"\n    x:'),
    't.yml:5:12: trainings.a.model: expected module:callable, as my_package.data:make_batches, found "torchvision.models: resnet50"',
    "t.yml:6:5: trainings.a.x: unknown key, expected one of model, input, target, loss, optimizer, batch_size, evaluation, data, run, steps, warmup, timeout, explain, environment, measure_at, precision, gradient_accumulation, gradient_clipping, activation_checkpointing, frozen, lora, channels_last, ema, zero_grad, output_until, optimizer_in_backward, compile, distributed, device, budget, tolerance",
  ],
  [
    "an empty command",
    'version: 1\ntrainings:\n  a: {run: " "}\n',
    't.yml:3:12: trainings.a.run: expected a command, as python train.py, found " "',
  ],
  [
    "a command in a list",
    "version: 1\ntrainings:\n  a: {run: [python, train.py]}\n",
    't.yml:3:12: trainings.a.run: expected a command, as python train.py, found ["python","train.py"]',
  ],
  [
    "a time without its unit",
    "version: 1\ntrainings:\n  a: {run: python train.py, timeout: 600}\n",
    "t.yml:3:38: trainings.a.timeout: expected a time with its unit, as 600 s, found 600",
  ],
  [
    "an environment that is no list",
    "version: 1\ntrainings:\n  a: {run: python train.py, environment: HF_TOKEN}\n",
    't.yml:3:42: trainings.a.environment: expected a list of names of variables, as [HF_TOKEN], found "HF_TOKEN"',
  ],
  ...["GITHUB_TOKEN", "ACTIONS_RUNTIME_TOKEN", "INPUT_GITHUB-TOKEN", "RUNNER_TEMP", "VRAM_BUDGET_RUN", "A=B"].map(
    (name): [string, string, string] => [
      `the variable ${name} in the environment`,
      `version: 1\ntrainings:\n  a: {run: python train.py, environment: [HF_TOKEN, "${name}"]}\n`,
      `t.yml:3:53: trainings.a.environment.1: expected the name of a variable, as HF_TOKEN, and none of GITHUB_*, ACTIONS_*, INPUT_*, RUNNER_* and VRAM_BUDGET_*, found "${name}"`,
    ],
  ),
  [
    "keys about a model beside a command alone",
    "version: 1\ntrainings:\n  a: {run: python train.py, precision: bf16-mixed, steps: 8}\n",
    "t.yml:3:40: trainings.a.precision: expected a model beside it, which precision is about, found none",
  ],
  [
    "one batch size to measure at",
    `${GOOD}    measure_at: [8]\n`,
    "t.yml:16:17: trainings.a.measure_at: expected two batch sizes, as [8, 16], found [8]",
  ],
  [
    "batch sizes to measure at that are no numbers",
    `${GOOD}    measure_at: [8, half]\n`,
    't.yml:16:21: trainings.a.measure_at.1: expected a whole number above 0, found "half"',
  ],
  [
    "a batch size that is not the smaller one, first of those to measure at",
    `${GOOD}    measure_at: [16, 8]\n`,
    "t.yml:16:17: trainings.a.measure_at: expected the smaller batch size first, found [16, 8]",
  ],
  [
    "a batch size that is not above those to measure at",
    `${GOOD}    measure_at: [8, 64]\n`,
    "t.yml:16:17: trainings.a.measure_at: expected batch sizes below that of the training, 64, found [8, 64]",
  ],
  [
    "a batch size that is not there for those to measure at",
    'version: 1\ntrainings:\n  a: {run: "train.sh", measure_at: [8, 16]}\n',
    "t.yml:3:12: trainings.a.run: expected {batch_size} in it, which measure_at is about, found none",
    "t.yml:3:36: trainings.a.measure_at: expected a batch_size beside it, which is told from these, found none",
  ],
  [
    "a batch size that is not there for a command",
    'version: 1\ntrainings:\n  a: {run: "python train.py {batch_size}"}\n',
    "t.yml:3:12: trainings.a.run: expected a batch_size beside it, which {batch_size} stands for, found none",
  ],
  [
    "torch.compile of a kind",
    `${GOOD}    compile: reduce-overhead\n`,
    't.yml:16:14: trainings.a.compile: expected true or false, found "reduce-overhead"',
  ],
  [
    "checkpointing that layers cannot switch on",
    `${GOOD}    activation_checkpointing: true\n`,
    "t.yml:16:31: trainings.a.activation_checkpointing: expected names of classes, as [Sequential], where the model is layers, found true",
  ],
  [
    "checkpointing of one class that is no list",
    `${GOOD}    activation_checkpointing: Sequential\n`,
    't.yml:16:31: trainings.a.activation_checkpointing: expected true, false, or a list of names of classes, found "Sequential"',
  ],
  [
    "no gradient accumulation at all",
    `${GOOD}    gradient_accumulation: 0\n`,
    "t.yml:16:28: trainings.a.gradient_accumulation: expected a whole number above 0, found 0",
  ],
  [
    "clipping to nothing",
    `${GOOD}    gradient_clipping: 0\n`,
    "t.yml:16:24: trainings.a.gradient_clipping: expected a number above 0, found 0",
  ],
  [
    "another precision",
    `${GOOD}    precision: 8-mixed\n`,
    't.yml:16:16: trainings.a.precision: expected 32-true, tf32, 16-mixed, bf16-mixed, 16-true, bf16-true, found "8-mixed"',
  ],
  [
    "frozen parameters that are no list",
    `${GOOD}    frozen: features\n`,
    't.yml:16:13: trainings.a.frozen: expected a list of patterns of parameter names, found "features"',
  ],
  [
    "LoRA of one number",
    `${GOOD}    lora: 8\n`,
    "t.yml:16:11: trainings.a.lora: expected a map of arguments of peft.LoraConfig, found 8",
  ],
  [
    "channels_last without images",
    `${GOOD.replace("[1, 28, 28]", "[784]").replace("- Flatten\n", "- Identity\n")}    channels_last: true\n`,
    "t.yml:16:20: trainings.a.channels_last: expected an input of [channels, height, width] with it, found none",
  ],
  [
    "an average that forgets more than all",
    `${GOOD}    ema: {decay: 1.5}\n`,
    "t.yml:16:18: trainings.a.ema.decay: expected a number from 0 to 1, found 1.5",
  ],
  [
    "gradients that are set to something",
    `${GOOD}    zero_grad: {set_to_zero: true}\n`,
    "t.yml:16:16: trainings.a.zero_grad.set_to_none: expected true or false, found nothing",
    "t.yml:16:17: trainings.a.zero_grad.set_to_zero: unknown key, expected set_to_none",
  ],
  [
    "a step in backward that would need all gradients",
    `${GOOD}    optimizer_in_backward: true\n    gradient_clipping: 1\n    gradient_accumulation: 2\n`,
    "t.yml:16:28: trainings.a.optimizer_in_backward: expected no gradient_accumulation with it, found both",
    "t.yml:16:28: trainings.a.optimizer_in_backward: expected no gradient_clipping with it, found both",
  ],
  ...DISTRIBUTED.map(([what, written, problem]): [string, string, string] => [
    what,
    `${GOOD}    distributed: ${written}\n`,
    `t.yml:16:${problem}`,
  ]),
  [
    "processes that share what they cannot",
    `${GOOD}    distributed: {strategy: fsdp2, processes: 4, wrap: [Linear]}
    optimizer_in_backward: true
    ema: {decay: 0.9}
    channels_last: true
    precision: 16-mixed
`,
    "t.yml:16:18: trainings.a.distributed: expected no optimizer_in_backward with it, found both",
    "t.yml:16:18: trainings.a.distributed: expected no ema of weights that are sharded with it, found both",
    "t.yml:16:18: trainings.a.distributed: expected no channels_last, which fully_shard() does not take with it, found both",
    "t.yml:16:18: trainings.a.distributed: expected no precision 16-mixed of weights that are sharded with it, found both",
    "t.yml:17:28: trainings.a.optimizer_in_backward: expected no precision 16-mixed, whose gradients are scaled with it, found both",
  ],
  [
    "layers that would return their loss",
    but("CrossEntropyLoss", "model").replace("    target: {classes: 10}\n", ""),
    "t.yml:12:11: trainings.a.loss: expected a loss, since layers return none, found model",
  ],
  [
    "a target beside a model that returns its loss",
    but("CrossEntropyLoss", "model"),
    "t.yml:12:13: trainings.a.target: expected no target with loss: model, whose labels are among the inputs",
    "t.yml:13:11: trainings.a.loss: expected a loss, since layers return none, found model",
  ],
  [
    "tensors by name for layers",
    but("input: [1, 28, 28]", "input: {x: [1, 28, 28]}"),
    "t.yml:11:12: trainings.a.input: expected one tensor, which layers take, found a map",
  ],
  [
    "a tensor by a name that is none",
    but("input: [1, 28, 28]", "input: {1x: [1, 28, 28]}"),
    "t.yml:11:12: trainings.a.input: expected one tensor, which layers take, found a map",
    "t.yml:11:13: trainings.a.input.1x: expected the name of an argument of the model",
  ],
  [
    "a tensor by name of no shape",
    but("input: [1, 28, 28]", "input: {x: {dtype: int64}}"),
    "t.yml:11:16: trainings.a.input.x.shape: expected a list of whole numbers above 0, found nothing",
    't.yml:11:24: trainings.a.input.x.dtype: expected float32, or int64 with high, found "int64"',
  ],
  [
    "images of files for tokens",
    `${but("input: [1, 28, 28]", "input: {shape: [784], dtype: int64, high: 10}").replace("- Flatten", "- Embedding: [10, 1]\n        - Flatten")}    data: {images: a.idx, labels: b.idx}\n`,
    "t.yml:17:11: trainings.a.data: expected module:callable for this input: IDX files are images, one a sample",
  ],
  [
    "an activation with a maximum below its minimum",
    but("- ReLU", "- Hardtanh: [2, 1]"),
    "t.yml:9:25: trainings.a.model.layers.2.Hardtanh.max_val: expected more than min_val (2), found 1",
  ],
  [
    "a group norm of channels that do not divide",
    model("- GroupNorm: [2, 3]"),
    "t.yml:7:26: trainings.a.model.layers.0.GroupNorm.num_channels: expected a multiple of num_groups (2), found 3",
  ],
  [
    "an output padding as large as the stride",
    model("- ConvTranspose2d: [3, 4, 2, 2, 0, 2]"),
    "t.yml:7:44: trainings.a.model.layers.0.ConvTranspose2d.output_padding: expected less than stride or dilation, found 2 × 2",
  ],
  [
    "an upsampling to nothing",
    model("- Upsample"),
    "t.yml:7:11: trainings.a.model.layers.0.size: expected one of size and scale_factor, found neither",
  ],
  [
    "a GLU of an odd size",
    but("- ReLU", "- Linear: [128, 3]\n        - GLU"),
    "t.yml:10:11: trainings.a.model.layers.3.GLU: expected an even size in dimension -1, found 3",
  ],
  [
    "pixels of too few channels to shuffle",
    model("- PixelShuffle: 2\n        - Linear: [64, 2]"),
    "t.yml:7:11: trainings.a.model.layers.0.PixelShuffle: expected a multiple of 4 channels, found 3",
  ],
  [
    "a reflection of more than there is",
    model("- ReflectionPad2d: 32\n        - Linear: [96, 2]"),
    "t.yml:7:11: trainings.a.model.layers.0.ReflectionPad2d: expected less padding than each of the sides 32 × 32, found 32, 32, 32, 32",
  ],
  [
    "a batch unflattened",
    but("- Flatten", "- Unflatten: [0, [8, -1]]"),
    "t.yml:7:11: trainings.a.model.layers.0.Unflatten: expected the batch, dimension 0, to be left alone, found it unflattened",
  ],
  [
    "a padding row that an embedding has not",
    but("- Flatten", "- Embedding: [10, 1, 10]"),
    "t.yml:7:30: trainings.a.model.layers.0.Embedding.padding_idx: expected a row of 10, found 10",
  ],
  [
    "tokens beyond the rows of an embedding",
    but("input: [1, 28, 28]", "input: {shape: [784], dtype: int64, high: 11}").replace(
      "- Flatten",
      "- Embedding: [10, 1]\n        - Flatten",
    ),
    "t.yml:12:12: trainings.a.input: expected at most 10 for high, the rows of the Embedding, found 11",
  ],
  [
    "numbers for an embedding",
    but("- Flatten", "- Embedding: [10, 1]"),
    "t.yml:11:12: trainings.a.input: expected int64 with high, which Embedding takes, found float32",
  ],
  [
    "a loss of classes for a tensor",
    but("{classes: 10}", "{shape: [10]}").replace("CrossEntropyLoss", "NLLLoss"),
    "t.yml:13:11: trainings.a.loss: expected a target of classes, which NLLLoss takes, found a tensor",
  ],
  [
    "an ignored class of probabilities",
    but("{classes: 10}", "{shape: [10]}").replace("CrossEntropyLoss", "{CrossEntropyLoss: {ignore_index: 3}}"),
    "t.yml:13:11: trainings.a.loss: expected no ignore_index for a target of probabilities, found 3",
  ],
  // data
  [
    "data of no form",
    `${GOOD}    data: digits\n`,
    't.yml:16:11: trainings.a.data: expected module:callable, as my_package.data:make_batches, found "digits"',
  ],
  [
    "data above the folder",
    `${GOOD}    data: {images: ../a.idx, labels: b.idx}\n`,
    't.yml:16:20: trainings.a.data.images: expected a path that stays inside the config\'s folder, found "../a.idx"',
  ],
  [
    "data of the root",
    `${GOOD}    data: {images: /a.idx, labels: b.idx}\n`,
    't.yml:16:20: trainings.a.data.images: expected a path relative to the config\'s folder, found "/a.idx"',
  ],
  [
    "data with a backslash",
    `${GOOD}    data: {images: 'a\\b.idx', labels: b.idx}\n`,
    't.yml:16:20: trainings.a.data.images: expected a path with forward slashes, on one line, found "a\\\\b.idx"',
  ],
  [
    "data without labels",
    `${GOOD}    data: {images: a.idx}\n`,
    "t.yml:16:11: trainings.a.data.labels: expected a path, found nothing",
  ],
  // all at once
  [
    "everything at once, in the order of the text",
    but("device: t4", "device: t5\nbudget: 40GB")
      .replace("784", "780")
      .replace("- ReLU", "- Rleu")
      .replace("size: 64", "size: -1"),
    't.yml:2:9: device: the catalogue has no "t5", did you mean t4?',
    't.yml:3:9: budget: expected a percentage above 0% and up to 100%, or a size with its unit, as 37.25 GiB, found "40GB"',
    "t.yml:9:11: trainings.a.model.layers.1.Linear: expected an input of [N, …, 780], found [N, 784]",
    't.yml:10:11: trainings.a.model.layers.2: PyTorch has no layer "Rleu", did you mean ReLU?',
    "t.yml:16:17: trainings.a.batch_size: expected a whole number above 0, found -1",
  ],
  [
    "the shapes beside another problem",
    but("[784, 128]", "[780, 128]").replace("lr: 0.001", "lr: fast"),
    "t.yml:8:11: trainings.a.model.layers.1.Linear: expected an input of [N, …, 780], found [N, 784]",
    't.yml:14:28: trainings.a.optimizer.Adam.lr: expected a number of at least 0, found "fast"',
  ],
];
