import { expect, it } from 'vitest';
import { predict } from '../../src/analysis/predict.js';
import { dimensionOf } from '../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { refusalOf } from '../../src/catalogue/refusals/refusals.js';
import { isOlder, releasesOfToday } from '../../src/catalogue/releases/releases.js';
import { type Configuration, machineIds, oldMachineIds } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import type { MatrixResult } from '../../src/model/matrix-result.js';
import { diskIds } from '../../src/model/storage.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { runMatrix } from '../../src/run/matrix/matrix.js';
import { sampleMailConfigurations } from '../analysis/all-configurations.js';
import { mailProfile } from '../mail-profile.js';
import { readFile, scriptOf } from '../scenario/files.js';

const faults: readonly FaultId[] = ['qemu-kill', 'power-loss'];
const profile = '2009-08';
const scenario = 'contract-client';
const script = scriptOf(readFile(`scenarios/${scenario}.yaml`));

function isUnsafe({ conditions }: MatrixResult, configuration: Configuration, fault: FaultId) {
  const valueIn = (key: string) => (key === 'fault' ? fault : dimensionOf(key).read(configuration));
  return conditions.some(({ literals }) =>
    literals.every(({ key, values }) => values.includes(valueIn(key))),
  );
}

it('says of any configuration what the analysis says of it alone', async () => {
  const { result } = await runMatrix({ profile, scenarios: [scenario], faults });
  expect(result.isSmallest).toBe(true);
  const all = sampleMailConfigurations(4_999);
  const possible = all.filter((configuration) => refusalOf(configuration) === '');
  expect(possible.length).toBeGreaterThan(all.length / 2);
  for (const configuration of possible) {
    for (const fault of faults) {
      const predicted = predict(script, configuration, fault).verdict === 'unsafe';
      expect(isUnsafe(result, configuration, fault)).toBe(predicted);
    }
  }
});

it('counts every configuration once, in the cell of its frontend and cache mode', async () => {
  const { result } = await runMatrix({ profile, scenarios: [scenario], faults });
  const { configurations, cells, grid, summary, checkedCells } = result;
  // Of four hosts three are files, whose blocks may be there in three ways.
  expect(configurations).toBe(3 * 3 * (3 * 3 + 1) * 2 ** 3 * 5 * 2 * 2 * 2 * 2 ** 5);
  expect(cells).toBe(2 * configurations);
  expect(checkedCells).toBe(cells);
  expect(grid).toHaveLength(9);
  expect(grid.reduce((sum, cell) => sum + cell.cells, 0)).toBe(cells);
  expect(summary.safe + summary.unsafe).toBe(cells);
});

it('gives an example of each condition that is unsafe by itself', async () => {
  const { result } = await runMatrix({ profile, scenarios: [scenario], faults });
  expect(result.conditions.length).toBeGreaterThan(3);
  for (const { example, literals } of result.conditions) {
    const configuration = configurationNamed(example.configuration, mailProfile);
    for (const { key, values } of literals.filter((literal) => literal.key !== 'fault'))
      expect(values).toContain(dimensionOf(key).read(configuration));
    expect(predict(script, configuration, example.fault as FaultId).verdict).toBe('unsafe');
  }
});

it('varies only what it is told to vary', async () => {
  const vary = ['frontend', 'cache'];
  const { result } = await runMatrix({
    profile,
    scenarios: [scenario],
    faults: ['power-loss'],
    vary,
  });
  expect(result.configurations).toBe(9);
  const unsafe = result.grid.filter((cell) => cell.unsafe > 0);
  expect(unsafe.map(({ frontend, cache }) => `${frontend}/${cache}`)).toEqual([
    'ide/writeback',
    'ide/none',
    'virtio-blk/writethrough',
    'virtio-blk/writeback',
    'virtio-blk/none',
  ]);
  expect(result.conditions.map(({ literals }) => literals.map(({ values }) => values))).toEqual([
    [['virtio-blk']],
    [['writeback', 'none'], ['ide']],
  ]);
});

it('takes patches and notes as a run does', async () => {
  const selected = {
    profile,
    scenarios: [scenario],
    patches: ['ide-write-cache'],
    frontends: ['ide'],
  };
  const { result } = await runMatrix({ ...selected, hostNotes: { 'odirect-no-flush': true } });
  const valuesOf = (key: string) => result.axes.find((axis) => axis.key === key)?.values;
  expect(valuesOf('ide-write-cache')).toEqual(['on']);
  expect(valuesOf('virtio-flush')).toEqual(['off']);
  expect(valuesOf('odirect-no-flush')).toEqual(['on']);
  expect(valuesOf('ext3-no-barrier')).toEqual(['off', 'on']);
  expect(valuesOf('frontend')).toEqual(['ide']);
});

it('proves what the analysis says, if asked to', async () => {
  const vary = ['frontend', 'cache', 'disk'];
  const { result, blkcheckBugs } = await runMatrix({
    profile,
    scenarios: [scenario],
    vary,
    prove: true,
  });
  expect(blkcheckBugs).toEqual([]);
  expect(result.basis).toBe('analysis and proof');
  expect(result.executions).toBeGreaterThan(result.behaviours);
});

it.each([
  [{ vary: ['speed'] }, 'unknown dimension `speed`'],
  [{ scenarios: ['litmus-sync'] }, 'nothing to judge without running it: litmus-sync'],
  [{ faults: ['all,!all'] }, 'leaves no fault'],
  [{ assume: 'best' as 'worst' }, '--assume is one of'],
  [{ formats: ['qed'], allocations: ['unwritten'] }, 'there is no such machine: QEMU reserves'],
  [{ vary: ['cache'], qemu: ['9.0'], frontends: ['emmc'] }, 'QEMU 9.0 has no emmc'],
])('refuses %j', async (options, message) => {
  await expect(runMatrix(options)).rejects.toThrow(message);
});

it('leaves out what the version that is named does not have', async () => {
  const of = async (release: string) => {
    const frontends = ['virtio-blk', 'emmc'];
    const options = { scenarios: ['wal-commit'], faults: ['power-loss'], vary: ['cache'] };
    const { result } = await runMatrix({ ...options, frontends, qemu: [release] });
    return [result.configurations, result.refused];
  };
  expect(await of('9.0')).toEqual([8, 8]);
  expect(await of('9.1')).toEqual([16, 0]);
});

it('looks at the machines of today where no profile is named', async () => {
  const vary = ['frontend', 'cache', 'machine', 'disk'];
  const { result, blkcheckBugs } = await runMatrix({
    scenarios: ['append-fdatasync'],
    faults: ['power-loss'],
    vary,
    prove: true,
  });
  expect(blkcheckBugs).toEqual([]);
  expect(result.profile).toBe(defaultProfile.id);
  const newer = releasesOfToday.filter(({ id }) => isOlder(defaultProfile.qemu, id)).length;
  const cells = diskIds.length * (machineIds.length - newer - oldMachineIds.length);
  // Firecracker has two of the cache modes, and so has Cloud Hypervisor, and neither a machine type.
  expect(result.configurations).toBe(15 * 8 * cells + 2 * 2 * diskIds.length);
  const all = 17 * 8 * diskIds.length * machineIds.length;
  expect(result.refused).toBe(all - result.configurations);
  expect(result.grid.filter(({ frontend }) => frontend === 'firecracker')).toHaveLength(2);
});
