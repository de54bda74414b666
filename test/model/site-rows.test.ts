import { describe, expect, it } from 'vitest';
import { type FaultId, faultIds } from '../../src/model/fault.js';
import type { DiskSite, SiteLayer, SiteMount } from '../../src/model/site.js';
import { factText, siteRows } from '../../src/model/site-rows.js';
import { known, oneOf } from './facts.js';

const mount: SiteMount = { options: [], fsync: known('medium'), data: null };
const usual: DiskSite = {
  allocation: oneOf('full', 'sparse'),
  host: {
    storage: known('file'),
    nbdServer: oneOf('qemu', 'other'),
    iscsiDpofua: oneOf(true, false),
    isShared: false,
    doubt: '',
    kernel: known('6.12'),
    filesystem: known('ext4'),
    mount,
    layers: known([]),
  },
  disk: { kind: known('wce-honest'), atomicBytes: known(512), cacheBytes: known(null) },
  guest: {
    system: known('linux'),
    other: '',
    kernel: known('current'),
    filesystem: known('xfs'),
    mount,
    writeCache: known('as-reported'),
    fsyncError: known('stops'),
    queueDepth: known('device'),
  },
  faults: known(faultIds),
  disposable: known(''),
  firmware: known('listed'),
};

function rowsOf(site: DiskSite): Readonly<Record<string, string>> {
  return Object.fromEntries(siteRows(site).map(([key, fact]) => [key, factText(fact)]));
}

const withHost = (host: Partial<DiskSite['host']>) =>
  rowsOf({ ...usual, host: { ...usual.host, ...host } });

describe('what a site says of a disk', () => {
  it('is told by the keys of its file, and as all that it may be where it is not known', () => {
    expect(rowsOf(usual)).toEqual({
      'image.allocation': 'full or sparse',
      'host.storage': 'file',
      'host.kernel': '6.12',
      'host.filesystem': 'ext4',
      'host.fsync': 'medium',
      'host.layers': 'none',
      'disk.kind': 'wce-honest',
      'disk.atomicBytes': '512',
      'disk.cacheBytes': 'any',
      'guest.system': 'linux',
      'guest.kernel': 'current',
      'guest.filesystem': 'xfs',
      'guest.fsync': 'medium',
      'guest.writeCache': 'as-reported',
      'guest.fsyncError': 'stops',
      'guest.queueDepth': 'device',
      faults: 'all',
    });
  });

  it('has a file system of the host only for what may be a file', () => {
    const storages = [oneOf('file', 'remote'), known('remote'), oneOf('remote')] as const;
    const has = storages.map((storage) => 'host.filesystem' in withHost({ storage }));
    expect(has).toEqual([true, false, false]);
  });

  it('has an NBD server and a mode of data only where there is one', () => {
    expect(withHost({ nbdServer: known('qemu') })['host.nbdServer']).toBe('qemu');
    expect(withHost({ iscsiDpofua: known(false) })['host.iscsiDpofua']).toBe('false');
    const guest = { ...usual.guest, mount: { ...mount, data: known('journal') } } as const;
    expect(rowsOf({ ...usual, guest })['guest.data']).toBe('journal');
  });

  it('names the faults, or those that are left out where these are fewer', () => {
    const faults = (...names: readonly FaultId[]) =>
      rowsOf({ ...usual, faults: known(names) })['faults'];
    expect(faults('power-loss', 'host-crash')).toBe('power-loss, host-crash');
    expect(faults(...faultIds.slice(2))).toBe('all but guest-crash, qemu-kill');
  });

  it('is nothing where there is no site', () => {
    expect(siteRows(undefined)).toEqual([]);
  });
});

it.each<[SiteLayer, string]>([
  [{ kind: 'dm-crypt' }, 'dm-crypt'],
  [{ kind: 'lvm', segment: 'thin' }, 'lvm thin'],
  [{ kind: 'md', level: 1, writeHole: 'open', degraded: false }, 'md 1'],
  [{ kind: 'md', level: 5, writeHole: 'ppl', degraded: null }, 'md 5 (write hole ppl)'],
  [{ kind: 'md', level: 10, writeHole: 'open', degraded: true }, 'md 10, degraded'],
  [{ kind: 'bcache', mode: 'writeback' }, 'bcache writeback'],
  [{ kind: 'dm-cache', mode: null }, 'dm-cache'],
])('layer %#: %o is told as `%s`', (layer, text) => {
  expect(withHost({ layers: known([layer]) })['host.layers']).toBe(text);
});

it('layers are told from top to bottom', () => {
  const drbd = { version: '', dualPrimary: true, failover: true, diskFlushes: true };
  const layers = known([{ kind: 'loop' }, { kind: 'drbd', protocol: 'C', ...drbd }] as const);
  expect(withHost({ layers })['host.layers']).toBe('loop, drbd C, dual-primary');
});
