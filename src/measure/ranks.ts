import type { MeasurementDocument } from "./measurement.ts";

/** Why documents are not the processes of one training, each once; undefined where they are. */
export function disagreement(documents: readonly MeasurementDocument[]): string | undefined {
  if (documents.some(({ out_of_memory }) => out_of_memory !== null)) return undefined; // which ended all of them
  const places = documents.map(({ distributed }) => distributed);
  const ranks = places.map((place) => place?.rank ?? 0).toSorted((a, b) => a - b);
  const sizes = new Set(places.map((place) => place?.world_size ?? 1));
  const [size] = sizes;
  if (sizes.size === 1 && size === ranks.length && ranks.every((rank, index) => rank === index)) return undefined;
  return `ranks ${ranks.join(", ")} measured, and say that they are of ${[...sizes].toSorted((a, b) => a - b).join(" and ")} process(es)`;
}

/** Of several processes: one that ran out of memory, else the one that needs most. */
export function bySeverity(a: MeasurementDocument, b: MeasurementDocument): number {
  return Number(b.out_of_memory !== null) - Number(a.out_of_memory !== null) || b.device_bytes - a.device_bytes;
}
