import { expect, it } from 'vitest';
import type { FaultOrNone } from '../../src/model/fault.js';
import type { Finding } from '../../src/model/finding.js';
import { type Examination, examine } from '../../src/search/examine/examine.js';
import { configurationOf } from '../laws/configurations.js';
import { engines, enginesWith, jobFor } from './jobs.js';

// A seed means the same runs on every machine, and a finding the same story. A change here is a
// decision: somebody's finding has another replay from then on.

const rowOf = ({ operation, guest, device, host, disk, mark }: Finding['trace'][number]) =>
  [operation, guest, device, host, disk, mark].join(' | ');

function findingText({ id, effect, atRisk, trace, replay, secondFault }: Finding): string {
  const incidents = replay.incidents.map(({ fault, powerCut, choices }) =>
    JSON.stringify([fault, powerCut, choices.map((choice) => Object.values(choice).join(' '))]),
  );
  const head = `  ${id}${secondFault === undefined ? '' : ` then ${secondFault}`}`;
  const lines = [effect, atRisk, ...incidents, ...trace.map(rowOf)];
  return [head, ...lines.map((line) => `    ${line}`)].join('\n');
}

function examinationText({ findings, explored, cost: _, ...rest }: Examination): string {
  return [JSON.stringify({ ...rest, ...explored }), ...findings.map(findingText)].join('\n');
}

const ide = configurationOf('ide', 'none');
const virtio = configurationOf('virtio-blk', 'writethrough');
const sparse = configurationOf('scsi', 'none', { allocation: 'sparse' });
const careless = configurationOf('scsi', 'writeback', { guest: { mount: 'nobarrier' } });

const scenarios = (names: string) => names.split(' ').map((name) => `scenarios/${name}.yaml`);

function answers(
  method: 'sample' | 'proof',
  files: readonly string[],
  faults: readonly FaultOrNone[],
  by = engines,
): string {
  const texts = files.flatMap((file) =>
    faults.flatMap((fault) =>
      [ide, virtio, sparse, careless].map((configuration) =>
        examinationText(examine({ ...jobFor(file, configuration, fault), method, runs: 30 }, by)),
      ),
    ),
  );
  return `${texts.join('\n')}\n`;
}

it.each([
  ['one script', scenarios('contract-client wal-commit ext4-async-commit'), 'scripts'],
  ['threads', scenarios('group-commit'), 'threads'],
  ['families', scenarios('litmus-sync litmus-barrier'), 'families'],
])('samples of %s are what they were', async (_, files, name) => {
  const text = answers('sample', files, ['none', 'power-loss', 'host-crash']);
  await expect(text).toMatchFileSnapshot(`golden/samples-of-${name}.txt`);
});

it('what proofs find is what it was', async () => {
  const files = scenarios('contract-client wal-commit ext4-async-commit group-commit');
  await expect(answers('proof', files, ['none', 'power-loss', 'qemu-kill'])).toMatchFileSnapshot(
    'golden/proofs.txt',
  );
});

it('what a second fault breaks is what it was', async () => {
  const text = answers(
    'proof',
    scenarios('wal-commit'),
    ['guest-crash', 'host-crash'],
    enginesWith({ crashRecovery: true }),
  );
  await expect(text).toMatchFileSnapshot('golden/second-faults.txt');
});
