import type { HostNoteId } from '../../model/configuration.js';
import type { HostId } from '../../model/storage.js';
import type { RuleId } from '../rules/rules.js';
import type { DimensionValue } from './dimension.js';

export interface HostNoteRow extends DimensionValue<HostNoteId> {
  /** The note bites only on this host; 'any' for all. */
  readonly host: HostId | 'any';
  /** Only where the disk was written with O_DIRECT. */
  readonly directOnly: boolean;
  readonly rule: RuleId;
  /** On in the profile 2009-08. */
  readonly on2009: boolean;
}

const ofMail = (nth: string) =>
  ({
    source: `the mail, "Notes on disk cache flushes on Linux hosts", ${nth}`,
    confidence: 'read',
  }) as const;

export const hostNotes = [
  {
    ...ofMail('first'),
    id: 'ext3-no-barrier',
    sentence: 'ext3 does not enable barriers and cache flushes by default',
    host: 'ext3',
    directOnly: false,
    rule: 'BLK005',
    on2009: true,
  },
  {
    ...ofMail('second'),
    id: 'block-node-no-flush',
    sentence: 'O_SYNC writes or fsync on block device nodes do not flush the disk cache',
    host: 'block-device',
    directOnly: false,
    rule: 'BLK006',
    on2009: true,
  },
  {
    ...ofMail('third'),
    id: 'odirect-no-flush',
    sentence:
      "nothing flushes the disk after O_DIRECT writes (off: the mail's own table assumes so)",
    host: 'any',
    directOnly: true,
    rule: 'BLK007',
    on2009: false,
  },
] as const satisfies readonly HostNoteRow[];
