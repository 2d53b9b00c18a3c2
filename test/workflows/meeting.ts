/** The first who come wait for one another, until as many are there as are wanted; who comes later does not wait. */
export type Meeting = { readonly come: () => Promise<void>; readonly took: () => boolean };

export function meetingOf(wanted: number): Meeting {
  const { promise, resolve } = Promise.withResolvers<void>();
  let there = 0;
  return {
    come() {
      there += 1;
      if (there === wanted) resolve();
      return promise;
    },
    took: () => there >= wanted,
  };
}
