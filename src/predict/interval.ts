import type { AllocConf } from "../memory/allocator/conf.ts";
import { type Bytes, bytes, sumBytes } from "../memory/bytes.ts";
import { CUDNN, withWorkspaceShare } from "../memory/convolution-workspaces.ts";
import type { CudaDevice, Device } from "../memory/device.ts";
import type { Profile, Tiers } from "../memory/profile.ts";
import { tiersOf } from "../memory/replay.ts";
import type { Trace } from "../memory/trace.ts";

export const TIERS = ["allocated", "reserved", "device"] as const;
export type Tier = (typeof TIERS)[number];

/** One thing that is not known, and how far it may move a tier's number down and up. */
export type Doubt = {
  readonly part:
    | "cuDNN workspaces"
    | "guessed sizes"
    | "order of frees"
    | "kernels' own memory"
    | "CUDA context"
    | "NCCL communicator"
    | "beyond what was measured"
    | "whole segments"
    | "library workspaces";
  readonly below_bytes: Bytes;
  readonly above_bytes: Bytes;
  readonly reason: string;
};

/** Where a tier's real number is expected. The number less all `below_bytes` is `low_bytes`, with all `above_bytes` it is `high_bytes`. */
export type Interval = { readonly low_bytes: Bytes; readonly high_bytes: Bytes; readonly doubts: readonly Doubt[] };
export type Intervals = Readonly<Record<Tier, Interval>>;

/** Of what cuDNN's workspaces were found to be, as a share of the rule in src/memory/convolution-workspaces.ts. */
const WORKSPACE_SHARES = [0, 1.5] as const;

/** Of the memory at the peak: what guessed sizes, where there are any, may move. Assumed. */
const GUESSED_SHARE = 0.05;

/**
 * Blocks that are freed in another order leave other holes. With it and the workspaces, the high end was passed by one of
 * 68 trainings of convolutional networks on an A100, with 3 % by nine.
 */
const ORDER_SHARE = 0.05;

/** Scratch that no operator shows and no rule knows. Half of what recordings of real cards left open at most. */
const SCRATCH_SHARE = 0.005;

/** How the profile was made: under which allocator configuration, of a trace that guessed so often. */
type Replayed = { readonly conf: AllocConf; readonly guesses: number };

/** The intervals around a profile's three numbers. On the CPU, where tensors are counted, there is nothing to doubt. */
export function intervalsOf(trace: Trace, profile: Profile, device: Device, how: Replayed): Intervals {
  const doubts = device.kind === "cpu" ? NO_DOUBTS : doubtsOf(trace, profile, device, how);
  return {
    allocated: intervalAround(profile.allocated_bytes, doubts.allocated),
    reserved: intervalAround(profile.reserved_bytes, doubts.reserved),
    device: intervalAround(profile.device_bytes, doubts.device),
  };
}

type Doubts = Readonly<Record<Tier, readonly Doubt[]>>;
const NO_DOUBTS: Doubts = { allocated: [], reserved: [], device: [] };

function doubtsOf(trace: Trace, profile: Profile, device: CudaDevice, { conf, guesses }: Replayed): Doubts {
  const workspaces = workspaceDoubts(trace, profile, device, conf);
  const both = (tier: "allocated" | "reserved") => [
    workspaces[tier],
    share(
      "guessed sizes",
      profile.allocated_bytes,
      guesses > 0 ? GUESSED_SHARE : 0,
      `${guesses} guessed while tracing`,
    ),
    share("kernels' own memory", profile.allocated_bytes, SCRATCH_SHARE, "scratch that no operator shows"),
  ];
  const allocated = both("allocated");
  const reserved = [
    ...both("reserved"),
    share("order of frees", profile.reserved_bytes, ORDER_SHARE, "other holes between blocks"),
  ];
  return { allocated, reserved, device: [...reserved, contextDoubt(device), ...communicatorDoubts(device)] };
}

/** How far the context may lie from what it is taken to be. */
export function contextDoubt(device: CudaDevice): Doubt {
  const { context_bytes, context_low_bytes, context_high_bytes, context_source } = device;
  return {
    part: "CUDA context",
    below_bytes: bytes(context_bytes - context_low_bytes),
    above_bytes: bytes(context_high_bytes - context_bytes),
    reason: context_source,
  };
}

function communicatorDoubts({ communicator }: CudaDevice): Doubt[] {
  if (communicator === undefined) return [];
  const { bytes: size, low, high, source } = communicator;
  return [
    { part: "NCCL communicator", below_bytes: bytes(size - low), above_bytes: bytes(high - size), reason: source },
  ];
}

/** By replaying the trace with less and with more of them. */
function workspaceDoubts(
  trace: Trace,
  profile: Tiers,
  device: CudaDevice,
  conf: AllocConf,
): Record<"allocated" | "reserved", Doubt> {
  const used = trace.some((event) => event.op === "alloc" && event.operator === CUDNN);
  const others = used ? WORKSPACE_SHARES.map((each) => tiersOf(withWorkspaceShare(trace, each), device, conf)) : [];
  const doubt = (tier: "allocated_bytes" | "reserved_bytes"): Doubt => {
    const sizes = [profile, ...others].map((each) => each[tier]);
    return {
      part: "cuDNN workspaces",
      below_bytes: bytes(profile[tier] - Math.min(...sizes)),
      above_bytes: bytes(Math.max(...sizes) - profile[tier]),
      reason: `none, up to ${WORKSPACE_SHARES[1]} times the rule's`,
    };
  };
  return { allocated: doubt("allocated_bytes"), reserved: doubt("reserved_bytes") };
}

function share(part: Doubt["part"], of: Bytes, part_of: number, reason: string): Doubt {
  const size = bytes(Math.round(of * part_of));
  return { part, below_bytes: size, above_bytes: size, reason };
}

/** What is in no doubt is left out. */
export function intervalAround(number: Bytes, all: readonly Doubt[]): Interval {
  const doubts = all.filter(({ below_bytes, above_bytes }) => below_bytes > 0 || above_bytes > 0);
  return {
    low_bytes: bytes(Math.max(0, number - sumBytes(doubts.map(({ below_bytes }) => below_bytes)))),
    high_bytes: bytes(number + sumBytes(doubts.map(({ above_bytes }) => above_bytes))),
    doubts,
  };
}
