import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FaultOrNone, faultIds } from '../../src/model/fault.js';
import { type Place, places } from '../../src/model/place.js';
import {
  erasedPlaces,
  nothingLeft,
  ruleOfFault,
  sparedByFault,
  sparedPlaces,
  sparesDevice,
} from '../../src/stack/faults.js';
import type { Stack } from '../../src/stack/stack.js';
import { bitsOf, namesOf } from './marks.js';
import { bareMetalWith, stackWith, usual } from './stacks.js';

const plp = stackWith({ disk: { cacheSparedByPowerLoss: true } });
const noCache = stackWith({ disk: { cache: false } });
const battery = stackWith({ disk: { cache: false, controllerCache: true } });
const bareMetal = bareMetalWith();
const elsewhere = stackWith({ disk: { isOutsideNode: true } });
const fragile = stackWith({ disk: { lostBecause: 'BLK025' } });

const below = (place: Place): readonly Place[] => places.slice(places.indexOf(place));
const disk = ['disk-cache', 'medium'] as const;

describe('a write is out of reach', () => {
  it.each<[FaultOrNone, string, Stack, readonly Place[]]>([
    ['none', 'everywhere', usual, places.filter((place) => place !== 'controller-cache')],
    [
      'guest-crash',
      'once the device has it',
      usual,
      ['device-queue', 'qemu-memory', 'host-memory', ...disk],
    ],
    ['qemu-kill', 'in the page cache', usual, ['host-memory', ...disk]],
    ['host-crash', 'in the disk', usual, disk],
    ['power-loss', 'on the medium', usual, ['medium']],
    ['power-loss', 'in a cache with capacitors', plp, disk],
    ['power-loss', 'on the medium where there is no cache', noCache, ['medium']],
    ['power-loss', 'in a cache with a battery', battery, ['controller-cache', 'medium']],
    // The page cache is spared, and has handed on what the disk then lost.
    ['disk-power-loss', 'on the medium, whatever is above', usual, ['medium']],
    [
      'disk-power-loss',
      'in the page cache of a disk with capacitors',
      plp,
      ['qemu-memory', 'host-memory', ...disk],
    ],
    ['qemu-kill', 'in the disk, without a QEMU', bareMetal, disk],
    ['node-loss', 'in the disk of another node', elsewhere, disk],
    ['io-error', 'in the disk', usual, disk],
  ])('of %s %s', (fault, _, stack, spared) => {
    expect(namesOf(sparedPlaces(stack, fault))).toEqual(spared);
  });

  it('nowhere where the medium is gone, which is told from a fault that takes nothing', () => {
    expect(sparedPlaces(usual, 'node-loss')).toBe(nothingLeft);
    expect(sparedPlaces(fragile, 'power-loss')).toBe(nothingLeft);
    expect(nothingLeft & bitsOf(...places)).toBe(0);
  });

  it('nowhere where an error is hidden, and nobody misses it', () => {
    const hiding = stackWith({ backend: { hidesErrors: 'BLK019' } });
    expect(sparedPlaces(hiding, 'io-error')).toBe(0);
    expect(sparedPlaces(hiding, 'power-loss')).toBe(bitsOf('medium'));
  });
});

const anyStack = fc
  .record({
    cache: fc.boolean(),
    controllerCache: fc.boolean(),
    cacheSparedByPowerLoss: fc.boolean(),
    isOutsideNode: fc.boolean(),
  })
  .chain((changes) =>
    fc.constantFrom(stackWith({ disk: changes }), bareMetalWith({ disk: changes })),
  );

it('what is spared is not erased, and neither is any place below it', () => {
  fc.assert(
    fc.property(anyStack, fc.constantFrom('none', ...faultIds), (stack, fault) => {
      const erased = erasedPlaces(stack, fault);
      const missing = new Set<Place>([
        ...(stack.disk.cache ? [] : (['disk-cache'] as const)),
        ...(stack.backend.kind === 'qemu' ? [] : (['host-memory'] as const)),
        ...(stack.disk.controllerCache ? [] : (['controller-cache'] as const)),
      ]);
      for (const spared of namesOf(sparedPlaces(stack, fault)))
        expect(below(spared).filter((place) => erased.has(place) && !missing.has(place))).toEqual(
          [],
        );
    }),
  );
});

it('the table of a stack has each fault, and is made once', () => {
  const table = sparedByFault(usual);
  for (const fault of ['none', ...faultIds] as const)
    expect(table[fault]).toBe(sparedPlaces(usual, fault));
  expect(sparedByFault(usual)).toBe(table);
  expect(sparedByFault(plp)).not.toBe(table);
});

it('what is in flight is finished where QEMU and all below it is spared', () => {
  const finished = faultIds.filter((fault) => sparesDevice(sparedPlaces(usual, fault)));
  expect(finished).toEqual(['guest-crash']);
});

describe('a fault is a defect by itself', () => {
  it.each<[string, Stack, FaultOrNone, string]>([
    ['where a node takes its disk along', usual, 'node-loss', 'BLK018'],
    ['not where another machine has it', elsewhere, 'node-loss', ''],
    ['where a disk does not start again', fragile, 'power-loss', 'BLK025'],
    ['not after a clean stop', fragile, 'qemu-kill', ''],
    [
      'where an error is hidden',
      stackWith({ backend: { hidesErrors: 'BLK019' } }),
      'io-error',
      'BLK019',
    ],
    ['not where it is told', usual, 'io-error', ''],
    ['not on bare metal', bareMetal, 'io-error', ''],
    ['not where flushes could help', usual, 'power-loss', ''],
  ])('%s', (_, stack, fault, rule) => {
    expect(ruleOfFault(stack, fault)).toBe(rule);
  });
});
