import { type AtomicBytes, atomicUnits } from '../../model/configuration.js';
import type { DimensionValue } from './dimension.js';

interface AtomicUnitRow extends DimensionValue<`${AtomicBytes}`> {
  readonly bytes: AtomicBytes;
}

export const atomicUnitRows: readonly AtomicUnitRow[] = atomicUnits.map((bytes) => ({
  id: `${bytes}`,
  bytes,
  sentence: `the disk never tears an aligned unit of ${bytes} bytes`,
  source:
    'NVMe base specification, AWUPF; Linux 6.12 drivers/nvme/host/core.c; else the logical sector',
  confidence: 'read',
}));
