/** The PyTorch release whose behaviour the engine follows. */
export const TORCH_RELEASE = "2.13.0";
