import type { Profile } from "../memory/profile.ts";
import { CATEGORIES } from "../memory/trace.ts";
import type { ChangePart, ChangeRow } from "./change.ts";

/** What a card loses, part by part, on both sides: the rows add up to the two profiles' device tiers. Without what neither has. */
export function changeRows(base: Profile, head: Profile): ChangeRow[] {
  return PARTS.map(([name, bytesOf]): ChangeRow => {
    const [base_bytes, head_bytes] = [bytesOf(base), bytesOf(head)];
    return { name, base_bytes, head_bytes, delta_bytes: head_bytes - base_bytes };
  }).filter(({ base_bytes, head_bytes }) => base_bytes > 0 || head_bytes > 0);
}

type Part = readonly [name: ChangePart, bytesOf: (profile: Profile) => Profile["device_bytes"]];

const PARTS: readonly Part[] = [
  ...CATEGORIES.map((name): Part => [name, ({ peak }) => peak.categories[name]]),
  ["allocator overhead", ({ overhead_bytes }) => overhead_bytes],
  ["CUDA context", ({ context_bytes }) => context_bytes],
  ["NCCL communicator", ({ communicator_bytes }) => communicator_bytes],
];
