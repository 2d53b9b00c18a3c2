/** A release of PyTorch: 2.13.1 is [2, 13]. Patches keep what kernels take. */
export type TorchRelease = readonly [major: number, minor: number];

/** The release in `torch.__version__`, as `2.13.0+cpu`. Throws a RangeError where there is none. */
export function releaseOf(version: string): TorchRelease {
  const [, major, minor] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined || minor === undefined) throw new RangeError(`Cannot read a release in ${version}`);
  return [Number(major), Number(minor)];
}

export function isSince([major, minor]: TorchRelease, [sinceMajor, sinceMinor]: TorchRelease): boolean {
  return major > sinceMajor || (major === sinceMajor && minor >= sinceMinor);
}
