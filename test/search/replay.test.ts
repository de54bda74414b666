import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultIds } from '../../src/model/fault.js';
import {
  fateBits,
  fateChooser,
  recordedChooser,
  recordingChooser,
} from '../../src/search/choosers.js';
import { buildStack } from '../../src/stack/build.js';
import { aftermathOf } from '../../src/stack/crash-state.js';
import { createSimulator, simulate } from '../../src/stack/simulate.js';
import { configurationOf } from '../laws/configurations.js';
import { acknowledge, barrier, fsync, scriptOfThreads, wait, write } from '../laws/scripts.js';

// `BLKCHECK_SCRIPTS=20000 npx vitest run search/replay` is the longer run.
const scale = Number(process.env['BLKCHECK_SCRIPTS'] ?? 2_000) / 2_000;

const sectors = [0, 1, 2, 3, 8, 9, 10];
const script = scriptOfThreads([
  [
    write(0, 4),
    barrier(8),
    { kind: 'parallel', threads: [1, 2] },
    fsync,
    acknowledge,
    write(0, 2),
    wait,
  ],
  [write(9), fsync, acknowledge],
  [write(10), wait, write(10)],
]);
const slots = Int32Array.from({ length: script.operations.length + 1 }, (_, id) => id - 1);
const stacks = [
  buildStack(configurationOf('virtio-blk', 'none', { allocation: 'sparse' })),
  buildStack(configurationOf('ide', 'writeback')),
  buildStack(configurationOf('scsi', 'none', { disk: { atomicBytes: 4096 } })),
];

describe('a record of unkind choices', () => {
  it('leads to the same crash state, whatever the fates were', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...stacks),
        fc.constantFrom(...faultIds),
        fc.array(fc.nat(2 ** fateBits - 1), { maxLength: script.operations.length }),
        fc.nat(script.operations.length),
        fc.nat(8),
        (stack, fault, fates, begun, events) => {
          const simulator = createSimulator(script, stack);
          const recorder = recordingChooser(fateChooser(fates, slots));
          const first = simulate(simulator, fault, { kind: 'after', begun, events }, recorder);
          const shown = sectors.map(aftermathOf(first.crash).read);
          const { operation, event } = first.powerCut;
          const again = simulate(
            simulator,
            fault,
            { kind: 'at', operation, event },
            recordedChooser(recorder.unkind),
          );
          expect(again.struck).toBe(true);
          expect(again.powerCut).toEqual(first.powerCut);
          expect(sectors.map(aftermathOf(again.crash).read)).toEqual(shown);
        },
      ),
      { numRuns: Math.ceil(1500 * scale), seed: 3 },
    );
  });

  it('reads every sector the same way twice, in any order', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...stacks),
        fc.array(fc.nat(2 ** fateBits - 1), { maxLength: script.operations.length }),
        fc.nat(script.operations.length),
        (stack, fates, begun) => {
          const simulator = createSimulator(script, stack);
          const cut = { kind: 'after', begun, events: 0x7fff_ffff } as const;
          const read = aftermathOf(
            simulate(simulator, 'power-loss', cut, fateChooser(fates, slots)).crash,
          ).read;
          const forward = sectors.map(read);
          expect(sectors.map(read)).toEqual(forward);
          const other = aftermathOf(
            simulate(simulator, 'power-loss', cut, fateChooser(fates, slots)).crash,
          ).read;
          expect([...sectors].reverse().map(other).reverse()).toEqual(forward);
        },
      ),
      { numRuns: Math.ceil(500 * scale), seed: 4 },
    );
  });
});
