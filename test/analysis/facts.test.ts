import { describe, expect, it } from 'vitest';
import { explainBehaviour } from '../../src/analysis/behaviour.js';
import { guestFacts } from '../../src/analysis/facts/guest.js';
import { storageFacts } from '../../src/analysis/facts/storage.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { quirks } from '../../src/catalogue/quirks/quirks.js';
import { rules } from '../../src/catalogue/rules/rules.js';
import { type CacheModeId, type FrontendId, patchIds } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { buildStack } from '../../src/stack/build.js';
import type { Stack } from '../../src/stack/stack.js';
import { type Changes, configurationOf } from '../laws/configurations.js';
import { randomConfiguration, sampleMailConfigurations } from './all-configurations.js';
import { pseudoRandom } from './observe.js';

function mode(frontend: FrontendId, cache: CacheModeId, changes: Changes = {}) {
  return guestFacts(configurationOf(frontend, cache, changes)).mode;
}

/** The place that a completion and the place that a flush has surely reached. */
function reached(cache: CacheModeId, changes: Changes = {}) {
  const { completed, flushed, fua } = storageFacts(configurationOf('scsi', cache, changes));
  const written = cache === 'writethrough' ? fua : completed;
  return `${written.place}, ${flushed.place}`;
}

function sure(fault: FaultId, cache: CacheModeId, changes: Changes = {}) {
  const { behaviour } = explainBehaviour(configurationOf('scsi', cache, changes), fault);
  return `${behaviour.data}, ${behaviour.allocation}`;
}

describe('the ordered mode', () => {
  it.each([
    ['ide', 'writeback', {}, 'drain'],
    ['ide', 'writeback', { patches: ['ide-write-cache'] }, 'drain-flush'],
    ['ide', 'writethrough', { patches: ['ide-write-cache', 'honest-write-cache'] }, 'drain'],
    ['scsi', 'writethrough', {}, 'drain-flush'],
    ['scsi', 'writethrough', { patches: ['honest-write-cache'] }, 'drain'],
    ['scsi', 'none', { guest: { mount: 'nobarrier' } }, 'none'],
    ['virtio-blk', 'none', {}, 'none'],
    ['virtio-blk', 'none', { patches: ['virtio-ordered-queue'] }, 'drain'],
    ['virtio-blk', 'none', { patches: ['virtio-flush', 'virtio-ordered-queue'] }, 'drain-flush'],
    ['virtio-blk', 'writethrough', { patches: ['virtio-flush', 'honest-write-cache'] }, 'none'],
    ['virtio-blk', 'writethrough', { patches: patchIds }, 'drain'],
  ] as const)('of %s/%s with %j is %s', (frontend, cache, changes, expected) => {
    expect(mode(frontend, cache, changes)).toBe(expected);
  });
});

describe('what a completion and a flush have surely reached', () => {
  it.each([
    ['writethrough', {}, 'medium, medium'],
    ['writeback', {}, 'host-memory, medium'],
    ['none', {}, 'disk-cache, medium'],
    ['none', { disk: { kind: 'no-wce' } }, 'medium, medium'],
    ['none', { disk: { kind: 'bbu' } }, 'controller-cache, controller-cache'],
    ['writethrough', { disk: { kind: 'wce-lying' } }, 'disk-cache, disk-cache'],
    ['writethrough', { host: 'file-nobarrier' }, 'disk-cache, disk-cache'],
    ['writeback', { host: 'ext3' }, 'host-memory, disk-cache'],
    ['writeback', { host: 'ext3', notes: { 'ext3-no-barrier': false } }, 'host-memory, medium'],
    ['none', { host: 'block-device' }, 'disk-cache, disk-cache'],
    ['none', { notes: { 'odirect-no-flush': true } }, 'disk-cache, disk-cache'],
    ['writeback', { notes: { 'odirect-no-flush': true } }, 'host-memory, medium'],
  ] as const)('with cache=%s and %j is %s', (cache, changes, expected) => {
    expect(reached(cache, changes)).toBe(expected);
  });
});

describe('from when on data and allocation are sure', () => {
  it.each([
    ['guest-crash', 'writeback', {}, 'dispatch, dispatch'],
    ['qemu-kill', 'writeback', {}, 'completion, completion'],
    ['host-crash', 'writeback', {}, 'flush, flush'],
    ['host-crash', 'none', {}, 'completion, completion'],
    ['host-crash', 'none', { allocation: 'sparse' }, 'completion, flush'],
    [
      'host-crash',
      'none',
      { allocation: 'sparse', host: 'block-device' },
      'completion, completion',
    ],
    ['power-loss', 'none', {}, 'flush, flush'],
    ['power-loss', 'none', { disk: { kind: 'plp' } }, 'completion, completion'],
    ['power-loss', 'none', { disk: { kind: 'bbu' }, allocation: 'unwritten' }, 'completion, flush'],
    ['power-loss', 'writeback', { guest: { mount: 'nobarrier' } }, 'never, never'],
    ['power-loss', 'writethrough', { disk: { kind: 'wce-lying' } }, 'never, never'],
    ['power-loss', 'writethrough', { allocation: 'sparse' }, 'completion, completion'],
    ['node-loss', 'none', {}, 'gone, gone'],
    ['io-error', 'writethrough', {}, 'completion, completion'],
    ['io-error', 'writeback', {}, 'never, never'],
    ['io-error', 'none', {}, 'completion, completion'],
    ['disk-power-loss', 'writeback', {}, 'flush, flush'],
    ['disk-power-loss', 'none', {}, 'flush, flush'],
    ['disk-power-loss', 'writeback', { disk: { kind: 'plp' } }, 'completion, completion'],
    [
      'disk-power-loss',
      'none',
      { disk: { kind: 'bbu' }, allocation: 'unwritten' },
      'completion, completion',
    ],
  ] as const)('under %s with cache=%s and %j: %s', (fault, cache, changes, expected) => {
    expect(sure(fault, cache, changes)).toBe(expected);
  });
});

describe('what reaches the device since Linux 2.6.37', () => {
  it.each([
    ['virtio-blk/none', 'flush'],
    ['virtio-blk/writethrough', 'no-cache'],
    ['virtio-blk/none@guest-write-cache=write-through', 'no-cache'],
    ['virtio-blk/none@guest-kernel=2.6.31', 'none'],
    ['ide/none@guest-kernel=2.6.31', 'drain-flush'],
    ['virtio-scsi/none', 'flush-fua'],
    ['virtio-scsi/none@machine=10.0', 'flush'],
    ['virtio-scsi/none@qemu=10.0', 'flush'],
    ['nvme/writethrough', 'flush-without-fua'],
    ['megasas/none', 'no-cache'],
    ['megasas/none@dpofua=off', 'no-cache'],
    ['vhost-user-blk/writeback', 'no-cache'],
    ['sd/writeback', 'no-cache'],
    ['xen-block/writethrough', 'flush'],
    ['ahci/unsafe', 'flush'],
    ['ahci/none@mount=nobarrier', 'none'],
  ] as const)('of %s is %s', (name, expected) => {
    expect(guestFacts(configurationNamed(name, defaultProfile)).mode).toBe(expected);
  });
});

describe('what becomes of a durable write', () => {
  it.each([
    ['virtio-scsi/none', 'power-loss', 'flush, fua, flush'],
    ['virtio-scsi/none@aio=native', 'power-loss', 'alone, none, flush'],
    ['virtio-scsi/none@format=qcow2', 'power-loss', 'flush, none, flush'],
    ['virtio-scsi/unsafe', 'power-loss', 'plain, none, never'],
    ['virtio-scsi/none', 'host-crash', 'plain, none, completion'],
    ['virtio-blk/writethrough', 'power-loss', 'plain, every-write, flush'],
    ['virtio-blk/directsync@aio=native', 'power-loss', 'plain, none, completion'],
    ['virtio-blk/writethrough@qemu=7.2', 'power-loss', 'plain, none, completion'],
    ['virtio-blk/writethrough@format=protocol,qemu=7.2', 'power-loss', 'plain, every-write, flush'],
    ['virtio-blk/writethrough-noflush', 'power-loss', 'plain, none, never'],
    ['virtio-blk/none@guest-kernel=2.6.31,qemu=7.2', 'power-loss', 'plain, none, completion'],
    ['megasas/none', 'power-loss', 'plain, none, never'],
  ] as const)('on %s under %s: %s', (name, fault, expected) => {
    const configuration = configurationNamed(name, defaultProfile);
    const { fua, skips, data } = explainBehaviour(configuration, fault).behaviour;
    expect(`${fua}, ${skips}, ${data}`).toBe(expected);
  });
});

describe('the mappings of a sparse qcow2 image', () => {
  it.each([
    ['virtio-blk/writeback', 'qemu-kill', 'completion, flush, 128'],
    ['virtio-blk/unsafe', 'qemu-kill', 'completion, flush, 128'],
    ['virtio-blk/unsafe', 'host-crash', 'never, never, 8'],
    ['virtio-blk/none', 'host-crash', 'completion, flush, 128'],
    ['virtio-blk/none-noflush', 'host-crash', 'completion, never, 128'],
    ['virtio-blk/writethrough', 'qemu-kill', 'completion, completion, 8'],
  ] as const)('on %s under %s: %s', (name, fault, expected) => {
    const image = `${name}@allocation=sparse,format=qcow2`;
    const configuration = configurationNamed(image, defaultProfile);
    const { data, allocation, blockSectors } = explainBehaviour(configuration, fault).behaviour;
    expect(`${data}, ${allocation}, ${blockSectors}`).toBe(expected);
  });

  it('are data of a device: O_DIRECT takes them to the disk without a flush of the host', () => {
    const name = 'virtio-blk/none-noflush@allocation=sparse,format=qcow2,host=block-device';
    const configuration = configurationNamed(name, defaultProfile);
    expect(explainBehaviour(configuration, 'host-crash').behaviour.allocation).toBe('flush');
  });
});

describe('what the analysis reads of a configuration', () => {
  /** What a stack was built to make of flushes and FUA, in the words of the analysis. */
  const builtMode = ({ guest, driver, device }: Stack): string => {
    const answers = driver.answersFlush !== '';
    const ignores = device.ignoresFua !== '';
    if (!guest.barriers) return 'none';
    if (driver.ordered === 'flush') {
      if (answers) return 'no-cache';
      return driver.dropsFua === '' ? 'flush' : 'flush-drops-fua';
    }
    if (driver.ordered !== 'flush-fua') return driver.ordered;
    if (answers) return ignores ? 'no-cache' : 'fua-without-flush';
    return ignores ? 'flush-without-fua' : 'flush-fua';
  };

  it('is what the machine is built for', () => {
    const random = pseudoRandom(63);
    const drawn = Array.from({ length: 3_000 }, () => randomConfiguration(random));
    const modes = new Set<string>();
    for (const configuration of [...drawn, ...sampleMailConfigurations(997)]) {
      const stack = buildStack(configuration);
      const { mode, inOrder, oneAtATime } = guestFacts(configuration);
      modes.add(mode);
      expect([configuration, mode, inOrder, oneAtATime]).toEqual([
        configuration,
        builtMode(stack),
        !stack.guest.dispatchesOutOfOrder,
        stack.device.queueDepth === 1,
      ]);
    }
    // No device has tags, and none that keeps FUA has a driver that answers flushes.
    expect(modes.size).toBe(9);
  });
});

it('tears a write into what the device sends at once', () => {
  const units = ['sd', 'floppy', 'pflash', 'ide'].map((frontend) => {
    const name = `${frontend}/none@atomic-unit=4096`;
    const configuration = configurationNamed(name, defaultProfile);
    return explainBehaviour(configuration, 'power-loss').behaviour.unitSectors;
  });
  expect(units).toEqual([1, 1, 1, 8]);
});

it('says what is from memory, and that no release is inferred', () => {
  const known = (name: string) => {
    const { order, data } = explainBehaviour(
      configurationNamed(name, defaultProfile),
      'power-loss',
    );
    return [...order, ...data].map(({ row, confidence }) => `${row} ${confidence}`);
  };
  expect(known('xen-block/none')).toContain('devices.xen-block memory');
  for (const release of ['7.2', '8.2', '9.2', '10.0'])
    expect(known(`ide/none@qemu=${release}`).join()).not.toContain('inferred');
});

it('keeps what quirks of a device and of the block layer look at apart', () => {
  for (const { layer, id, ...quirk } of quirks) {
    const { frontends, guestKernels, formats, aio } = quirk;
    const others = layer === 'qemu' ? [frontends, guestKernels] : [formats, aio];
    expect([id, ...others]).toEqual([id, 'any', 'any']);
    const alike = quirks.filter((other) => other.effect.kind === quirk.effect.kind);
    expect([id, alike.every((other) => (other.layer === 'qemu') === (layer === 'qemu'))]).toEqual([
      id,
      true,
    ]);
  }
});

it('gives each fact a layer, a row and a source, and only rules that exist', () => {
  const known = new Set<string>(['', ...rules.map(({ id }) => id)]);
  const random = pseudoRandom(1);
  for (let nth = 0; nth < 300; nth += 1) {
    const explained = explainBehaviour(randomConfiguration(random), 'power-loss');
    const { order, data, allocation, fua } = explained;
    for (const { rule, row, source, says } of [...order, ...data, ...allocation, ...fua]) {
      expect(known).toContain(rule);
      expect(row).toMatch(/^[a-zA-Z0-9]+\.[a-z0-9.-]+$/);
      expect(source.length).toBeGreaterThan(3);
      expect(says.length).toBeGreaterThan(3);
    }
  }
});

describe('a guest that is not Linux', () => {
  const today = (name: string) => guestFacts(configurationNamed(name, defaultProfile)).reasons;

  it.each([
    // NVMe has FUA, so a write-through write is sent with it.
    ['nvme/none@guest-kernel=windows', ['BLK010']],
    ['ahci/none@guest-kernel=windows', ['BLK023']],
    ['ahci/writethrough@guest-kernel=windows', []],
    ['ahci/none@guest-kernel=freebsd-zfs', []],
    // It sends no FUA, and flushes what says that it has no cache.
    ['nvme/none@guest-kernel=freebsd-zfs', []],
    ['vhost-user-blk/none@guest-kernel=freebsd-zfs', []],
    ['virtio-blk/none@guest-kernel=windows', []],
    ['ahci/none@guest-kernel=freebsd-ufs', ['BLK024']],
  ])('%s has %j', (name, rules) => {
    expect(today(name).flatMap(({ rule }) => rule || [])).toEqual(rules);
  });

  it.each(['windows', 'freebsd-ufs', 'freebsd-zfs'])('%s has no driver of Linux', (kernel) => {
    const reasons = today(`virtio-blk/none@guest-kernel=${kernel}`);
    const driver = reasons.find(({ says }) => /^(Windows|FreeBSD)'s driver/.test(says));
    expect(driver?.confidence).toBe(kernel === 'windows' ? 'memory' : 'read');
    expect(
      reasons.filter(({ source, layer }) => layer.startsWith('guest') && /^Linux/.test(source)),
    ).toEqual([]);
  });
});
