import type { PlantedBug } from './planted-bug.js';

/** Mistakes in what faults take that leave something alive above it. */
export const bugsOfFaults: readonly PlantedBug[] = [
  {
    name: 'a disk that loses its power keeps its cache',
    file: 'catalogue/faults.ts',
    find: "erases: ['device-queue', 'disk-cache'],",
    replace: "erases: ['device-queue'],",
    caughtBy:
      'a disk that loses power takes what only its cache had, the older and not the newer too',
  },
  {
    name: 'a disk that loses its power takes the page cache along',
    file: 'catalogue/faults.ts',
    find: "erases: ['device-queue', 'disk-cache'],",
    replace: "erases: ['device-queue', 'host-memory', 'disk-cache'],",
    caughtBy: 'the page cache outlives a disk that loses its power, and not its host',
  },
  {
    name: 'a disk that loses its power finishes what is in flight',
    file: 'catalogue/faults.ts',
    find: "erases: ['device-queue', 'disk-cache'],",
    replace: "erases: ['disk-cache'],",
    caughtBy: 'a request in flight fails with the disk, whatever is below',
  },
  {
    name: 'a cache that lives on still holds what it has handed to one that does not',
    file: 'stack/faults.ts',
    find: 'if (erased.has(place)) break;',
    replace: 'if (erased.has(place)) continue;',
    caughtBy:
      'a disk that loses power takes what only its cache had, the older and not the newer too',
  },
  {
    name: 'a disk outlives the node that it is in',
    file: 'stack/faults.ts',
    find: 'if (row?.isOfNode && stack.disk.isOutsideNode)',
    replace: 'if (row?.isOfNode)',
    caughtBy: 'nothing outlives the node that it is in',
  },
  {
    name: 'a format of QEMU keeps the image in the node',
    file: 'stack/disk/build-disk.ts',
    find: 'rowOf(hosts, host.storage).isRemote || ',
    replace: '',
    caughtBy: 'a node is lost that had the tables of an image in its memory, and no more: proved',
  },
  {
    name: 'a node takes the disk of another machine along',
    file: 'stack/faults.ts',
    find: 'if (row?.isOfNode && stack.disk.isOutsideNode)',
    replace: "if (row?.id === 'guest-crash')",
    caughtBy:
      'a node takes its own memory along, and not the disk of another machine, cache and all',
  },
  {
    name: 'something may be left of a disk that is gone',
    file: 'stack/crash-state.ts',
    find: '  if (crash.spared === nothingLeft) return 0;',
    replace: '',
    caughtBy: 'nothing outlives the node that it is in',
  },
  {
    name: 'an array that lacks a member starts again after any stop',
    file: 'stack/faults.ts',
    find: "if (row?.isUncleanStop && stack.disk.lostBecause !== undefined) erased.add('medium');",
    replace: '',
    caughtBy:
      'an array that lacks a member does not start again after an unclean stop, flushed or not',
  },
  {
    name: 'only a power failure stops an array uncleanly',
    file: 'stack/faults.ts',
    find: 'if (row?.isUncleanStop && ',
    replace: "if (fault === 'power-loss' && ",
    caughtBy:
      'an array that lacks a member does not start again after an unclean stop, flushed or not',
  },
  {
    name: 'an array that lacks a member is lost with QEMU',
    file: 'stack/faults.ts',
    find: 'if (row?.isUncleanStop && ',
    replace: "if (row?.id !== 'guest-crash' && ",
    caughtBy: 'and goes on where the host does, as a disk with a write cache',
  },
  {
    name: 'the page cache writes again what it could not write',
    file: 'catalogue/faults.ts',
    find: "erases: ['device-queue', 'host-memory'],",
    replace: "erases: ['device-queue'],",
    caughtBy:
      'an error takes what the page cache had not written, and a flush that succeeds tells of it',
  },
  {
    name: 'an error that is ignored is told',
    file: 'stack/build.ts',
    find: "if (werror === 'ignore') return 'BLK019';",
    replace: '',
    caughtBy:
      'an error that QEMU is told to ignore takes anything, flushed or not, and leaves the rest',
  },
  {
    name: 'an error that is hidden takes no more than one that is told',
    file: 'stack/faults.ts',
    find: "if (fault === 'io-error' && hiddenBy(stack) !== '') return 0;",
    replace: '',
    caughtBy:
      'an error that QEMU is told to ignore takes anything, flushed or not, and leaves the rest',
  },
  {
    name: 'a failed flush is never sent again',
    file: 'stack/build.ts',
    find: "return werror === 'stop' && isInPageCache ? again : '';",
    replace: "return again === '' ? again : '';",
    caughtBy: 'a flush that is sent again succeeds with io_uring, and not with threads',
  },
  {
    name: 'a failed flush is forgotten whoever hears of it',
    file: 'stack/build.ts',
    find: "return werror === 'stop' && isInPageCache ? again : '';",
    replace: "return isInPageCache ? again : '';",
    caughtBy: 'a flush that is sent again succeeds with io_uring, and not with threads',
  },
  {
    name: 'whether the page cache has data is asked of the cache mode alone',
    file: 'stack/build.ts',
    find: "const isInPageCache = buildHost(configuration).keeps === 'host-memory';",
    replace: 'const isInPageCache = !configuration.cache.direct;',
    caughtBy:
      'a flush that is sent again is forgotten where the page cache has the data, and there alone',
  },
  {
    name: 'QEMU remembers a failed flush whatever the cache mode',
    file: 'catalogue/quirks/quirks.ts',
    find: "(quirk.direct === 'any' || cache.direct)",
    replace: "quirk.direct === 'any'",
    caughtBy:
      'with O_DIRECT threads forget a failed flush too, where the host has a page cache below',
  },
  {
    name: 'QEMU forgets a failed flush without O_DIRECT too',
    file: 'catalogue/quirks/quirks.ts',
    find: "(quirk.direct === 'any' || cache.direct)",
    replace: 'cache !== undefined',
    caughtBy:
      'with O_DIRECT threads forget a failed flush too, where the host has a page cache below',
  },
  {
    name: 'a write through has its error dropped with that of a flush',
    file: 'stack/build.ts',
    find: "if (syncWrites) return '';",
    replace: '',
    caughtBy: 'firmware devices drop every error, and QEMU 0.11 that of a flush',
  },
  {
    name: 'a disk that ignores FUA keeps it where the host writes through',
    file: 'stack/host/host.ts',
    find: '  if (stack.disk.ignoresFua !== undefined) return hostWriteThrough(machine, operation);',
    replace: '',
    caughtBy:
      'a disk that ignores FUA keeps in its cache what the host writes with it, until a flush',
  },
  {
    name: 'a disk that ignores FUA keeps that of a guest',
    file: 'stack/host/host.ts',
    find: '  if (ignoresFua !== undefined) {',
    replace:
      "  if (ignoresFua !== undefined && stack.backend.kind === 'qemu' && stack.backend.syncWrites) {",
    caughtBy:
      'a disk that ignores FUA keeps in its cache what the host writes with it, until a flush',
  },
  {
    name: 'every host trusts FUA',
    file: 'stack/disk/build-disk.ts',
    find: '!isIgnored || !trustsFua || !isPastCache',
    replace: '!isIgnored || !isPastCache',
    caughtBy: 'it flushes: where no FUA is sent, or a flush follows it, nothing is lost',
  },
  {
    name: 'a host trusts FUA behind its page cache too',
    file: 'stack/disk/build-disk.ts',
    find: '!isIgnored || !trustsFua || !isPastCache',
    replace: '!isIgnored || !trustsFua',
    caughtBy: 'it flushes: where no FUA is sent, or a flush follows it, nothing is lost',
  },
  {
    name: 'a disk that ignores FUA ignores flushes',
    file: 'catalogue/dimensions/disks.ts',
    find: '    honoursFlush: true,\n    honoursFua: false,',
    replace: '    honoursFlush: false,\n    honoursFua: false,',
    caughtBy: 'it flushes: where no FUA is sent, or a flush follows it, nothing is lost',
  },
  {
    name: 'a second fsync writes what the first could not',
    file: 'stack/build.ts',
    find: "if (guest.fsyncError === 'retries' && werror !== 'stop') return 'BLK027';",
    replace: '',
    caughtBy: 'a guest that sends a failed fsync again is told of success, and the data is gone',
  },
  {
    name: 'a second fsync has only the page cache of the host to lose',
    file: 'stack/build.ts',
    find: "if (guest.fsyncError === 'retries' && werror !== 'stop') return 'BLK027';",
    replace: `const isBuffered = buildHost(configuration).keeps === 'host-memory';
  if (guest.fsyncError === 'retries' && isBuffered) return 'BLK027';`,
    caughtBy: 'a guest that sends a failed fsync again is told of success, and the data is gone',
  },
  {
    name: 'a guest that QEMU stops is told of the error',
    file: 'stack/build.ts',
    find: "guest.fsyncError === 'retries' && werror !== 'stop'",
    replace: "guest.fsyncError === 'retries'",
    caughtBy:
      'it loses nothing to other faults, nor where QEMU stops it, and writes again what failed',
  },
  {
    name: 'an NVMe hides errors that it is told to ignore',
    file: 'stack/build.ts',
    find: "errorHandlingOf(configuration)?.effect === 'obeyed'",
    replace: "errorHandlingOf(configuration)?.effect !== 'refused'",
    caughtBy: 'a device that does not ask for the error policy tells the guest of every error',
  },
  {
    name: 'firmware is to blame for its errors unless somebody says to ignore them',
    file: 'stack/build.ts',
    find: "  const werror = isObeyed ? qemu.werror : 'report';",
    replace: `  const { werror } = qemu;
  if (werror !== 'report' && configuration.frontend === 'sd') return 'BLK019';`,
    caughtBy: 'nor does firmware, which drops them by itself',
  },
  {
    name: 'QEMU starts a floppy drive that ignores errors',
    file: 'catalogue/devices/error-handling.ts',
    find: "frontends: ['floppy'],\n    effect: 'refused',",
    replace: "frontends: ['floppy'],\n    effect: 'ignored',",
    caughtBy: 'a device that obeys no error policy and takes none is not there with one',
  },
  {
    name: 'a device that asks for no error policy is refused with one',
    file: 'catalogue/refusals/refusals.ts',
    find: ".filter(({ effect }) => effect === 'refused')",
    replace: ".filter(({ effect }) => effect !== 'obeyed')",
    caughtBy: 'a device that obeys no error policy and takes none is not there with one',
  },
];

/** The same in the analysis. */
export const bugsOfFaultsInAnalysis: readonly PlantedBug[] = [
  {
    name: 'an error that is ignored is told, says the analysis',
    file: 'analysis/facts/errors.ts',
    find: "if (policyOf(parts) === 'ignore') return 'none';",
    replace: '',
    caughtBy: 'an I/O error: predicted',
  },
  {
    name: 'an NVMe hides errors that it is told to ignore, says the analysis',
    file: 'analysis/facts/errors.ts',
    find: "row.effect === 'obeyed' &&",
    replace: "row.effect !== 'refused' &&",
    caughtBy: 'an I/O error: predicted',
  },
  {
    name: 'a guest is told of the flush that is sent again, says the analysis',
    file: 'analysis/sureness.ts',
    find: "  if (errorsTold === 'flush-again') return secondFlush.isEmpty;",
    replace: '',
    caughtBy: 'an I/O error: predicted',
  },
  {
    name: 'a device passes on every error, says the analysis',
    file: 'analysis/facts/errors.ts',
    find: "if (deviceQuirk(parts, 'hides-errors') !== undefined) return 'none';",
    replace: '',
    caughtBy: 'an I/O error: predicted',
  },
  {
    name: 'a failed flush is remembered past the page cache too, says the analysis',
    file: 'analysis/facts/quirks.ts',
    find: "!(quirk.direct === 'only' && !parts.cache.direct)",
    replace: "quirk.direct !== 'only'",
    caughtBy: 'an I/O error: predicted',
  },
  {
    name: 'a failed flush is forgotten past the page cache too, says the analysis',
    file: 'analysis/facts/errors.ts',
    find: 'forgets === undefined || !inPageCache',
    replace: 'forgets === undefined',
    caughtBy: 'an I/O error: predicted',
  },
  {
    name: 'a write through has no error of its own, says the analysis',
    file: 'analysis/sureness.ts',
    find: '  if (writesThrough) return false;',
    replace: '',
    caughtBy: 'an I/O error: predicted',
  },
  {
    name: 'every disk keeps FUA, says the analysis',
    file: 'analysis/facts/fua.ts',
    find: 'if (!forgottenByDisk(rows, parts)) return',
    replace: 'if (rows.disk.cache || !forgottenByDisk(rows, parts)) return',
    caughtBy: 'a disk that ignores FUA: predicted',
  },
  {
    name: 'every host trusts FUA, says the analysis',
    file: 'analysis/facts/fua.ts',
    find: 'if (!host.trustsFua || (!cache.direct && !host.isRemote)) return false;',
    replace: 'if (!cache.direct && !host.isRemote) return false;',
    caughtBy: 'a disk that ignores FUA: predicted',
  },
  {
    name: 'FUA is trusted behind the page cache too, says the analysis',
    file: 'analysis/facts/fua.ts',
    find: 'if (!host.trustsFua || (!cache.direct && !host.isRemote)) return false;',
    replace: 'if (!host.trustsFua) return false;',
    caughtBy: 'a disk that ignores FUA: predicted',
  },
  {
    name: 'a second fsync writes what the first could not, says the analysis',
    file: 'analysis/facts/errors.ts',
    find: "  if (forgetsAtNextFsync(parts)) return 'none';",
    replace: '',
    caughtBy: 'a guest that retries fsync: predicted',
  },
  {
    name: 'a guest that QEMU stops is told of the error, says the analysis',
    file: 'analysis/facts/errors.ts',
    find: "parts.guest.fsyncError === 'retries' && reporting.includes(policyOf(parts))",
    replace: "parts.guest.fsyncError === 'retries' && policyOf(parts) !== reporting[2]",
    caughtBy: 'a guest that retries fsync: predicted',
  },
  {
    name: 'a disk outlives the node that it is in, says the analysis',
    file: 'analysis/sureness.ts',
    find: 'isOfNode && isOfServer(configuration)',
    replace: 'isOfNode',
    caughtBy: 'a node is lost: predicted',
  },
  {
    name: 'a format of QEMU keeps the image in the node, says the analysis',
    file: 'analysis/sureness.ts',
    find: ' || rowOf(hosts, host.storage).isRemote;',
    replace: ';',
    caughtBy:
      'a node is lost that had the tables of an image in its memory, and no more: predicted',
  },
  {
    name: 'an array that lacks a member starts again, says the analysis',
    file: 'analysis/sureness.ts',
    find: '  if (isUnstarted(configuration.disk, fault)) return false;',
    replace: '',
    caughtBy: 'an array that lacks a member: predicted',
  },
  {
    name: 'an array that lacks a member is lost with the guest, says the analysis',
    file: 'analysis/sureness.ts',
    find: 'rowOf(faults, fault).isUncleanStop && ',
    replace: '',
    caughtBy: 'an array that lacks a member: predicted',
  },
  {
    name: 'something may be left of a disk that is gone, says the analysis',
    file: 'analysis/cut/demands.ts',
    find: "if (isGone && all.some(({ is }) => is === 'present')) return null;",
    replace: '',
    caughtBy: 'a node is lost: predicted',
  },
  {
    name: 'a place that is spared keeps what it has handed on',
    file: 'analysis/sureness.ts',
    find: '.slice(places.indexOf(place))',
    replace: '.slice(places.indexOf(place), places.indexOf(place) + 1)',
    caughtBy: 'a disk alone loses power: predicted',
  },
  {
    name: 'a disk without a volatile cache has one to lose',
    file: 'analysis/sureness.ts',
    find: 'cache && !cacheSparedByPowerLoss',
    replace: 'true || (cache && cacheSparedByPowerLoss)',
    caughtBy: 'a disk alone loses power: predicted',
  },
];
