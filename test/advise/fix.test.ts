import { describe, expect, it } from 'vitest';
import { byCost, commitCost } from '../../src/advise/fix/cost.js';
import { findSafe } from '../../src/advise/fix/fix.js';
import { choicesFor, neighbours } from '../../src/advise/fix/neighbours.js';
import { changeRows } from '../../src/catalogue/changes/changes.js';
import { dimensionOf, dimensions } from '../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { diskClasses } from '../../src/catalogue/disk-classes.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { CommitCost } from '../../src/model/fix-result.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { mailProfile } from '../mail-profile.js';

const named = (name: string) => configurationNamed(name, mailProfile);
const all = ({ values }: (typeof dimensions)[number]) => values.map(({ id }) => id);
const start = named('ide/none');
const free: CommitCost = {
  hostSyncs: 0,
  diskFlushes: 0,
  vcpuStallUs: 0,
  latencyUs: { diskClass: 'nvme', low: 1, high: 2 },
};

describe('neighbours', () => {
  const choices = choicesFor([start], all, []);

  it('differ in as many dimensions as was asked for, and none comes twice', () => {
    const found = [...neighbours([start], choices, 2)];
    expect(new Set(found.map((each) => JSON.stringify(each.configurations))).size).toBe(
      found.length,
    );
    for (const { configurations, changes } of found) {
      const [configuration = start, ...others] = configurations;
      expect(others).toEqual([]);
      const differing = dimensions.filter(({ read }) => read(configuration) !== read(start));
      expect(differing.map(({ key }) => key)).toEqual(changes.map(({ key }) => key));
      expect(changes).toHaveLength(2);
    }
  });

  it('are nothing that nobody changes, that was to be kept, or that makes it worse', () => {
    const keys = choices.map(({ dimension }) => dimension.key);
    expect(keys).not.toContain('machine');
    const kept = choicesFor([start], all, ['frontend']);
    expect(kept.map(({ dimension }) => dimension.key)).not.toContain('frontend');
    const disks = choices.find(({ dimension }) => dimension.key === 'disk')?.changes ?? [];
    expect(disks.map(({ to }) => to)).toEqual(['no-wce', 'plp', 'bbu']);
  });

  it('say how each change is made', () => {
    for (const { key, how, never } of changeRows) {
      const { values } = dimensionOf(key);
      for (const { id } of values.filter((value) => !never.includes(value.id)))
        for (const from of values) expect(how(id, from.id, 'virtio-blk')).not.toBe('');
    }
  });

  it('set a property of a device that has it, and of no other', () => {
    const changed = (name: string) => {
      const one = configurationNamed(name, defaultProfile);
      const keys = choicesFor([one], all, []);
      const found = [...neighbours([one], keys, 1)].flatMap(({ changes }) => changes);
      return found.filter(({ key }) => ['dpofua', 'config-wce'].includes(key));
    };
    const words = (name: string) => changed(name).map(({ key, from, to }) => [key, from, to]);
    expect(words('virtio-scsi/none')).toEqual([['dpofua', 'auto', 'off']]);
    expect(words('virtio-scsi/none@dpofua=on')).toEqual([['dpofua', 'on', 'off']]);
    expect(words('virtio-scsi/none@dpofua=off')).toEqual([]);
    expect(words('vhost-user-blk/none')).toEqual([['config-wce', 'on', 'off']]);
    expect(words('ahci/none')).toEqual([]);
  });

  it('are bought where they are another machine or another disk, and no way back from there', () => {
    const changesOf = (name: string, key: string) =>
      choicesFor([configurationNamed(name, defaultProfile)], all, [])
        .find(({ dimension }) => dimension.key === key)
        ?.changes.map(({ to, hardware }) => [to, hardware]);
    expect(changesOf('virtio-blk/none', 'format')).toEqual([
      ['network', true],
      ['qcow2', false],
    ]);
    expect(changesOf('virtio-blk/none@format=network', 'format')).toBeUndefined();
    expect(changesOf('virtio-blk/none@format=network,host=nbd', 'format')).toEqual([
      ['qcow2', false],
    ]);
    expect(changesOf('virtio-blk/none@atomic-unit=4096', 'atomic-unit')).toEqual([['16384', true]]);
    expect(changesOf('virtio-blk/none@qemu=7.2', 'qemu')).toEqual([
      ['10.0', false],
      [defaultProfile.qemu, false],
    ]);
    expect(changesOf('virtio-blk/none@qemu=10.1', 'qemu')).toEqual([[defaultProfile.qemu, false]]);
    expect(changesOf('virtio-blk/none', 'qemu')).toBeUndefined();
  });

  it('of a guest that retries fsync are another application, or werror=stop', () => {
    const retries = configurationNamed('virtio-blk/none@fsync-error=retries', defaultProfile);
    const found = [...neighbours([retries], choicesFor([retries], all, []), 1)].flatMap(
      ({ changes }) => changes,
    );
    const ofErrors = found.filter(({ key }) => ['werror', 'fsync-error'].includes(key));
    expect(ofErrors.map(({ to }) => to)).toEqual(['stop', 'stops']);
  });

  it('may be on another device, which has its own properties', () => {
    const scsi = configurationNamed('virtio-scsi/none@dpofua=off', defaultProfile);
    const found = [...neighbours([scsi], choicesFor([scsi], all, []), 1)].find(
      ({ changes: [change] }) => change?.to === 'virtio-blk',
    );
    expect(found?.configurations[0]?.device).toEqual({
      dpofua: 'auto',
      configWce: 'on',
      queueDepth: 'device',
    });
  });

  it('of an array that lacks a member rebuild it, which nobody has to buy', () => {
    const changesOf = (disk: string) =>
      choicesFor([dimensionOf('disk').write(start, disk)], all, [])
        .find(({ dimension }) => dimension.key === 'disk')
        ?.changes.map(({ to, how, hardware }) => [to, how.split(':')[0], hardware]);
    expect(changesOf('md-raid5-degraded')).toEqual([
      ['wce-honest', 'rebuild the array', false],
      ['plp', 'a disk whose cache has power-loss protection', true],
      ['bbu', "a controller with a battery-backed cache, the disks' own caches off", true],
    ]);
    expect(changesOf('wce-lying')?.map(([to, , hardware]) => [to, hardware])).toEqual([
      ['wce-honest', true],
      ['no-wce', false],
      ['plp', true],
      ['bbu', true],
    ]);
  });
});

describe('the search', () => {
  const choices = choicesFor([start], all, []);
  const writesThrough = ({ cache }: Configuration) => !cache.writeback;

  it('ends with the fewest changes, and looks one further for what is cheaper', () => {
    const isSafe = (each: Configuration) => writesThrough(each) && each.patches.length === 1;
    const costOf = (each: Configuration) =>
      each.frontend === 'scsi' ? free : { ...free, hostSyncs: 1 };
    const { safe, cheaper, tried, isCut } = findSafe({
      configurations: [start],
      choices,
      isSafe,
      costOf,
    });
    expect(isCut).toBe(false);
    expect(tried.map(({ changes }) => changes)).toEqual([0, 1, 2, 3]);
    expect(safe).toHaveLength(5);
    expect(cheaper.length).toBeGreaterThan(0);
    for (const { configurations } of cheaper)
      expect(configurations.map(({ frontend }) => frontend)).toEqual(['scsi']);
  });

  it('says that nothing has to be changed', () => {
    const answer = findSafe({
      configurations: [start],
      choices,
      isSafe: () => true,
      costOf: () => free,
    });
    expect(answer.safe.map(({ changes }) => changes)).toEqual([[]]);
    expect(answer.cheaper).toEqual([]);
  });

  it('ends where nothing is safe', () => {
    const few = choices.slice(0, 2);
    const answer = findSafe({
      configurations: [start],
      choices: few,
      isSafe: () => false,
      costOf: () => free,
    });
    expect(answer.safe).toEqual([]);
    expect(answer.tried.map(({ configurations }) => configurations)).toEqual([1, 4, 4]);
  });

  it('prefers what need not be bought, and keeps the device where costs are equal', () => {
    const isSafe = (each: Configuration) =>
      each.disk.kind === 'plp' || each.frontend === 'scsi' || each.patches.length > 0;
    const { safe } = findSafe({ configurations: [start], choices, isSafe, costOf: () => free });
    const keys = safe.map(({ changes }) => changes[0]?.key);
    expect(keys.at(-1)).toBe('disk');
    expect(keys.at(-2)).toBe('frontend');
  });
});

describe('a disk of which nobody knows which of two configurations it is', () => {
  const sparse = dimensionOf('allocation').write(start, 'sparse');
  const both = [start, sparse];

  it('is changed whichever it is, also to what it may be already', () => {
    const choices = choicesFor(both, all, []);
    const allocation = choices.find(({ dimension }) => dimension.key === 'allocation');
    expect(allocation?.changes.map(({ from, to }) => [from, to])).toEqual([
      ['full or sparse', 'full'],
    ]);
    for (const { configurations, changes } of neighbours(both, choices, 1)) {
      const isSettled = changes.some(({ key }) => key === 'allocation');
      expect(configurations).toHaveLength(isSettled ? 1 : 2);
    }
  });

  it('is safe only if both are, and costs what the dearer one costs', () => {
    const isSafe = ({ cache, image }: Configuration) =>
      cache.direct ? image.allocation === 'full' : !cache.writeback;
    const costOf = ({ image }: Configuration) =>
      image.allocation === 'sparse' ? { ...free, hostSyncs: 3 } : free;
    const choices = choicesFor(both, all, ['frontend']);
    const { safe } = findSafe({ configurations: both, choices, isSafe, costOf });
    const told = safe.map(({ changes, cost }) => [
      changes.map(({ key, to }) => `${key}=${to}`).join(),
      cost.hostSyncs,
    ]);
    expect(told).toEqual([
      ['allocation=full', 0],
      ['cache=writethrough', 3],
    ]);
  });

  it('is moved to no other hypervisor, and from none', () => {
    const to = (configuration: Configuration) =>
      choicesFor([configuration], all, [])
        .find(({ dimension }) => dimension.key === 'frontend')
        ?.changes.map((change) => change.to);
    expect(to(start)?.slice(0, 2)).toEqual(['virtio-blk', 'virtio-scsi']);
    expect(to(start)).not.toContain('xen-block');
    expect(to(dimensionOf('frontend').write(start, 'firecracker'))).toBeUndefined();
  });
});

describe('the cost of a commit', () => {
  const work = { acknowledgements: 2, hostSyncs: 2, diskFlushes: 2, vcpuStallUs: 8, writes: 4 };

  it('counts first, and then in virtual time', () => {
    expect(byCost(free, { ...free, hostSyncs: 1 })).toBeLessThan(0);
    const slower = { ...free, latencyUs: { diskClass: 'nvme', low: 5, high: 9 } };
    expect(byCost(free, slower)).toBeLessThan(0);
    expect(byCost(slower, { ...free, diskFlushes: 0.5 })).toBeLessThan(0);
  });

  it('has the times of the class of disk, or of a disk that says by itself what it is', () => {
    const cost = commitCost(start, work, 'hdd-7200');
    expect(cost?.hostSyncs).toBe(1);
    expect(cost?.latencyUs.diskClass).toBe('hdd-7200');
    // Two writes to the cache, one sync and one flush.
    expect(cost?.latencyUs.low).toBe(2 * 50 + 10 + 8_300);
    expect(commitCost(named('ide/none@disk=plp'), work, 'hdd-7200')?.latencyUs.diskClass).toBe(
      'plp-ssd',
    );
    // Without a cache in the disk each write waits for the medium.
    const past = commitCost(
      named('ide/none@disk=no-wce'),
      { ...work, hostSyncs: 0, diskFlushes: 0 },
      'nvme',
    );
    expect(past?.latencyUs.low).toBe(2 * 890);
  });

  it('is unknown where nothing is acknowledged', () => {
    expect(commitCost(start, { ...work, acknowledgements: 0 }, 'nvme')).toBeNull();
  });

  it('comes from ranges that have a source', () => {
    for (const { toCache, toMedium, source } of diskClasses) {
      expect(toCache.low).toBeLessThan(toCache.high);
      expect(toMedium.low).toBeLessThan(toMedium.high);
      expect(source.length).toBeGreaterThan(10);
    }
  });
});
