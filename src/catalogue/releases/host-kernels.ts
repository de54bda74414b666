import type { HostNoteId } from '../../model/configuration.js';
import type { DimensionValue } from '../dimensions/dimension.js';

/** What a Linux host does by its release, as the notes on hosts have it. */
export interface HostKernelRow extends DimensionValue {
  readonly notes: Partial<Readonly<Record<HostNoteId, boolean>>>;
  /** Which of the hosts it may run: those of the mail, or all. */
  readonly isOfMail: boolean;
}

export const hostKernels: readonly HostKernelRow[] = [
  {
    id: '2.6.31',
    sentence: 'Linux up to 2.6.31: ext3 without barriers, and nodes of devices that flush nothing',
    notes: { 'ext3-no-barrier': true, 'block-node-no-flush': true },
    isOfMail: true,
    source: 'the mail, "notes on disk cache flushes on Linux hosts"',
    confidence: 'read',
  },
  {
    id: '6.12',
    sentence: 'Linux 3.1 to 6.12: barriers by default, and fsync of a node flushes the disk',
    notes: { 'ext3-no-barrier': false, 'block-node-no-flush': false },
    isOfMail: false,
    source: 'Linux commits ab0a9735e06 (2.6.33), 00eacd66cd8a (ext3; 3.1 from memory)',
    confidence: 'memory',
  },
];
