import { scsiDisks } from '../dimensions/device-properties.js';
import { anywhere, type QuirkRow } from './quirk.js';

/** Whose controller hands the disk the command that the guest made. */
const handOnFua = scsiDisks.filter((id) => id !== 'megasas');

/** What becomes of FUA behind the controllers that have a scsi-hd. */
export const scsiFuaQuirks: readonly QuirkRow[] = [
  {
    ...anywhere,
    id: 'scsi-dpofua',
    layer: 'frontend',
    sentence: 'scsi-hd offers FUA (dpofua=on, as from machine type 10.1 on), and hands it on',
    from: '10.1',
    frontends: handOnFua,
    dpofua: 'on',
    effect: { kind: 'offers-fua' },
    rule: '',
    source: 'QEMU 10.2.2 hw/core/machine.c hw_compat_10_0, hw/scsi/scsi-disk.c; 11.1.2 run',
    confidence: 'measured',
  },
  {
    ...anywhere,
    id: 'scsi-dpofua-flushes',
    layer: 'frontend',
    sentence: 'scsi-hd offers FUA (dpofua=on), and flushes after a write that carries it',
    until: '10.0',
    frontends: handOnFua,
    dpofua: 'on',
    effect: { kind: 'flushes-for-fua' },
    rule: '',
    source:
      'QEMU hw/scsi/scsi-disk.c scsi_write_do_fua at 7.2.0 to 10.0.0: blk_aio_flush when the write ' +
      'is done; since 10.1 FUA is handed on (20250502121115.3613717-2-afaria@redhat.com)',
    confidence: 'read',
  },
  {
    ...anywhere,
    id: 'megasas-offers-fua',
    layer: 'frontend',
    sentence: 'scsi-hd offers FUA (dpofua=on) behind megasas too',
    frontends: ['megasas'],
    dpofua: 'on',
    effect: { kind: 'offers-fua' },
    rule: '',
    source: 'QEMU hw/scsi/scsi-disk.c: MODE SENSE goes through megasas to scsi-hd as it is',
    confidence: 'read',
  },
  {
    ...anywhere,
    id: 'megasas-drops-fua',
    layer: 'frontend',
    sentence: 'megasas makes a WRITE of its own for a logical drive, without the FUA bit',
    frontends: ['megasas'],
    dpofua: 'on',
    effect: { kind: 'ignores-fua' },
    rule: 'BLK010',
    source:
      'QEMU hw/scsi/megasas.c megasas_encode_lba; Linux drivers/scsi/megaraid/megaraid_sas_base.c ' +
      'megasas_build_ldio keeps the bit in access_byte, which QEMU never reads',
    confidence: 'read',
  },
];
