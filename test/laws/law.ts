import { isDeepStrictEqual } from 'node:util';

/** Something that must be true of the simulator, small enough to run against planted bugs. */
export interface Law {
  readonly name: string;
  /** Returns '' where the law holds, else what was found instead. */
  readonly check: () => string;
}

export function law(name: string, found: () => unknown, expected: unknown): Law {
  return {
    name,
    check: () => {
      const value = found();
      return isDeepStrictEqual(value, expected) ? '' : JSON.stringify(value);
    },
  };
}
