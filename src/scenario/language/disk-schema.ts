import * as v from 'valibot';
import { closed, flag, integer, oneOfBytes } from './fields.js';
import { limits } from './limits.js';

/** Up to the largest page of a database, InnoDB's of 64 KiB. */
const trustedUnits = [512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536] as const;

export const diskSchema = closed('a disk', {
  sectors: integer('Sectors of 512 bytes.', 1, limits.diskSectors),
  atomicBytes: v.optional(
    oneOfBytes(
      trustedUnits,
      'The largest aligned unit, in bytes, that the program trusts the disk never to tear. By default ' +
        '512. A machine that tears it is unsafe; the honest ones that a scenario is tried on do not.',
    ),
  ),
  keepsCompleted: v.optional(
    flag(
      'The program trusts the disk to keep what it has completed, without a flush. By default false. A ' +
        'machine with a volatile cache is unsafe then; the honest ones that a scenario is tried on have none.',
    ),
  ),
  direct: v.optional(
    flag(
      'The program writes past the page cache of the guest (O_DIRECT), to blocks that the file system of ' +
        'the guest keeps aligned to `atomicBytes`. By default false: the guest tears larger units than 4096.',
    ),
  ),
});
