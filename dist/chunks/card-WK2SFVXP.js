import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);
import {
  deviceNames,
  deviceOf,
  findDevice
} from "./chunk-MOITJ7TZ.js";
import {
  nearest
} from "./chunk-IZVU6BTJ.js";
import {
  UserError
} from "./chunk-J3R7NUH7.js";
import "./chunk-O56B5XNW.js";
import "./chunk-LZQXQOPJ.js";

// src/commands/card.ts
function cardNamed(name) {
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
      const wanted = near === void 0 ? `wanted one of ${deviceNames().join(", ")}` : `did you mean ${near}?`;
      throw refused(name, `the catalogue does not have it, ${wanted}`);
    }
  }
}
function refused(name, why) {
  return new UserError(`Cannot use --card ${JSON.stringify(name)}: ${why}`);
}
export {
  cardNamed
};
