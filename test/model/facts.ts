import type { Fact } from '../../src/model/vm-disk.js';

const at = { file: 'vm.xml', line: 1, column: 1, endColumn: 1 };

export const known = <const T>(value: T): Fact<T> => ({
  known: true,
  value,
  origin: { kind: 'file', at },
});

export const oneOf = <const T>(...values: readonly T[]): Fact<T> => ({
  known: false,
  values,
  origin: { kind: 'unresolved', text: '$it', at },
});
