import type { HostId, HostNoteId } from '../model/configuration.js';
import type { RuleId } from './rules.js';

export interface HostRow {
  readonly id: HostId;
  readonly sentence: string;
  /** A file has allocation metadata of its own; a block device node has none. */
  readonly isFile: boolean;
  /** fsync and O_DSYNC end with a flush of the disk cache, before any note is applied. */
  readonly flushesDisk: boolean;
  /** The rule that a missing disk flush is blamed on. */
  readonly withoutFlush: RuleId;
  readonly source: string;
}

export const hosts = [
  {
    id: 'file',
    sentence:
      'image file on a file system with barriers that flushes the disk on fsync and O_DSYNC',
    isFile: true,
    flushesDisk: true,
    withoutFlush: 'BLK005',
    source: 'the mail: "supported by all local disk filesystem in popular use"',
  },
  {
    id: 'file-nobarrier',
    sentence: 'image file on a file system mounted without barriers',
    isFile: true,
    flushesDisk: false,
    withoutFlush: 'BLK005',
    source: 'Linux 2.6.31: barrier=0 or nobarrier',
  },
  {
    id: 'ext3',
    sentence: 'image file on ext3 as mounted by default (see the note ext3-no-barrier)',
    isFile: true,
    flushesDisk: true,
    withoutFlush: 'BLK005',
    source: 'the mail, first host note',
  },
  {
    id: 'block-device',
    sentence: 'block device node or logical volume (see the note block-node-no-flush)',
    isFile: false,
    flushesDisk: true,
    withoutFlush: 'BLK006',
    source: 'the mail, second host note',
  },
] as const satisfies readonly HostRow[];

export interface HostNoteRow {
  readonly id: HostNoteId;
  readonly sentence: string;
  /** The note bites only on this host; 'any' for all. */
  readonly host: HostId | 'any';
  /** Only where the disk was written with O_DIRECT. */
  readonly directOnly: boolean;
  readonly rule: RuleId;
  /** On in the profile 2009-08. */
  readonly on2009: boolean;
}

export const hostNotes = [
  {
    id: 'ext3-no-barrier',
    sentence: 'ext3 does not enable barriers and cache flushes by default',
    host: 'ext3',
    directOnly: false,
    rule: 'BLK005',
    on2009: true,
  },
  {
    id: 'block-node-no-flush',
    sentence: 'O_SYNC writes or fsync on block device nodes do not flush the disk cache',
    host: 'block-device',
    directOnly: false,
    rule: 'BLK006',
    on2009: true,
  },
  {
    id: 'odirect-no-flush',
    sentence:
      "nothing flushes the disk after O_DIRECT writes (off: the mail's own table assumes so)",
    host: 'any',
    directOnly: true,
    rule: 'BLK007',
    on2009: false,
  },
] as const satisfies readonly HostNoteRow[];
