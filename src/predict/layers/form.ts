import type { Run } from "./run.ts";

/** `optimizer.step()`; most optimizers make their state in the first one. */
export type Step = (run: Run) => void;

/** An optimizer: what its constructor makes, once the model is on the device, and its step. */
export type Stepper = { readonly begin: (run: Run) => void; readonly step: Step };

/** PyTorch's three implementations of one optimizer; they differ in their temporaries. */
export type Form = "single_tensor" | "foreach" | "fused";
