/** A lost node that still writes would spoil what the one that takes over reads. */
const fencing = { key: 'fencing', value: 'assumed' } as const;

/** What is taken for granted where these faults are asked about. */
export function fencingFor(faults: readonly string[]): readonly (typeof fencing)[] {
  return faults.includes('node-loss') ? [fencing] : [];
}
