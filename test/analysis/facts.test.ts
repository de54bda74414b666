import { describe, expect, it } from 'vitest';
import { explainBehaviour } from '../../src/analysis/behaviour.js';
import { guestFacts } from '../../src/analysis/facts/guest.js';
import { storageFacts } from '../../src/analysis/facts/storage.js';
import { rules } from '../../src/catalogue/rules.js';
import { type CacheModeId, type FrontendId, patchIds } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import { type Changes, configurationOf } from '../laws/configurations.js';
import { allConfigurations } from './all-configurations.js';

function mode(frontend: FrontendId, cache: CacheModeId, changes: Changes = {}) {
  return guestFacts(configurationOf(frontend, cache, changes)).mode;
}

/** The place that a completion and the place that a flush has surely reached. */
function reached(cache: CacheModeId, changes: Changes = {}) {
  const { completed, flushed } = storageFacts(configurationOf('scsi', cache, changes));
  return `${completed.place}, ${flushed.place}`;
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
  ] as const)('under %s with cache=%s and %j: %s', (fault, cache, changes, expected) => {
    expect(sure(fault, cache, changes)).toBe(expected);
  });
});

it('gives each fact a layer, a row and a source, and only rules that exist', () => {
  const known = new Set<string>(['', ...rules.map(({ id }) => id)]);
  let at = 0;
  for (const configuration of allConfigurations()) {
    at += 1;
    if (at % 4_999 !== 0) continue;
    const { order, data, allocation } = explainBehaviour(configuration, 'power-loss');
    for (const { rule, row, source, says } of [...order, ...data, ...allocation]) {
      expect(known).toContain(rule);
      expect(row).toMatch(/^[a-zA-Z]+\.[a-z0-9-]+$/);
      expect(source.length).toBeGreaterThan(3);
      expect(says.length).toBeGreaterThan(3);
    }
  }
});
