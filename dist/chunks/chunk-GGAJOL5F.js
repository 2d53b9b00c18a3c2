import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/probe/child-environment.ts
var ALLOWED = [
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
  /^(SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE)$/
];
var SECRET = /TOKEN(?!IZERS)|SECRET|PASSW|PASSPHRASE|CREDENTIAL|API_?KEY|ACCESS_?KEY|PRIVATE|JWT|AUTH/;
var WITH_PASSWORD = /:\/\/[^/\s]*@/;
function childEnvironment(own, probeFolder, passed = []) {
  const allowed = Object.entries(own).filter(
    (entry) => entry[1] !== void 0 && (isHarmless(entry[0], entry[1]) || passed.includes(entry[0]))
  );
  const before = own["PYTHONPATH"];
  return {
    ...Object.fromEntries(allowed),
    PYTHONPATH: before === void 0 || before === "" ? probeFolder : `${probeFolder}:${before}`,
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1"
  };
}
function isHarmless(name, value) {
  return ALLOWED.some((form) => form.test(name)) && !isSecret(name, value);
}
function isSecret(name, value) {
  return SECRET.test(name) || WITH_PASSWORD.test(value);
}

export {
  childEnvironment,
  isHarmless,
  isSecret
};
