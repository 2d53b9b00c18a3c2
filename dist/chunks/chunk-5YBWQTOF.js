import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);

// src/probe/child-environment.ts
var ALLOWED = /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|VIRTUAL_ENV|CONDA_PREFIX|PYTHONPATH|PYTHONHOME|PYTHONUTF8|PYTHONDONTWRITEBYTECODE|OMP_NUM_THREADS|MKL_NUM_THREADS|CUDA_[A-Z0-9_]+|CUBLAS_[A-Z0-9_]+|CUBLASLT_[A-Z0-9_]+|CUDNN_[A-Z0-9_]+|NVIDIA_[A-Z0-9_]+|PYTORCH_[A-Z0-9_]+|TORCH_[A-Z0-9_]+)$/;
var SECRET = /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|API_?KEY|PRIVATE/;
function childEnvironment(own, probeFolder) {
  const allowed = Object.entries(own).filter(
    (entry) => entry[1] !== void 0 && ALLOWED.test(entry[0]) && !SECRET.test(entry[0])
  );
  const before = own["PYTHONPATH"];
  return {
    ...Object.fromEntries(allowed),
    PYTHONPATH: before === void 0 || before === "" ? probeFolder : `${probeFolder}:${before}`,
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1"
  };
}

export {
  childEnvironment
};
