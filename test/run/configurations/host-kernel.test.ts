import { expect, it } from 'vitest';
import type { HostNoteId } from '../../../src/model/configuration.js';
import type { RunOptions } from '../../../src/run/options.js';
import { planRun } from '../../../src/run/plan.js';

const notes = ['ext3-no-barrier', 'block-node-no-flush'] as const satisfies HostNoteId[];

async function notesOf(options: RunOptions) {
  const { configurations } = await planRun({ ...options, scenarios: ['wal'] });
  const { host } = configurations[0] ?? {};
  return notes.map((note) => host?.notes[note]);
}

it.each([
  [{}, [false, false]],
  [{ hostKernel: '6.12' }, [false, false]],
  [{ hostKernel: '2.6.31' }, [true, true]],
  [{ hostKernel: '2.6.31', hostNotes: { 'ext3-no-barrier': false } }, [false, true]],
  [{ profile: '2009-08' }, [true, true]],
  [{ profile: '2009-08', hostKernel: '5.15' }, [false, false]],
  [{ hostKernel: '6.18', assume: 'nearest' as const }, [false, false]],
])('%j has the notes of its kernel', async (options, on) => {
  expect(await notesOf(options)).toEqual(on);
});

it.each([
  [{ hostKernel: '6.18' }, /what Linux 6\.18 does as a host is not known/u],
  [{ hostKernel: '2.6.32' }, /what Linux 2\.6\.32 does as a host is not known/u],
  [{ hostKernel: '4.19', aio: ['io_uring'] }, /a host with Linux 4\.19 has no aio=io_uring/u],
  [{ hostKernel: '2.6.31', hosts: ['ext4'] }, /what ext4 did on Linux 2\.6\.31 is not known/u],
])('%j is refused, with the reason', async (options, because) => {
  await expect(notesOf(options)).rejects.toThrow(because);
});

it('says what a Linux that nobody read is taken for', async () => {
  const { assumptions } = await planRun({
    hostKernel: '6.18',
    assume: 'nearest',
    scenarios: ['wal'],
  });
  const told = assumptions.filter(({ key }) => key === 'inferred' || key === 'assume');
  expect(told.map(({ value }) => value)).toEqual(['host-kernel-6.18:6.12', 'nearest']);
});
