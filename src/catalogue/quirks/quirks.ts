import type { Configuration } from '../../model/configuration.js';
import { offersFua } from '../dimensions/device-properties.js';
import { isOfQemu } from '../releases/of-qemu.js';
import { fileFuaSince, isOlder, isWithinReleases, machineRelease } from '../releases/releases.js';
import { errorQuirks } from './error-quirks.js';
import { anywhere, type QuirkEffect, type QuirkRow } from './quirk.js';
import { quirksOfServers } from './quirks-of-servers.js';
import { quirksOfVirtio } from './quirks-of-virtio.js';
import { scsiFuaQuirks } from './scsi-fua-quirks.js';

const fuaByHost = {
  ...anywhere,
  layer: 'qemu',
  formats: ['raw', 'protocol'],
  effect: { kind: 'fua-reaches-host' },
  rule: '',
} as const;

export const quirks: readonly QuirkRow[] = [
  {
    ...anywhere,
    id: 'nvme-ignores-fua',
    layer: 'frontend',
    sentence: 'nvme takes the FUA bit of a write and never looks at it',
    frontends: ['nvme'],
    effect: { kind: 'ignores-fua' },
    rule: 'BLK010',
    source:
      'QEMU hw/nvme/ctrl.c at 7.2.0 to 10.0.0, 10.0.13, 10.2.2: NVME_RW_FUA is never used; 11.1.2 run',
    confidence: 'measured',
  },
  ...scsiFuaQuirks,
  {
    ...anywhere,
    id: 'megaraid-answers-flush',
    layer: 'guest-driver',
    sentence: 'megaraid_sas completes SYNCHRONIZE CACHE of a logical drive by itself',
    frontends: ['megasas'],
    guestKernels: ['6.12'],
    effect: { kind: 'driver-answers-flush' },
    rule: 'BLK012',
    source:
      'Linux 6.12 drivers/scsi/megaraid/megaraid_sas_base.c (fw_sync_cache_support); no host flush measured',
    confidence: 'measured',
  },
  ...quirksOfVirtio,
  {
    ...fuaByHost,
    id: 'file-posix-fua',
    sentence: 'file-posix writes FUA with RWF_DSYNC where aio is native',
    from: '10.0',
    aio: ['native'],
    source: 'QEMU 10.0.13 block/file-posix.c raw_co_prw; measured',
    confidence: 'measured',
  },
  {
    ...fuaByHost,
    id: 'file-posix-fua-first',
    sentence: 'file-posix writes FUA with RWF_DSYNC where aio is native',
    from: fileFuaSince,
    until: fileFuaSince,
    aio: ['native'],
    source: 'QEMU 10.0.0 block/file-posix.c raw_co_prw (984a32f17e): the same; not run',
    confidence: 'read',
  },
  {
    ...fuaByHost,
    id: 'file-posix-fua-io-uring',
    sentence: 'file-posix writes FUA with RWF_DSYNC where aio is io_uring',
    from: fileFuaSince,
    aio: ['io_uring'],
    source: 'QEMU 10.0.13 block/file-posix.c raw_co_prw: the same flag; not run',
    confidence: 'read',
  },
  {
    ...anywhere,
    id: 'fua-flush-skipped-on-node',
    layer: 'qemu',
    sentence: 'on a protocol node the flush behind a FUA write is skipped right after a flush',
    until: '9.2',
    formats: ['protocol'],
    effect: { kind: 'skips-fua-flush' },
    rule: 'BLK011',
    source:
      'QEMU block/io.c bdrv_co_flush and bdrv_co_write_req_finish at 7.2.0 to 9.2.0, no FUA in ' +
      'block/file-posix.c of these; measured on 7.2.22',
    confidence: 'measured',
  },
  {
    ...anywhere,
    id: 'fua-flush-skipped-by-threads',
    layer: 'qemu',
    sentence: 'file-posix with aio=threads skips the flush behind a FUA write right after a flush',
    from: '10.0',
    formats: ['raw', 'protocol'],
    aio: ['threads'],
    effect: { kind: 'skips-fua-flush' },
    rule: 'BLK011',
    source:
      'QEMU commit d402da1360 (10.0.3, 10.1.0): before, the flush of a thread skips nothing; ' +
      '10.0.13 and 10.2.2 block/io.c; measured on 10.0.13 and 11.1.2',
    confidence: 'measured',
  },
  {
    ...anywhere,
    id: 'clean-when-opened',
    layer: 'qemu',
    sentence: 'QEMU takes an image that it has opened for clean, and flushes it only after a write',
    effect: { kind: 'skips-first-flush' },
    rule: 'BLK026',
    source:
      'QEMU commit 3ff2f67a7c (2.7); block/io.c bdrv_co_flush at 7.2.0 to 10.0.0, 10.0.13, 10.2.2: ' +
      'flushed_gen and write_gen begin equal; measured on 7.2.22',
    confidence: 'measured',
  },
  ...quirksOfServers,
  ...errorQuirks,
];

export type QuirkParts = Pick<
  Configuration,
  'frontend' | 'device' | 'qemu' | 'cache' | 'image' | 'host' | 'guest'
>;

/** The quirks that a configuration has. */
export function quirksOf(parts: QuirkParts): readonly QuirkRow[] {
  return quirks.filter((quirk) => isFoundIn(quirk, parts));
}

export function quirkOf(parts: QuirkParts, kind: QuirkEffect['kind']): QuirkRow | undefined {
  return quirksOf(parts).find(({ effect }) => effect.kind === kind);
}

function isFoundIn(quirk: QuirkRow, parts: QuirkParts): boolean {
  const { frontend, device, qemu, cache, image, host, guest } = parts;
  return (
    (quirk.layer !== 'qemu' || isOfQemu(frontend)) &&
    isWithinReleases(qemu.release, quirk) &&
    includes(quirk.frontends, frontend) &&
    (quirk.dpofua === 'any' || saysFua(parts)) &&
    (quirk.configWce === 'any' || quirk.configWce === device.configWce) &&
    isOnMachine(quirk, qemu) &&
    includes(quirk.formats, image.format) &&
    includes(quirk.aio, qemu.aio) &&
    (quirk.direct === 'any' || cache.direct) &&
    (quirk.noFlush === 'any' || cache.noFlush) &&
    includes(quirk.hosts, host.storage) &&
    includes(quirk.guestKernels, guest.kernel)
  );
}

function isOnMachine(
  { machineAfter }: QuirkRow,
  { release, machine }: QuirkParts['qemu'],
): boolean {
  return machineAfter === 'any' || isOlder(machineAfter, machineRelease(release, machine));
}

/** Whether a SCSI disk says that it takes FUA. */
function saysFua({ device, qemu }: Pick<QuirkParts, 'device' | 'qemu'>): boolean {
  if (device.dpofua !== 'auto') return device.dpofua === 'on';
  return offersFua(qemu);
}

function includes<Id extends string>(ids: readonly Id[] | 'any', id: Id): boolean {
  return ids === 'any' || ids.includes(id);
}
