import { expect, it } from 'vitest';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import { releasesOfToday } from '../../../src/catalogue/releases/releases.js';
import { written } from '../../../src/config/fact.js';
import { candidatesOf } from '../../../src/gate/candidates.js';
import { newerRunners, runnerFor } from '../../../src/gate/release.js';
import { newerReleaseNotes } from '../../../src/run/gate/newer-releases.js';
import { planRun } from '../../../src/run/plan.js';
import { diskOf } from '../../gate/machines.js';

const { at } = diskOf().disk;

/** What is said of a disk whose machine type, or whose QEMU, is of a version. */
async function said(driver: string, machineType: string, given = '') {
  const { disk, site } = diskOf(driver);
  const found = runnerFor(given, defaultProfile)({ machineType: written(machineType, at) });
  const candidates = candidatesOf(disk, site, found.runner);
  const names = {
    file: 'vm.xml',
    format: 'libvirt',
    machine: '',
    qualified: '',
    machineNotes: [],
    counted: [],
  };
  const subject = { ...names, disk, site, candidates };
  const newer = newerRunners(found).map((runner) => ({
    subject,
    least: found.runner.release,
    release: runner.release,
    candidates: candidatesOf(disk, site, runner),
  }));
  const { scenarios } = await planRun({ scenarios: ['wal'] });
  const notes = await newerReleaseNotes(newer, scenarios);
  return notes.map(({ message }) => message.replace(/^vda: /u, ''));
}

const through = "type='qcow2' cache='writethrough'";
const onFile = "type='raw' cache='writethrough' io='threads'";

it('tells of the first newer release on which a disk is something else', async () => {
  const bound = 'the least that its machine type allows';
  expect(await said(onFile, 'pc-q35-9.2')).toEqual([
    `inconclusive as QEMU 9.2, ${bound}, and unsafe as 10.0`,
  ]);
});

it('tells nothing where nothing differs, or where somebody gives the version', async () => {
  expect(await said(through, 'pc-q35-9.2')).toEqual([]);
  expect(await said(onFile, 'pc-q35-10.0')).toEqual([]);
  expect(await said(onFile, 'pc-q35-9.2', '9.2')).toEqual([]);
  expect(await said(onFile, 'q35')).toEqual([]);
});

it('names no release that does not have the machine type', async () => {
  expect(await said(onFile, 'pc-i440fx-1.7')).toEqual([]);
  expect(await said(onFile, 'pc-i440fx-2.4')).toEqual([
    // On QEMU 9.0 and later libvirt may leave the raw driver out.
    expect.stringMatching(/^safe as QEMU 7\.2, .* and inconclusive as 9\.2$/u),
  ]);
  const releases = (type: string) =>
    newerRunners(runnerFor('', defaultProfile)({ machineType: written(type, at) })).map(
      ({ release }) => release,
    );
  expect(releases('pc-i440fx-1.7')).toEqual([]);
  expect(releases('pc-i440fx-2.3')).toEqual(['8.2']);
  expect(releases('pc-i440fx-2.4')).toEqual(['8.2', '9.2', '10.0']);
  expect(releases('virt-5.0')).toEqual(['8.2', '9.2', '10.0', '10.1', '10.2']);
});

it('leaves the machine type as it is', () => {
  const found = runnerFor('', defaultProfile)({ machineType: written('pc-q35-9.2', at) });
  const newer = newerRunners(found);
  expect(newer[0]?.release).toBe('10.0');
  expect(newer.at(-1)?.release).toBe(releasesOfToday.at(-1)?.id);
  expect(new Set(newer.map(({ machine }) => machine))).toEqual(new Set(['9.2']));
});
