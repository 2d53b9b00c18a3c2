import type { Run } from "./run.ts";

/** `optimizer.step()`; state is made in the first one. */
export type Step = (run: Run) => void;

/** PyTorch's three implementations of one optimizer; they differ in their temporaries. */
export type Form = "single_tensor" | "foreach" | "fused";
