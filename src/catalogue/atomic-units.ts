import { type AtomicBytes, atomicUnits } from '../model/configuration.js';

interface AtomicUnitRow {
  readonly id: `${AtomicBytes}`;
  readonly bytes: AtomicBytes;
  readonly sentence: string;
}

export const atomicUnitRows: readonly AtomicUnitRow[] = atomicUnits.map((bytes) => ({
  id: `${bytes}`,
  bytes,
  sentence: `the disk never tears an aligned unit of ${bytes} bytes`,
}));
