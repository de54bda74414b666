import { cacheNameOf } from '../model/cache-name.js';
import type { DiskVerdict } from '../model/gate-result.js';
import { factText, siteRows } from '../model/site-rows.js';
import type { Fact, VmDisk } from '../model/vm-disk.js';
import type { DiskSubject } from './judge-disk.js';

/** What a definition says of a disk, for whoever compares two states of it. */
export function settingsOf(disk: VmDisk): DiskVerdict['settings'] {
  const { frontend, writeback, direct, noFlush, aio, format } = disk;
  const isKnown = writeback.known && direct.known && noFlush.known;
  const flags = isKnown && {
    writeback: writeback.value,
    direct: direct.value,
    noFlush: noFlush.value,
  };
  return {
    frontend: textOf(frontend),
    cache: flags ? cacheNameOf(flags) : 'unresolved',
    writeback: textOf(writeback),
    direct: textOf(direct),
    noFlush: textOf(noFlush),
    aio: textOf(aio),
    format: textOf(format),
  };
}

function textOf(fact: Fact<string | boolean>): string {
  return fact.known ? String(fact.value) : 'unresolved';
}

/** What else decides. */
export function aroundOf({ disk, site, candidates }: DiskSubject): DiskVerdict['around'] {
  return {
    werror: textOf(disk.werror),
    rerror: textOf(disk.rerror),
    qemu: candidates.releases.join(' or '),
    ...Object.fromEntries(
      siteRows(site).map(([key, fact]) => [key, factText(fact) || 'unresolved']),
    ),
  };
}
