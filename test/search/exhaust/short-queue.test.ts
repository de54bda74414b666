import { expect, it } from 'vitest';
import { faultIds } from '../../../src/model/fault.js';
import { allReductions, noReductions } from '../../../src/search/exhaust/reductions.js';
import { buildStack } from '../../../src/stack/build.js';
import type { Stack } from '../../../src/stack/stack.js';
import { configurationOf } from '../../laws/configurations.js';
import { acknowledge, flush, fsync, type Sketch, script, wait, write } from '../../laws/scripts.js';
import { contentsDiffer, contentsOf } from './contents.js';

// Where the device takes two requests and more wait, which of the two completes first decides what is in
// flight beside the next: a proof may leave no such order out.

const brute = { ...noReductions, seenStates: true, sharedDecisions: true };

const stacks = (['writethrough', 'writeback'] as const).flatMap((cache) =>
  (['noop', 'cfq'] as const).map((elevator): readonly [string, Stack] => {
    const stack = buildStack(configurationOf('scsi', cache, { guest: { elevator } }));
    return [`${cache}, ${elevator}`, { ...stack, device: { ...stack.device, queueDepth: 2 } }];
  }),
);

const endings: readonly (readonly Sketch[])[] = [
  [],
  [acknowledge],
  [wait, acknowledge],
  [flush, wait, acknowledge],
  [fsync, write(0), acknowledge],
  [write(6), fsync],
];

it.each(stacks)('a queue of two is gone through as it is: %s', (_, stack) => {
  for (const ending of endings) {
    const program = script(write(0), write(2), write(4), ...ending);
    const [found, all] = [allReductions, brute].map((reductions) =>
      contentsOf(program, stack, faultIds, reductions),
    );
    for (const fault of faultIds) {
      const difference = contentsDiffer(
        found?.get(fault) ?? new Map(),
        all?.get(fault) ?? new Map(),
      );
      expect([fault, difference]).toEqual([fault, '']);
    }
  }
});
