import { bytes } from "../memory/bytes.ts";
import { CUDNN } from "../memory/convolution-workspaces.ts";
import type { CudaDevice } from "../memory/device.ts";
import type { TorchRelease } from "../memory/torch-release.ts";
import type { Allocation, Moment, Trace } from "../memory/trace.ts";
import { cublasLtWorkspace, cublasWorkspaceBytes } from "../memory/workspaces.ts";
import { workspacesOf } from "./convolution-call.ts";
import { Scratch } from "./kernels/scratch.ts";
import { isKernelOperator, KERNELS } from "./kernels/table.ts";
import type { KernelCall, Operand, TracedEvent } from "./traced-event.ts";

/**
 * The trace with what the kernels of `release` take on `device` for themselves: cuBLAS's workspaces, which stay, and
 * scratch, which lives inside its operator. Ids are given anew, in the order of birth.
 */
export function withKernels(events: readonly TracedEvent[], device: CudaDevice, release: TorchRelease): Trace {
  const trace: Trace[number][] = [];
  const ids = new Map<number, number>();
  const handles = new Set<Operand | undefined>();
  let born = 0;
  const allocate = (allocation: Omit<Allocation, "op" | "id">) => {
    trace.push({ op: "alloc", id: born, ...allocation });
    return born++;
  };
  const runKernel = ({ operator, module, phase, step, call }: KernelCall) => {
    const at: Moment & { operator: string; module: string } = { operator, module, phase, step };
    const free = (id: number) => trace.push({ op: "free", id, phase, step });
    const takeCublas = () => {
      allocate({ ...at, bytes: cublasWorkspaceBytes(device.compute_capability, release), category: "workspace" });
    };
    if (operator === "cublas") {
      takeCublas();
      return;
    }
    if (operator === "cublaslt") {
      const workspace = cublasLtWorkspace(release);
      const thread = call["thread"];
      const taken = workspace.lifetime === "shared" || handles.has(thread);
      const id = taken ? undefined : allocate({ ...at, bytes: workspace.bytes, category: "workspace" });
      if (call["first"] === true) takeCublas(); // with the handle that cuBLASLt shares with cuBLAS
      if (workspace.lifetime === "handle") handles.add(thread);
      else if (id !== undefined) free(id);
      return;
    }
    for (const size of workspacesOf(operator, call, device.compute_capability)) {
      free(allocate({ ...at, operator: CUDNN, bytes: size, category: "workspace" }));
    }
    if (operator === "aten::convolution") return;
    if (!isKernelOperator(operator)) throw new Error(`Cannot tell what ${operator} takes for itself`);
    const scratch = new Scratch((size) => allocate({ ...at, bytes: bytes(size), category: "temporary" }), free);
    scratch.within(() => KERNELS[operator](call, { device, release }, scratch));
  };
  for (const event of events) {
    if (event.op === "alloc") {
      const { op: _, id, ...allocation } = event;
      ids.set(id, allocate(allocation));
    } else if (event.op === "free") {
      trace.push({ ...event, id: ids.get(event.id) ?? event.id });
    } else {
      runKernel(event);
    }
  }
  return trace;
}
