import { bytes, MIB } from "./bytes.ts";
import type { Estimate } from "./context.ts";
import type { CudaDevice } from "./device.ts";

/**
 * The buffers and kernels of one NCCL communicator, which NCCL takes from the driver by itself. How much is a matter of its
 * release, of its channels and of how the cards are connected: 544 to 688 MiB were seen; the number is between them.
 */
const COMMUNICATOR: Estimate = {
  bytes: bytes(616 * MIB),
  low: bytes(544 * MIB),
  high: bytes(688 * MIB),
  source: "assumed: one communicator of NCCL, of which 544 to 688 MiB were seen",
};

/** A card where one of several processes trains: DDP, and FSDP2 on one mesh, have all their collectives in one group. */
export function amongProcesses(device: CudaDevice): CudaDevice {
  return { ...device, communicator: COMMUNICATOR };
}
