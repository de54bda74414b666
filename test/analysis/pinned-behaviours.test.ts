import { expect, it } from 'vitest';
import { type Behaviour, explainBehaviour } from '../../src/analysis/behaviour.js';
import type { Reason } from '../../src/analysis/reason.js';
import { behaviourAfterTwo } from '../../src/analysis/second-fault.js';
import { cacheModes } from '../../src/catalogue/dimensions/cache-modes.js';
import { disks } from '../../src/catalogue/dimensions/disks.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { bootingFaults } from '../../src/catalogue/faults.js';
import type { Configuration } from '../../src/model/configuration.js';
import { type FaultId, faultIds } from '../../src/model/fault.js';
import { cellOf, differenceOf } from '../../src/run/configurations/configurations.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { patchedConfigurations, randomConfiguration, usualButFor } from './all-configurations.js';
import { pseudoRandom } from './observe.js';

// What the analysis makes of configurations, as it was when proofs agreed with it. It costs no proof,
// so it sees a change at once; which of the two is right is for the agreement tests to say.

const random = pseudoRandom(61);
const configurations = Array.from({ length: 90 }, () => randomConfiguration(random));
const others = [
  ...Array.from({ length: 200 }, () => randomConfiguration(random)),
  ...Array.from({ length: 700 }, () => usualButFor(random)),
  ...patchedConfigurations(),
];

const textOf = (behaviour: Behaviour) => Object.values(behaviour).join(' ');
const rowsOf = (reasons: readonly Reason[]) =>
  reasons.map(({ row, rule }) => (rule === '' ? row : `${row} (${rule})`)).join(', ');

/** Each configuration, and below it what there is to say of it under each fault. */
function linesOf(
  some: readonly Configuration[],
  faults: readonly FaultId[],
  say: (configuration: Configuration, fault: FaultId) => string,
): string {
  const lines = some.flatMap((configuration) => [
    `${cellOf(configuration)}${differenceOf(configuration, defaultProfile)}`,
    ...faults.map((fault) => `  ${fault}: ${say(configuration, fault)}`),
  ]);
  return `${lines.join('\n')}\n`;
}

it('configurations behave as they did', async () => {
  const text = linesOf(configurations, faultIds, (configuration, fault) =>
    textOf(explainBehaviour(configuration, fault).behaviour),
  );
  await expect(text).toMatchFileSnapshot('golden/behaviours.txt');
});

it('and for the same reasons', async () => {
  const text = linesOf(configurations.slice(0, 40), faultIds, (configuration, fault) => {
    const { order, data, allocation } = explainBehaviour(configuration, fault);
    return [order, data, allocation].map(rowsOf).join(' | ');
  });
  await expect(text).toMatchFileSnapshot('golden/reasons.txt');
});

it('a power failure after another fault leaves what it left', async () => {
  const text = linesOf(configurations.slice(0, 60), bootingFaults, (configuration, fault) => {
    const { unsynced, synced } = behaviourAfterTwo(configuration, fault);
    return `${textOf(unsynced)} | ${textOf(synced)}`;
  });
  await expect(text).toMatchFileSnapshot('golden/behaviours-after-two.txt');
});

/** Each line with how often it came up. */
function countsOf(lines: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${sorted.map(([line, count]) => `${line} | ${count}`).join('\n')}\n`;
}

it('each reason says what it said, from the source that it had, as often', async () => {
  const linesOf = (reasons: readonly Reason[], of: string) =>
    reasons.map(({ layer, row, rule, says, source, confidence }) =>
      [layer, row, rule, says, source, confidence, of].join(' | '),
    );
  const lines = others.flatMap((configuration) =>
    faultIds.flatMap((fault) => {
      const { order, data, allocation } = explainBehaviour(configuration, fault);
      return [
        ...(fault === 'power-loss' ? linesOf(order, 'order') : []),
        ...linesOf(data, 'data'),
        ...linesOf(allocation, 'allocation'),
      ];
    }),
  );
  await expect(countsOf(lines)).toMatchFileSnapshot('golden/said.txt');
});

/** What of a behaviour is not held against the machine that is built (facts.test.ts). */
function durabilityText({ data, allocation, fua, skips, blockSectors }: Behaviour): string {
  return [data, allocation, fua, skips, blockSectors].join(' ');
}

it('as many configurations behave alike as did', async () => {
  const lines = others.flatMap((configuration) => {
    const { unitSectors } = explainBehaviour(configuration, 'power-loss').behaviour;
    const afterOne = faultIds.map((fault) => {
      const { behaviour } = explainBehaviour(configuration, fault);
      return `${fault}: ${durabilityText(behaviour)}`;
    });
    const afterTwo = bootingFaults.map((fault) => {
      const { unsynced, synced } = behaviourAfterTwo(configuration, fault);
      const sure = [unsynced, synced].map(({ data, allocation }) => `${data} ${allocation}`);
      return `${fault}, then power-loss: ${sure.join(', then ')}`;
    });
    return [`a unit is ${unitSectors}`, ...afterOne, ...afterTwo];
  });
  await expect(countsOf(lines)).toMatchFileSnapshot('golden/behaviours-counted.txt');
});

const usual = configurationNamed('virtio-blk/none', defaultProfile);

/** Of each cache on each disk, from when on data and allocations are sure, and where they are synced. */
it('caches and disks leave after two faults what they left', async () => {
  const letter = ({ data, allocation }: Behaviour) => `${data[0]}${allocation[0]}`;
  const lines = cacheModes.flatMap(({ id, flags }) =>
    disks.map(({ id: kind }) => {
      const left = (['full', 'sparse'] as const).map((allocation) => {
        const image = { ...usual.image, allocation };
        const configuration = { ...usual, cache: flags, image, disk: { ...usual.disk, kind } };
        return bootingFaults
          .map((fault) => behaviourAfterTwo(configuration, fault))
          .map(({ unsynced, synced }) => `${letter(unsynced)}-${letter(synced)}`)
          .join(' ');
      });
      return `${id} ${kind}: ${left.join(' | ')}`;
    }),
  );
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/after-two-by-cache.txt');
});
