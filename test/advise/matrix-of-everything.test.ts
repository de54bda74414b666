import { expect, it } from 'vitest';
import { factorTableOf } from '../../src/advise/matrix/factor-table.js';
import { productOf } from '../../src/advise/matrix/machines.js';
import { guestFactorOf, storageFactorOf } from '../../src/analysis/factors.js';
import { dimensionOf } from '../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { machineFaults } from '../../src/catalogue/faults.js';
import { refusalOf } from '../../src/catalogue/refusals/refusals.js';
import { type Configuration, machineIds } from '../../src/model/configuration.js';
import type { MatrixResult } from '../../src/model/matrix-result.js';
import { usualConfiguration } from '../../src/run/configurations/configurations.js';
import { runMatrix } from '../../src/run/matrix/matrix.js';
import { checkSize, selectedBy } from '../../src/run/matrix/matrix-selection.js';
import { pseudoRandom } from '../analysis/observe.js';

const usual = usualConfiguration(defaultProfile);
const everything = selectedBy({ vary: ['all'] }, defaultProfile);
const random = pseudoRandom(2_026);

it('is a matrix that can be asked for: every value of every dimension', () => {
  for (const { dimension, values } of everything)
    expect(values).toEqual(dimension.values.map(({ id }) => id));
  expect(() => checkSize(everything, machineFaults, usual, [])).not.toThrow();
});

it('says of what is too much how much it is, and what would do', () => {
  const copies = Array.from({ length: 10 }, () => everything).flat();
  const flags = '--vary frontend,cache,disk';
  expect(() => checkSize(copies, machineFaults, usual, [])).toThrow(
    /the number of combinations is \d.\d+e\+\d+, more than can be counted/u,
  );
  expect(() => checkSize(copies, machineFaults, usual, [])).toThrow(
    expect.objectContaining({
      diagnostics: [expect.objectContaining({ help: expect.stringContaining(flags) })],
    }),
  );
  const faults = Array.from({ length: 60_000 }, () => 'power-loss' as const);
  expect(() => checkSize(everything, faults, usual, [])).toThrow(
    'the number of configurations x faults is',
  );
});

it('has of any machine the factors that it has by itself', () => {
  const workloadsOf = ({ kernel }: Pick<Configuration['guest'], 'kernel'>) => kernel;
  const table = factorTableOf({
    selected: everything,
    faults: machineFaults,
    base: usual,
    workloadsOf,
    more: [],
  });
  const { diagrams, levels } = table;
  const numberAt = (diagram: number, places: readonly number[]) => {
    const at = [0, ...places].reduce(
      (each, place, level) => diagrams.childrenAt(each, level)[place] ?? each,
      diagram,
    );
    return diagrams.constantOf(at) ?? Number.NaN;
  };
  let possible = 0;
  for (let nth = 0; nth < 4_000; nth += 1) {
    // Mostly usual, or nearly all of them could not be.
    const places = levels.map(({ dimension, values }) =>
      random(4) === 0 ? random(values.length) : values.indexOf(dimension.read(usual)),
    );
    const machine = levels.reduce(
      (made, { dimension, values }, at) => dimension.write(made, values[places[at] ?? 0] ?? ''),
      usual,
    );
    expect(numberAt(table.refused, places)).toBe(Number(refusalOf(machine) !== ''));
    if (refusalOf(machine) !== '') continue;
    possible += 1;
    const guest = { ...guestFactorOf(machine), workloads: machine.guest.kernel };
    expect(table.guests[numberAt(table.guest, places)]).toEqual([guest]);
    expect(table.storages[numberAt(table.storage, places)]).toEqual([
      storageFactorOf(machine, machineFaults),
    ]);
  }
  expect(possible).toBeGreaterThan(200);
});

it('is judged as a part of it is, where one device and cache mode are left', async () => {
  const narrow = {
    frontends: ['virtio-scsi'],
    caches: ['none'],
    hosts: ['file'],
    disks: ['wce-honest'],
    scenarios: ['odsync-log'],
    faults: ['power-loss'],
  };
  const [all, some] = [
    await runMatrix({ ...narrow, vary: ['all'] }),
    await runMatrix({ ...narrow, vary: ['machine', 'dpofua'] }),
  ];
  expect(productOf(everything)).toBeGreaterThan(Number.MAX_SAFE_INTEGER / machineFaults.length);
  const { axes, configurations, grid } = all.result;
  const varied = axes.filter(({ key, values }) => key !== 'fault' && values.length > 1);
  expect(varied.map(({ key }) => key)).toContain(dimensionOf('queue-depth').key);
  expect(varied.length).toBeGreaterThan(15);
  expect(grid[0]?.cells).toBe(configurations);
  expect(some.result.conditions.length).toBeGreaterThan(0);
  const isMet = ({ conditions }: MatrixResult, machine: Configuration) =>
    conditions.some(({ literals }) =>
      literals.every(({ key, values }) => values.includes(dimensionOf(key).read(machine))),
    );
  const narrowed = dimensionOf('frontend').write(usual, 'virtio-scsi');
  for (const { id: dpofua } of dimensionOf('dpofua').values)
    for (const machine of machineIds) {
      const made = dimensionOf('dpofua').write(
        dimensionOf('machine').write(narrowed, machine),
        dpofua,
      );
      expect(isMet(all.result, made)).toBe(isMet(some.result, made));
    }
});
