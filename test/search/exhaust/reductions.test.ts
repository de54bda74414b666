import { describe, expect, it } from 'vitest';
import { defaultProfile } from '../../../src/catalogue/profiles.js';
import type { Configuration } from '../../../src/model/configuration.js';
import { faultIds } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { cellOf, differenceOf } from '../../../src/run/configurations.js';
import { configurationNamed } from '../../../src/run/named-configuration.js';
import {
  allReductions,
  noReductions,
  type Reductions,
} from '../../../src/search/exhaust/reductions.js';
import { buildStack } from '../../../src/stack/build.js';
import {
  randomConfiguration,
  sampleMailConfigurations,
} from '../../analysis/all-configurations.js';
import { pseudoRandom } from '../../analysis/observe.js';
import { randomScript } from '../../analysis/random-scripts.js';
import { mailProfile } from '../../mail-profile.js';
import { contentsDiffer, contentsOf } from './contents.js';
import { outcomesOf, verdictsOf } from './outcomes.js';
import { smallRecovery } from './small-recoveries.js';

type Random = (below: number) => number;

const faults = ['none', ...faultIds] as const;
const mailConfigurations = sampleMailConfigurations(499);
// `BLKCHECK_SCRIPTS=100000 npx vitest run exhaust/reductions` is the longer run.
const scale = Number(process.env['BLKCHECK_SCRIPTS'] ?? 2000) / 2000;

/** Every event order, one state after the other: only states that were seen are left. */
const brute: Reductions = { ...noReductions, seenStates: true };

/** Stacks on which a flush may be skipped, so that the order of completions shows. */
const skipping = [
  'virtio-scsi/none',
  'virtio-scsi/writeback@elevator=noop',
  'usb-storage/none',
  'virtio-blk/writethrough',
  'ide/directsync@elevator=noop',
  'xen-block/writethrough',
  'nvme/directsync@allocation=sparse',
  'megasas/none',
].map((name) => configurationNamed(name, defaultProfile));

/** The mail's stacks, any others, and those on which a flush may be skipped. */
function configurationFrom(random: Random): Configuration {
  const kind = random(3);
  if (kind === 0) return randomConfiguration(random);
  const list = kind === 1 ? mailConfigurations : skipping;
  const configuration = list[random(list.length)];
  if (configuration === undefined) throw new Error('there are no configurations');
  return configuration;
}

function smallScript(random: Random, operationsMax: number, overlap: boolean): Script {
  for (;;) {
    const script = randomScript(random, overlap);
    if (script !== null && script.operations.length <= operationsMax) return script;
  }
}

function textOf({ threads, operations }: Script, configuration: Configuration): string {
  const stepOf = (id: number) => {
    const operation = operations.find((each) => each.id === id);
    if (operation === undefined) return '';
    const { label, lba, sectorCount, fua, refused, kind } = operation;
    const more = `${fua ? ' fua' : ''}${kind === 'barrier' ? ` ${refused}` : ''}`;
    return `${id} ${label} at ${lba}+${sectorCount}${more}`;
  };
  const where = `${cellOf(configuration)}${differenceOf(configuration, mailProfile)}`;
  return `${where}\n${threads.map((ids) => ids.map(stepOf).join('; ')).join('\n')}`;
}

/** What a disk may show, compared sector for sector. */
function contentsDifference(
  script: Script,
  configuration: Configuration,
  whole: Reductions,
): string[] {
  const stack = buildStack(configuration);
  const reduced = contentsOf(script, stack, faults, allReductions);
  const all = contentsOf(script, stack, faults, whole);
  return faults.flatMap((fault) => {
    const difference = contentsDiffer(reduced.get(fault) ?? new Map(), all.get(fault) ?? new Map());
    if (difference === '') return [];
    return [`${fault}: ${difference}\n${textOf(script, configuration)}`];
  });
}

const minutes = 60_000;

describe('all reductions together', () => {
  it.each([
    ['every order of every event, one by one', noReductions, 500, 3, 1],
    ['every order of every event', brute, 600, 5, 2],
  ] as const)(
    'leave nothing out that shows up in %s',
    (_, whole, scripts, operationsMax, seed) => {
      const random = pseudoRandom(seed);
      const found: string[] = [];
      for (let nth = 0; nth < scripts * scale; nth += 1) {
        const script = smallScript(random, operationsMax, false);
        found.push(...contentsDifference(script, configurationFrom(random), whole));
      }
      expect(found).toEqual([]);
    },
    10 * minutes,
  );

  it(
    'leave nothing out where writes in flight together overlap',
    () => {
      const random = pseudoRandom(3);
      const found: string[] = [];
      for (let nth = 0; nth < 300 * scale; nth += 1) {
        const script = smallScript(random, 5, true);
        found.push(...contentsDifference(script, configurationFrom(random), brute));
      }
      expect(found).toEqual([]);
    },
    10 * minutes,
  );

  it(
    'leave the outcomes of recoveries as they are',
    () => {
      const random = pseudoRandom(4);
      for (let nth = 0; nth < 1000 * scale; nth += 1) {
        const script = smallRecovery(random, 1);
        const configuration = configurationFrom(random);
        const stack = buildStack(configuration);
        const fault = faultIds[random(faultIds.length)] ?? 'power-loss';
        const where = `${fault} ${textOf(script, configuration)}`;
        const reduced = outcomesOf(script, stack, fault, allReductions);
        const whole = outcomesOf(script, stack, fault, brute);
        expect([where, reduced]).toEqual([where, whole]);
      }
    },
    10 * minutes,
  );
});

describe.each(Object.keys(allReductions) as (keyof Reductions)[])('without %s', (reduction) => {
  const without: Reductions = { ...allReductions, [reduction]: false };
  // Without it, ways that meet again are gone as often as there are ways.
  const operationsMax = reduction === 'seenStates' ? 4 : 5;

  it(
    'the verdicts are the same',
    () => {
      const random = pseudoRandom(5);
      for (let nth = 0; nth < 250 * scale; nth += 1) {
        const script =
          nth % 2 === 0 ? smallScript(random, operationsMax, false) : smallRecovery(random, 1);
        const configuration = configurationFrom(random);
        const stack = buildStack(configuration);
        const where = textOf(script, configuration);
        const expected = verdictsOf(script, stack, faults, allReductions);
        expect([where, verdictsOf(script, stack, faults, without)]).toEqual([where, expected]);
      }
    },
    10 * minutes,
  );
});
