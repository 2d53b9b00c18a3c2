import type { Bytes } from "../memory/bytes.ts";
import type { KnownLayer } from "./known-layers.ts";

/** Where something stands in a file. Lines and columns count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number };

/** A whole config, checked. Everything that the text left out has its default here. */
export type Config = {
  readonly file: string;
  readonly trainings: readonly Training[];
};

/** One named training run, checked. */
export type Training = DescribedTraining | CommandTraining;

/** What every training has. */
type Common = {
  readonly name: string;
  readonly place: Place;
  readonly device: DeviceChoice;
  readonly budget: Budget;
  /** A share: 0.05 is 5 %. */
  readonly tolerance: number;
  /** Seconds that the whole run may take; undefined for the caller's own limit. */
  readonly timeout_s: number | undefined;
  /** Also say which lines of the code hold the memory at the peak, and show the first batch of images. */
  readonly explain: boolean;
  /** Optimizer steps before those that are measured. */
  readonly warmup: number;
  /** Names of variables that reach the training beside those that always do (src/probe/child-environment.ts). */
  readonly environment: readonly string[];
  /** Two smaller batch sizes, ascending, to measure in the place of one that the runner cannot train with. */
  readonly measure_at: readonly [number, number] | undefined;
};

/** A training that is measured as it is; predicted by its description where it has one, else by a run under fake tensors. */
export type CommandTraining = Common & {
  readonly kind: "command";
  /** What a shell runs in `folder`. `{batch_size}` stands for the batch size. */
  readonly run: string;
  /** Relative to the workspace: the config's own folder, and the repository's for a config in `.github`. */
  readonly folder: string;
  /** Undefined where the command alone knows it. */
  readonly batch_size: number | undefined;
  /** Optimizer steps to measure after the warm-up; undefined to stop when the peak has been stable. */
  readonly steps: number | undefined;
  readonly described: DescribedTraining | undefined;
};

/** A training that the config describes: shapes fit together, names are PyTorch's own, sizes are bytes. */
export type DescribedTraining = Common &
  Recipe & {
    readonly kind: "described";
    readonly model: Model;
    readonly input: TensorSpec | NamedTensors;
    /** Undefined where the model returns its loss. */
    readonly target: Target | undefined;
    readonly loss: Loss;
    readonly optimizer: Optimizer;
    readonly batch_size: number;
    /** A pass without gradients after the training steps. */
    readonly evaluation: { readonly batch_size: number } | undefined;
    /** A real data set; undefined where batches are synthetic. */
    readonly data: Data | undefined;
    /** Optimizer steps to measure after the warm-up. */
    readonly steps: number;
  };

/** The same training with another batch size, which is measured itself. */
export function withBatchSize(training: Training, batch_size: number): Training {
  const changes = { batch_size, measure_at: undefined };
  if (training.kind === "described") return { ...training, ...changes };
  const { described: model } = training;
  return { ...training, ...changes, described: model === undefined ? undefined : { ...model, ...changes } };
}

/** The training as the config describes it; undefined where only a command is known. */
export function described(training: Training): DescribedTraining | undefined {
  return training.kind === "described" ? training : training.described;
}

/** Whether a command is told its batch size. */
export function takesBatch(run: string): boolean {
  return run.includes(BATCH_SIZE);
}

/** What stands for the batch size in a command. */
const BATCH_SIZE = "{batch_size}";

/** What the shell runs at a batch size, null where the command alone knows it. */
export function commandAt({ run }: CommandTraining, batchSize: number | null): string {
  return batchSize === null ? run : run.replaceAll(BATCH_SIZE, String(batchSize));
}

/** What a training does beyond the loop of PyTorch's examples, which is {@linkcode PLAIN_RECIPE}. */
export type Recipe = {
  /** Of weights and of the forward pass: `mixed` autocasts, `true` keeps the weights themselves so. */
  readonly precision: Precision;
  /** Batches of `batch_size` whose gradients are summed for one step of the optimizer. */
  readonly gradient_accumulation: number;
  /** The largest norm of all gradients together; undefined where they are not clipped. */
  readonly gradient_clipping: number | undefined;
  /** True asks the model to; names of classes say which of its modules run again in backward. */
  readonly activation_checkpointing: boolean | readonly string[];
  /** Patterns of parameter names that are not trained: `features.*`. */
  readonly frozen: readonly string[];
  /** The arguments of `peft.LoraConfig`. */
  readonly lora: Readonly<Record<string, unknown>> | undefined;
  readonly channels_last: boolean;
  /** A running average of the weights beside them. */
  readonly ema: { readonly decay: number } | undefined;
  readonly zero_grad: { readonly set_to_none: boolean };
  /** How long the loop holds the model's output. */
  readonly output_until: OutputUntil;
  /** One optimizer a parameter, which steps as soon as its gradient is there. */
  readonly optimizer_in_backward: boolean;
  /** `torch.compile` where it is measured; predicted as eager. */
  readonly compile: boolean;
  /** How several processes train one model, each with `batch_size` samples of its own; undefined where there is one. */
  readonly distributed: Distributed | undefined;
};

/** Arguments are PyTorch's own; undefined is PyTorch's default. */
export type Distributed = { readonly processes: number } &
  /** `zero1`: with `torch.distributed.optim.ZeroRedundancyOptimizer`, each process has the state of a part. */
  (
    | ({ readonly strategy: "ddp" | "zero1" } & DdpArguments)
    | {
        readonly strategy: "fsdp2";
        /** Classes of modules that are `fully_shard`ed one by one, before the model itself. */
        readonly wrap: readonly string[];
        readonly reshard_after_forward: boolean | undefined;
      }
  );
export type DdpArguments = {
  readonly gradient_as_bucket_view: boolean | undefined;
  readonly bucket_cap_mb: number | undefined;
  readonly find_unused_parameters: boolean | undefined;
  readonly static_graph: boolean | undefined;
};

export const PRECISIONS = ["32-true", "tf32", "16-mixed", "bf16-mixed", "16-true", "bf16-true"] as const;
export type Precision = (typeof PRECISIONS)[number];

/**
 * `next_output`: until the next one takes its name, as in PyTorch's examples. `step_end`: a step is a function of its own.
 * `loss`: only for the loss, as in Hugging Face's Trainer.
 */
export const OUTPUT_UNTIL = ["next_output", "step_end", "loss"] as const;
export type OutputUntil = (typeof OUTPUT_UNTIL)[number];

export const PLAIN_RECIPE: Recipe = {
  precision: "32-true",
  gradient_accumulation: 1,
  gradient_clipping: undefined,
  activation_checkpointing: false,
  frozen: [],
  lora: undefined,
  channels_last: false,
  ema: undefined,
  zero_grad: { set_to_none: true },
  output_until: "next_output",
  optimizer_in_backward: false,
  compile: false,
  distributed: undefined,
};

export type DeviceChoice =
  | { readonly kind: "runner" }
  | { readonly kind: "catalogue"; readonly id: string }
  | {
      readonly kind: "custom";
      readonly name: string;
      readonly memory_bytes: Bytes;
      /** What the catalogue says where it knows the name; otherwise the config must say it. */
      readonly compute_capability: string;
      readonly multiprocessors: number;
    };

export type Budget =
  | { readonly kind: "share"; readonly share: number }
  | { readonly kind: "size"; readonly limit_bytes: Bytes };

export type Model = LayersModel | CallableModel;
export type LayersModel = { readonly kind: "layers"; readonly layers: readonly Layer[] };

/** `package.module:callable`, in the workspace or installed, gives a `torch.nn.Module`: predicted by tracing it. */
export type CallableModel = { readonly kind: "callable"; readonly place: Place } & Called;

/** `package.module:callable` and what it is called with; values that are `{callable, args}` themselves are called first. */
export type Called = { readonly target: string; readonly args: Readonly<Record<string, unknown>> };

/** One module of a `torch.nn.Sequential`. `name` is as `named_modules()` spells it: `1`, `3.0`. */
export type Layer = { readonly name: string; readonly place: Place } & (
  | { readonly type: "Sequential"; readonly layers: readonly Layer[] }
  | KnownLayer
  | Other
);

/** A `torch.nn` module, loss or optimizer that PyTorch has and the layers engine does not know: measured, not predicted. */
export type Other = {
  readonly type: "other";
  readonly torch_type: string;
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
};

/** One sample, without the batch: images are (channels, height, width), tokens whole numbers below `high`. */
export type TensorSpec =
  | { readonly shape: readonly number[]; readonly dtype: "float32" }
  | { readonly shape: readonly number[]; readonly dtype: "int64"; readonly high: number };

/** What a model takes by name, `model(**inputs)`. A sample's shape may be [] there: one number. */
export type NamedTensors = { readonly tensors: Readonly<Record<string, TensorSpec>> };

/** `classes`: int64 indices, shape (N), or (N, …shape) for one of each pixel or token. `tensor`: float32, shape (N, …). */
export type Target =
  | { readonly kind: "classes"; readonly classes: number; readonly shape: readonly number[] }
  | { readonly kind: "tensor"; readonly shape: readonly number[]; readonly dtype: "float32" };

/** `model`: its output has the loss. `callable`: what it gives is called with output and target. */
export type Loss = { readonly place: Place } & (
  | KnownLoss
  | Other
  | { readonly type: "model" }
  | ({ readonly type: "callable" } & Called)
);
export type KnownLoss =
  | {
      readonly type: "CrossEntropyLoss";
      readonly reduction: Reduction;
      readonly ignore_index: number;
      readonly label_smoothing: number;
    }
  | { readonly type: "NLLLoss"; readonly reduction: Reduction; readonly ignore_index: number }
  | { readonly type: "MSELoss" | "L1Loss" | "BCELoss" | "BCEWithLogitsLoss"; readonly reduction: Reduction }
  | { readonly type: "SmoothL1Loss"; readonly reduction: Reduction; readonly beta: number }
  | { readonly type: "HuberLoss"; readonly reduction: Reduction; readonly delta: number }
  | { readonly type: "KLDivLoss"; readonly reduction: Reduction | "batchmean"; readonly log_target: boolean };

/** `none` gives no single number to go backward from. */
export type Reduction = "mean" | "sum";

/** `callable`: called with the parameters first. */
export type Optimizer = { readonly place: Place } & (KnownOptimizer | Other | ({ readonly type: "callable" } & Called));

/** `foreach` and `fused` are PyTorch's own arguments; null is PyTorch's own default (foreach on CUDA, neither on the CPU). */
export type KnownOptimizer = {
  readonly foreach: boolean | null;
  readonly lr: number;
  readonly weight_decay: number;
  readonly maximize: boolean;
} & (
  | {
      readonly type: "SGD";
      readonly fused: boolean | null;
      readonly momentum: number;
      readonly dampening: number;
      readonly nesterov: boolean;
    }
  | {
      readonly type: "Adam" | "AdamW";
      readonly fused: boolean | null;
      readonly betas: Betas;
      readonly eps: number;
      readonly amsgrad: boolean;
    }
  | {
      readonly type: "RMSprop";
      readonly alpha: number;
      readonly eps: number;
      readonly momentum: number;
      readonly centered: boolean;
    }
  | {
      readonly type: "Adagrad";
      readonly fused: boolean | null;
      readonly lr_decay: number;
      readonly initial_accumulator_value: number;
      readonly eps: number;
    }
  | { readonly type: "Adadelta"; readonly rho: number; readonly eps: number }
  | { readonly type: "Adamax"; readonly betas: Betas; readonly eps: number }
  | {
      readonly type: "NAdam";
      readonly betas: Betas;
      readonly eps: number;
      readonly momentum_decay: number;
      readonly decoupled_weight_decay: boolean;
    }
  | { readonly type: "RAdam"; readonly betas: Betas; readonly eps: number; readonly decoupled_weight_decay: boolean }
);

type Betas = readonly [number, number];

/** Paths are inside the workspace, relative to it. */
export type Data =
  | ({ readonly kind: "callable" } & Called)
  | { readonly kind: "idx"; readonly images: string; readonly labels: string };
