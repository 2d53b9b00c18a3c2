import { bytes } from "../memory/bytes.ts";
import type { CudaDevice } from "../memory/device.ts";
import { findDevice } from "../memory/devices.ts";
import type { CalibrationRecord } from "./calibration.ts";

/** What runs on the card, as far as that is known. */
export type Software = { readonly driver: string | undefined; readonly torch: string | undefined };

/** Kernels that only one of two trainings of a runner loads, as a share of the context. Chosen in bench/accuracy. */
export const KERNELS_SHARE = 0.02;

/** Of one card under several drivers and releases: RTX 5090s were seen with 0.59 to 0.71 GiB, a factor of 1.2. */
const OTHER_SOFTWARE_SHARE = 0.2;

/**
 * `device` with the context that was measured on such a card: with the same driver and torch where that is known and
 * there is one, else with others, in a wider range. As it is where no record is about the card.
 *
 * The most demanding training's context is taken: who keeps a limit by it must not be surprised by another training.
 */
export function calibrated(device: CudaDevice, records: readonly CalibrationRecord[], software: Software): CudaDevice {
  const ofCard = records.filter(({ card }) => isSameCard(card, device.name));
  const same = ofCard.filter((record) => isSameSoftware(record, software));
  const chosen = same.length > 0 ? same : ofCard;
  const newest = chosen.toSorted((a, b) => b.measured_on.localeCompare(a.measured_on))[0];
  if (newest === undefined) return device;
  const share = same.length > 0 ? KERNELS_SHARE : OTHER_SOFTWARE_SHARE;
  const [low, high] = [
    Math.min(...chosen.map(({ context_low_bytes }) => context_low_bytes)),
    Math.max(...chosen.map(({ context_high_bytes }) => context_high_bytes)),
  ];
  return {
    ...device,
    context_bytes: newest.context_high_bytes,
    context_low_bytes: bytes(Math.floor(low * (1 - share))),
    context_high_bytes: bytes(Math.ceil(high * (1 + share))),
    context_kind: "measured",
    context_source: sourceOf(newest, same.length > 0, software),
  };
}

/** By the name that PyTorch prints, or by the catalogue: a card has several names there. */
function isSameCard(one: string, other: string): boolean {
  if (one === other) return true;
  const [first, second] = [findDevice(one), findDevice(other)];
  return first.kind === "device" && second.kind === "device" && first.device.id === second.device.id;
}

/** What is not known is no difference. */
function isSameSoftware(record: CalibrationRecord, { driver, torch }: Software): boolean {
  return (driver ?? record.driver) === record.driver && (torch ?? record.torch) === record.torch;
}

function sourceOf({ driver, torch, measured_on, measurements }: CalibrationRecord, same: boolean, now: Software) {
  const times = measurements === 1 ? "" : `, the last of ${measurements}`;
  const measured = `measured on ${measured_on} with driver ${driver} and torch ${torch}${times}`;
  const named = [now.driver && `driver ${now.driver}`, now.torch && `torch ${now.torch}`].filter(Boolean).join(" and ");
  return same ? measured : `${measured}, which may be otherwise with ${named}`;
}
