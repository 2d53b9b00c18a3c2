/** What the training may see of our environment: what Python, CUDA and PyTorch need to run. */
const ALLOWED =
  /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|VIRTUAL_ENV|CONDA_PREFIX|PYTHONPATH|PYTHONHOME|PYTHONUTF8|PYTHONDONTWRITEBYTECODE|OMP_NUM_THREADS|MKL_NUM_THREADS|CUDA_[A-Z0-9_]+|CUBLAS_[A-Z0-9_]+|CUBLASLT_[A-Z0-9_]+|CUDNN_[A-Z0-9_]+|NVIDIA_[A-Z0-9_]+|PYTORCH_[A-Z0-9_]+|TORCH_[A-Z0-9_]+)$/;

/** Names that carry a secret more often than not, even among the allowed. */
const SECRET = /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|API_?KEY|PRIVATE/;

/**
 * An allow-list: no token, nothing of the runner (`GITHUB_*`, `ACTIONS_*`, `INPUT_*`, `RUNNER_*`), no file through which
 * one step changes the next, nothing that loads code into the child (`NODE_OPTIONS`, `LD_PRELOAD`).
 */
export function childEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  probeFolder: string,
): Record<string, string> {
  const allowed = Object.entries(own).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && ALLOWED.test(entry[0]) && !SECRET.test(entry[0]),
  );
  const before = own["PYTHONPATH"];
  return {
    ...Object.fromEntries(allowed),
    PYTHONPATH: before === undefined || before === "" ? probeFolder : `${probeFolder}:${before}`,
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
  };
}
