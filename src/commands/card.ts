import { nearest } from "../config/nearest.ts";
import { UserError } from "../config/user-error.ts";
import type { CudaDevice } from "../memory/device.ts";
import { deviceNames, deviceOf, findDevice } from "../memory/devices.ts";

/** The card of the catalogue that is named on the command line. @throws UserError with what is there and what is wanted */
export function cardNamed(name: string): CudaDevice {
  const found = findDevice(name);
  switch (found.kind) {
    case "device":
      return deviceOf({ kind: "catalogue", id: found.device.id });
    case "ambiguous":
      throw refused(name, `it is sold with more than one size of memory, wanted one of ${found.ids.join(", ")}`);
    case "mig":
      throw refused(name, "a part of a card (MIG) is not in the catalogue, wanted a whole one");
    case "rocm":
      throw refused(name, "AMD's ROCm is not modelled, wanted an NVIDIA card");
    case "unknown": {
      const near = nearest(name, deviceNames());
      const wanted = near === undefined ? `wanted one of ${deviceNames().join(", ")}` : `did you mean ${near}?`;
      throw refused(name, `the catalogue does not have it, ${wanted}`);
    }
  }
}

function refused(name: string, why: string): UserError {
  return new UserError(`Cannot use --card ${JSON.stringify(name)}: ${why}`);
}
