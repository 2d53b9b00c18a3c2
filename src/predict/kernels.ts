import { bytes } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import { reductionScratch } from "../memory/reduction.ts";
import type { Allocation, Moment, Trace } from "../memory/trace.ts";
import { cublasWorkspaceBytes } from "../memory/workspaces.ts";
import { isTensor, type KernelCall, type Operand, type Tensor, type TracedEvent } from "./traced-event.ts";

/**
 * The trace with what the kernels take on `device` for themselves: cuBLAS's workspaces, which stay, and scratch, which
 * lives inside its operator. Ids are given anew, in the order of birth.
 */
export function withKernels(events: readonly TracedEvent[], device: CudaDevice): Trace {
  const trace: Trace[number][] = [];
  const ids = new Map<number, number>();
  let born = 0;
  const allocate = (allocation: Omit<Allocation, "op" | "id">) => {
    trace.push({ op: "alloc", id: born, ...allocation });
    return born++;
  };
  for (const event of events) {
    if (event.op === "alloc") {
      const { op: _, id, ...allocation } = event;
      ids.set(id, allocate(allocation));
    } else if (event.op === "free") {
      trace.push({ ...event, id: ids.get(event.id) ?? event.id });
    } else {
      const { operator, module, phase, step } = event;
      const at: Moment & { operator: string; module: string } = { operator, module, phase, step };
      if (operator === "cublas") {
        allocate({ ...at, bytes: cublasWorkspaceBytes(device.compute_capability), category: "workspace" });
        continue;
      }
      for (const together of scratchOf(event, device)) {
        const scratch = together.map((size) => allocate({ ...at, bytes: bytes(size), category: "temporary" }));
        for (const id of scratch.toReversed()) trace.push({ op: "free", id, phase, step });
      }
    }
  }
  return trace;
}

/** Bytes that are alive together, one list a kernel. */
type Scratch = readonly (readonly number[])[];

/** What each operator of src/probe/vram_probe/tracing/kernels.py takes. */
function scratchOf({ operator, call }: KernelCall, device: CudaDevice): Scratch {
  switch (operator) {
    case "aten::sum":
    case "aten::mean":
      return reduction(tensor(call["self"]), call["dim"], device);
    case "aten::index_put":
    case "aten::index_put_":
      return indexPut(call["indices"]);
    case "aten::embedding_dense_backward":
      return embeddingBackward(tensor(call["indices"]), tensor(call["grad_output"]), call["num_weights"]);
    case "aten::_scaled_dot_product_flash_attention_backward":
      return flashBackward(tensor(call["query"]), tensor(call["key"]));
    case "aten::_scaled_dot_product_efficient_attention_backward":
      return efficientBackward(tensor(call["query"]));
    default:
      throw new Error(`Cannot tell what ${operator} takes for itself`);
  }
}

function reduction({ shape, stride }: Tensor, written: Operand | undefined, device: CudaDevice): Scratch {
  const named = Array.isArray(written) ? written.filter((each) => typeof each === "number") : [];
  const dims = named.length > 0 ? named.map((dim) => (dim + shape.length) % shape.length) : shape.map((_, dim) => dim);
  return reductionScratch(device, shape, dims, stride).map(({ buffer_bytes, semaphore_bytes }) => [
    buffer_bytes,
    semaphore_bytes,
  ]);
}

/** Five lists of int64, one an index, to sort by. Source: index_put_with_sort_kernel(), native/cuda/Indexing.cu. */
function indexPut(indices: Operand | undefined): Scratch {
  const first = Array.isArray(indices) ? indices.find(isTensor) : undefined;
  return first === undefined ? [] : [Array.from({ length: 5 }, () => 8 * numel(first.shape))];
}

/**
 * Up to 3,072 indices are added without sorting; more are sorted, and summed in segments of 10.
 * Source: embedding_dense_backward_cuda(), native/cuda/Embedding.cu. The number of segments is its upper bound.
 */
function embeddingBackward(indices: Tensor, grad: Tensor, weights: Operand | undefined): Scratch {
  const count = numel(indices.shape);
  if (count <= 3072 || typeof weights !== "number") return [];
  const segments = Math.floor(count / 10) + Math.min(count, weights);
  return [[8 * count, 8 * count, 8 * count, 4 * segments * (grad.shape.at(-1) ?? 1)]];
}

/**
 * Sums of rows and dQ in float32, rows rounded up to 128; for grouped queries dK and dV of every head.
 * Source: mha_bwd(), native/transformers/cuda/flash_attn/flash_api.cpp. Not yet seen on a card.
 */
function flashBackward(query: Tensor, key: Tensor): Scratch {
  const [batch = 1, heads = 1, length = 1, width = 1] = query.shape;
  const [, keyHeads = 1, keyLength = 1] = key.shape;
  const rows = roundUp(length, 128);
  const expanded = batch * keyLength * heads * width * bytesOf(query);
  return [
    [
      4 * batch * heads * rows,
      4 * batch * heads * rows * roundUp(width, width <= 128 ? 32 : 64),
      ...(keyHeads === heads ? [] : [expanded, expanded]),
    ],
  ];
}

/**
 * Sums of rows, and in half precision dQ in float32.
 * Source: _efficient_attention_backward(), native/transformers/cuda/attention_backward.cu. Not yet seen on a card.
 */
function efficientBackward(query: Tensor): Scratch {
  const [batch = 1, heads = 1, length = 1, width = 1] = query.shape;
  const sums = 4 * batch * heads * length;
  return [bytesOf(query) < 4 ? [sums, sums * width] : [sums]];
}

function tensor(operand: Operand | undefined): Tensor {
  if (isTensor(operand)) return operand;
  throw new Error("Cannot read a kernel's operands: a tensor is missing");
}

function bytesOf({ dtype }: Tensor): number {
  return dtype === "float16" || dtype === "bfloat16" ? 2 : 4;
}

function numel(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function roundUp(n: number, multiple: number): number {
  return Math.ceil(n / multiple) * multiple;
}
