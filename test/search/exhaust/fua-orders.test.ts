import { expect, it } from 'vitest';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import type { Configuration } from '../../../src/model/configuration.js';
import type { Script } from '../../../src/model/script.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import { createOracle } from '../../../src/scenario/oracle.js';
import { exhaust } from '../../../src/search/exhaust/exhaust.js';
import {
  allReductions,
  noReductions,
  type Reductions,
} from '../../../src/search/exhaust/reductions.js';
import { buildStack } from '../../../src/stack/build.js';
import { acknowledge, scriptOfThreads, wait, write } from '../../laws/scripts.js';

/** What is acknowledged completed without a flush of its own, beside a write that is durable by itself. */
function beside(plainFirst: boolean): Script {
  const durable = { ...write(40), fua: true };
  const steps = plainFirst ? [write(0), durable] : [durable, write(0)];
  const script = scriptOfThreads([[...steps, wait, acknowledge]]);
  const version = plainFirst ? 1 : 2;
  const requires = [{ lba: 0, sectorCount: 1, version }];
  return { ...script, obligations: [{ acknowledge: 4, transaction: 0, requires }] };
}

/** Data is sure on them once a write completes, what was allocated for it with a flush, or FUA on a later write. */
const stacks = ['virtio-scsi', 'usb-uas'].flatMap((frontend) =>
  ['sparse', 'unwritten'].map((allocation) =>
    configurationNamed(
      `${frontend}/none@aio=io_uring,allocation=${allocation},disk=plp`,
      defaultProfile,
    ),
  ),
);

function brokenOn(configuration: Configuration, script: Script, reductions: Reductions) {
  const subject = { script, stack: buildStack(configuration), oracleOf: createOracle };
  const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };
  return exhaust(subject, ['power-loss'], reductions, limits).flatMap(({ failures }) =>
    failures.map(({ kind }) => kind),
  );
}

// Whoever waits for both must not be taken to have waited for the plain one first.
it.each([
  ['after it', true],
  ['before it', false],
] as const)('FUA on a write covers another only if that completes first: sent %s', (_, first) => {
  const script = beside(first);
  for (const configuration of stacks) {
    expect(brokenOn(configuration, script, allReductions)).toEqual(['lost']);
    expect(brokenOn(configuration, script, noReductions)).toEqual(['lost']);
  }
});
