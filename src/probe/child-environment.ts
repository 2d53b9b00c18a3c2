/** What the training may see of our environment, and why. All else is named in the config, as `environment: [MY_VAR]`. */
const ALLOWED: readonly RegExp[] = [
  // any program: where it is, who it is, how it speaks, where it writes
  /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|XDG_[A-Z_]+)$/,
  // Python and its packages
  /^(VIRTUAL_ENV|CONDA_PREFIX|CONDA_DEFAULT_ENV|PYTHONPATH|PYTHONHOME|PYTHONUTF8|PYTHONHASHSEED|PYTHONDONTWRITEBYTECODE)$/,
  // libraries, and how many threads they take
  /^(LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|OMP_[A-Z_]+|MKL_[A-Z_]+|KMP_[A-Z_]+|OPENBLAS_NUM_THREADS|NUMEXPR_[A-Z_]+)$/,
  // the card, PyTorch, and what they compile
  /^(CUDA|CUBLAS|CUBLASLT|CUDNN|NVIDIA|NVTE|PYTORCH|TORCH|TORCHINDUCTOR|TORCHDYNAMO|TRITON)_[A-Z0-9_]+$/,
  // several processes, as torchrun, srun and mpirun tell each of them
  /^(MASTER_ADDR|MASTER_PORT|RANK|LOCAL_RANK|GROUP_RANK|NODE_RANK|WORLD_SIZE|LOCAL_WORLD_SIZE)$/,
  /^(NCCL|GLOO|UCX|UCC|FI|TORCHELASTIC|SLURM|OMPI|PMI|PMIX)_[A-Z0-9_]+$/,
  // launchers, data sets and models, and whether anything is sent anywhere
  /^(ACCELERATE|FSDP|DS|DEEPSPEED|MEGATRON|HF|TRANSFORMERS|DIFFUSERS|DATASETS|TOKENIZERS)_[A-Z0-9_]+$/,
  /^(WANDB|MLFLOW|COMET|CLEARML|TENSORBOARD|HYDRA)_[A-Z0-9_]+$/,
  // the way out of a company's network
  /^(http|https|no|all)_proxy$|^(HTTP|HTTPS|NO|ALL)_PROXY$/,
  /^(SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE)$/,
];

/** Names that carry a secret more often than not, even among the allowed: HF_TOKEN, WANDB_API_KEY, SLURM_JWT. */
const SECRET = /TOKEN(?!IZERS)|SECRET|PASSW|PASSPHRASE|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE|JWT|AUTH/;

/** `https://user:password@proxy` */
const WITH_PASSWORD = /:\/\/[^/\s]*@/;

/**
 * An allow-list: no token, nothing of the runner (`GITHUB_*`, `ACTIONS_*`, `INPUT_*`, `RUNNER_*`), no file through which
 * one step changes the next, nothing that loads code into the child (`NODE_OPTIONS`, `LD_PRELOAD`). Names that the config
 * `passed` come too, whatever they hold; src/config/schema.ts refuses those of the runner.
 *
 * Nothing is added that changes what a program does (`WANDB_MODE=offline`, `HF_HUB_OFFLINE=1`): it is measured as it is.
 */
export function childEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  probeFolder: string,
  passed: readonly string[] = [],
): Record<string, string> {
  const allowed = Object.entries(own).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (isHarmless(entry[0], entry[1]) || passed.includes(entry[0])),
  );
  const before = own["PYTHONPATH"];
  return {
    ...Object.fromEntries(allowed),
    PYTHONPATH: before === undefined || before === "" ? probeFolder : `${probeFolder}:${before}`,
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
  };
}

/** Whether every training may see it. */
export function isHarmless(name: string, value: string): boolean {
  return ALLOWED.some((form) => form.test(name)) && !isSecret(name, value);
}

/** Whether it may be a secret, by its name or by its value. */
export function isSecret(name: string, value: string): boolean {
  return SECRET.test(name) || WITH_PASSWORD.test(value);
}
