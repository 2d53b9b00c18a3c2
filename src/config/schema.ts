import * as z from "zod/mini";
import { PLAIN_RECIPE, OUTPUT_UNTIL, PRECISIONS } from "./training.ts";
import {
  DURATION,
  parseDuration,
  parsePercentage,
  parseSize,
  PERCENTAGE,
  SIZE,
  wantedDuration,
  wantedPercentage,
  wantedSize,
} from "./units.ts";

export { _default as withDefault } from "zod/mini";

// The message of every schema here is what is wanted; reader.ts adds what is found. The same schemas
// are published as JSON Schema.

const MAX_COUNT = 2 ** 31 - 1;

/** A whole number above 0. The largest is what a 32-bit index reaches: no tensor has a longer side. */
export const count = whole(1, MAX_COUNT, "a whole number above 0");

export function whole(least: number, most: number, wanted: string) {
  const atMost = { error: `${wanted} and at most ${most}` };
  return z.int({ error: wanted }).check(z.minimum(least, { error: wanted }), z.maximum(most, atMost));
}

export const switched = z.boolean({ error: "true or false" });

/** A text of one form. The message may look at what is there instead. */
function textOf(form: RegExp, wanted: (written: unknown) => string) {
  const error = ({ input }: { readonly input?: unknown }) => wanted(input);
  return z.string({ error }).check(z.regex(form, { error }));
}

export const size = z.pipe(
  textOf(SIZE, wantedSize),
  z.transform((written, context) => {
    const parsed = parseSize(written);
    if (parsed !== undefined) return parsed;
    context.issues.push({ code: "custom", message: "a size above 0 and at most 1024 TiB", input: written });
    return z.NEVER;
  }),
);

const percentage = z.pipe(
  textOf(PERCENTAGE, wantedPercentage),
  z.transform((written) => parsePercentage(written) ?? 0), // what PERCENTAGE takes is one
);

const duration = z.pipe(
  textOf(DURATION, wantedDuration),
  z.transform((written) => parseDuration(written) ?? 0), // what DURATION takes is one
);

const command = z.string({ error: "a command, as python train.py" }).check(
  z.regex(/\S/, { error: "a command, as python train.py" }),
  z.maxLength(10_000, { error: "at most 10000 characters" }),
  z.refine((written) => !written.includes("\0"), { error: "a command without a null character" }),
);

/** Never what the runner gives to a step, nor what we tell the probe by. */
const variable = z.string({ error: "names of variables" }).check(
  z.regex(/^(?!(?:GITHUB|ACTIONS|INPUT|RUNNER|VRAM_BUDGET)_)[A-Za-z_][A-Za-z0-9_]{0,127}$/, {
    error: "the name of a variable, as HF_TOKEN, and none of GITHUB_*, ACTIONS_*, INPUT_*, RUNNER_* and VRAM_BUDGET_*",
  }),
);

const environment = z
  .array(variable, { error: "a list of names of variables, as [HF_TOKEN]" })
  .check(z.maxLength(100, { error: "at most 100 names" }));

const budget = z.union(
  [z.pipe(percentage.check(z.refine((share) => share > 0)), z.transform(asShare)), z.pipe(size, z.transform(asLimit))],
  { error: ({ input }) => wantedBudget(input) },
);

function asShare(share: number) {
  return { kind: "share" as const, share };
}

function asLimit(limit_bytes: z.output<typeof size>) {
  return { kind: "size" as const, limit_bytes };
}

function wantedBudget(written: unknown): string {
  if (typeof written === "number" && written <= 1) return wantedPercentage(written);
  return `a percentage above 0% and up to 100%, or ${wantedSize(written)}`;
}

const numberOrShape = z
  .array(count, { error: "a list of whole numbers above 0" })
  .check(z.maxLength(8, { error: "at most 8 dimensions" }));
const shape = numberOrShape.check(z.minLength(1, { error: "at least one dimension" }));

const dtype = z.literal("float32", { error: "float32, the one dtype of a target that is known so far" });
const inputDtype = z.literal("float32", { error: "float32, or int64 with high" });

const tensor = strictMap({ shape, dtype: z.optional(dtype) }, "{shape, dtype}");

function inputTensor(sample: typeof shape) {
  const floats = strictMap({ shape: sample, dtype: z.optional(inputDtype) }, "{shape, dtype}");
  const tokens = strictMap({ shape: sample, dtype: z.literal("int64"), high: count }, "{shape, dtype: int64, high}");
  return z.union([sample, floats, tokens], {
    error:
      "one sample's shape, as [1, 28, 28], {shape, dtype: float32}, or {shape, dtype: int64, high} for tokens below high",
  });
}

/** One sample of the one tensor that goes into the model. */
export const INPUT_TENSOR = inputTensor(shape);
/** One sample of a tensor among others: [] is one number, as the label of a sequence, and the batch's tensor [N]. */
export const NAMED_TENSOR = inputTensor(numberOrShape);

/** What a model takes by name. */
export const INPUT_NAME = /^[A-Za-z_]\w{0,63}$/;
const input = z.union([INPUT_TENSOR, z.record(z.string().check(z.regex(INPUT_NAME)), NAMED_TENSOR)], {
  error: "one sample's shape, {shape, dtype}, {shape, dtype: int64, high}, or a map of them by the model's arguments",
});

const classes = strictMap({ classes: count, shape: z.optional(shape) }, "{classes, shape}");
export const TARGET = z.union([classes, tensor], {
  error: "{classes: 10} for indices of classes, or {shape: [10]} for a tensor",
});

const MODULE_CALLABLE = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
const callable = textOf(MODULE_CALLABLE, (written) =>
  typeof written === "string" ? "module:callable, as my_package.data:make_batches" : "module:callable",
);

const path = z.string({ error: "a path" }).check(({ value, issues }) => {
  const wanted = pathWanted(value);
  if (wanted !== undefined) issues.push({ code: "custom", message: wanted, input: value });
});

/** What a path inside the workspace must be and `text` is not; undefined where it is. */
export function pathWanted(text: string): string | undefined {
  if (text === "" || text.length > 1024) return "a path of 1 to 1024 characters";
  if (/[\\\0\n\r]/.test(text)) return "a path with forward slashes, on one line";
  if (text.startsWith("/") || /^[A-Za-z]:/.test(text)) return "a path relative to the config's folder";
  return text.split("/").includes("..") ? "a path that stays inside the config's folder" : undefined;
}

const call = strictMap(
  { callable, args: z.optional(z.record(z.string(), z.unknown(), { error: "a map of arguments" })) },
  "{callable, args}",
);

const data = z.union([callable, call, strictMap({ images: path, labels: path }, "{images, labels}")], {
  error: "module:callable, {callable, args}, or {images, labels} with the paths of IDX files",
});

/** 8.6, and 9 for 9.0, because that is how YAML reads it. */
function hasOneDecimal(n: number): boolean {
  return n === Number(n.toFixed(1));
}

const capability = z.pipe(
  z.union(
    [
      z.string().check(z.regex(/^\d{1,2}\.\d$/)),
      z.number().check(z.minimum(1), z.maximum(99), z.refine(hasOneDecimal)),
    ],
    {
      error: "a compute capability, as 9.0",
    },
  ),
  z.transform((written) => (typeof written === "number" ? written.toFixed(1) : written)),
);

/** A card as the config says it. What is left out must be in the catalogue. */
export const CustomDevice = strictMap(
  {
    name: z
      .string({ error: "a name" })
      .check(z.minLength(1, { error: "a name" }), z.maxLength(100, { error: "at most 100 characters" })),
    memory: size,
    compute_capability: z.optional(capability),
    multiprocessors: z.optional(count),
  },
  "{name, memory}",
);

const device = z.union([z.string(), CustomDevice], {
  error: "a name of the catalogue, runner, or {name, memory}",
});

/** What stands at the top for all trainings, or in one for itself. */
export const SHARED_KEYS = {
  device: z.optional(device),
  budget: z.optional(budget),
  tolerance: z.optional(percentage),
};

const anything = z.unknown();

const above0 = { error: "a number above 0" };
const share = { error: "a number from 0 to 1" };
const names = (what: string) =>
  z.array(z.string({ error: what }).check(z.minLength(1, { error: what })), { error: `a list of ${what}` });

const processes = whole(2, 1_000_000, "a whole number above 1");
const ddpArguments = {
  processes,
  gradient_as_bucket_view: z.optional(switched),
  bucket_cap_mb: z.optional(count),
  find_unused_parameters: z.optional(switched),
  static_graph: z.optional(switched),
};
const distributed = z.discriminatedUnion(
  "strategy",
  [
    strictMap({ strategy: z.literal("ddp"), ...ddpArguments }, "{strategy, processes}"),
    strictMap({ strategy: z.literal("zero1"), ...ddpArguments }, "{strategy, processes}"),
    strictMap(
      {
        strategy: z.literal("fsdp2"),
        processes,
        wrap: names("names of classes"),
        reshard_after_forward: z.optional(switched),
      },
      "{strategy, processes, wrap}",
    ),
  ],
  { error: ({ input: written }) => wantedStrategy(written) },
);

function wantedStrategy(written: unknown): string {
  return typeof written === "object" && written !== null ? "ddp, zero1 or fsdp2" : "{strategy, processes}";
}

/** What the loop does beyond the plain one. */
export const RECIPE_KEYS = {
  precision: z.optional(z.enum(PRECISIONS, { error: PRECISIONS.join(", ") })),
  gradient_accumulation: z.optional(whole(1, 10_000, "a whole number above 0")),
  gradient_clipping: z.optional(z.number(above0).check(z.gt(0, above0))),
  activation_checkpointing: z.optional(
    z.union([switched, names("names of classes")], { error: "true, false, or a list of names of classes" }),
  ),
  frozen: z.optional(names("patterns of parameter names")),
  lora: z.optional(z.record(z.string(), z.unknown(), { error: "a map of arguments of peft.LoraConfig" })),
  channels_last: z.optional(switched),
  ema: z.optional(strictMap({ decay: z.number(share).check(z.minimum(0, share), z.maximum(1, share)) }, "{decay}")),
  zero_grad: z.optional(strictMap({ set_to_none: switched }, "{set_to_none}")),
  output_until: z.optional(z.enum(OUTPUT_UNTIL, { error: OUTPUT_UNTIL.join(", ") })),
  optimizer_in_backward: z.optional(switched),
  compile: z.optional(switched),
  distributed: z.optional(distributed),
};

const TWO_BATCHES = "two batch sizes, as [8, 16]";

/** How it is run to be measured; with `run` these stand without a model too. */
export const RUN_KEYS = {
  run: z.optional(command),
  steps: z.optional(whole(1, 10_000, "a whole number above 0")),
  warmup: z.optional(whole(0, 10_000, "a whole number of at least 0")),
  timeout: z.optional(duration),
  explain: z.optional(switched),
  environment: z.optional(environment),
  measure_at: z.optional(z.array(count, { error: TWO_BATCHES }).check(z.length(2, { error: TWO_BATCHES }))),
};

/** The keys of one training. `model`, `loss` and `optimizer` are read by signatures.ts. */
export const TRAINING_KEYS = {
  model: anything,
  input,
  target: z.optional(TARGET),
  loss: anything,
  optimizer: anything,
  batch_size: count,
  evaluation: z.optional(strictMap({ batch_size: count }, "{batch_size}")),
  data: z.optional(data),
  ...RUN_KEYS,
  ...RECIPE_KEYS,
  ...SHARED_KEYS,
};

export const TRAINING_NAME = /^[A-Za-z0-9](?:[\w.-]{0,63})$/;

export const CONFIG_KEYS = {
  version: z.literal(1, { error: "1, the version of this format" }),
  ...SHARED_KEYS,
  trainings: z.record(z.string(), anything, { error: "a map of trainings by name" }).check(
    z.refine((map) => Object.keys(map).length > 0, { error: "at least one training" }),
    z.refine((map) => Object.keys(map).length <= 1000, { error: "at most 1000 trainings" }),
  ),
};

export const DEFAULTS = {
  device: "runner",
  budget: "90%",
  tolerance: "5%",
  steps: 8,
  warmup: 2,
  explain: false,
  environment: [],
  ...PLAIN_RECIPE,
};

/** Something of the repo or of a package. Values of `args` that are `{callable, args}` themselves are called first. */
export const CALLABLE = z.union([callable, call], {
  error: "module:callable, as torchvision.models:resnet50, or {callable, args}",
});

/** A map with these keys and no others. */
export function strictMap<Shape extends z.core.$ZodShape>(keys: Shape, wanted: string) {
  return z.strictObject(keys, {
    error: (issue) => (issue.code === "unrecognized_keys" ? Object.keys(keys).join(", ") : wanted),
  });
}
