import { expect, it } from 'vitest';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { type ExamineJob, examine } from '../../src/search/examine/examine.js';
import type { Workload } from '../../src/search/workload.js';
import { configurationOf } from '../laws/configurations.js';
import { enginesWith, jobFor, oracleOf } from './jobs.js';

// How often a machine is run, or a promise judged, until questions are answered that are asked one after
// the other. What is remembered less, or made small in more steps, is answered in the same way, and shows
// only here.

const named = (name: string) => configurationNamed(name, defaultProfile);
const mail = configurationOf;

const configurations = [
  mail('ide', 'writeback'),
  mail('virtio-blk', 'writethrough'),
  mail('scsi', 'none', { allocation: 'sparse' }),
  mail('scsi', 'writeback', { guest: { mount: 'nobarrier' } }),
  named('virtio-blk/none'),
  named('virtio-scsi/none'),
  named('virtio-blk/unsafe'),
  named('nvme/writethrough'),
];

const faults = ['none', 'guest-crash', 'qemu-kill', 'host-crash', 'power-loss'] as const;

interface Effort {
  states: number;
  oracles: number;
  judgements: number;
  findings: number;
}

function countedWorkload(workload: Workload, effort: Effort): Workload {
  return {
    ...workload,
    oracleOf: (script) => {
      effort.oracles += 1;
      const oracle = oracleOf(script);
      return {
        ...oracle,
        judge: (...given) => {
          effort.judgements += 1;
          return oracle.judge(...given);
        },
      };
    },
  };
}

type Way = Pick<ExamineJob, 'method'> & { sharesProofs: boolean; crashRecovery: boolean };

const ways = {
  samples: { method: 'sample', sharesProofs: false, crashRecovery: false },
  'shared samples': { method: 'sample', sharesProofs: true, crashRecovery: false },
  proofs: { method: 'proof', sharesProofs: false, crashRecovery: false },
  'shared proofs': { method: 'proof', sharesProofs: true, crashRecovery: false },
  'shared proofs of two faults': { method: 'proof', sharesProofs: true, crashRecovery: true },
} as const satisfies Readonly<Record<string, Way>>;

/** In the order of the fields. */
function effortOf(file: string, { method, ...sharing }: Way): string {
  const effort: Effort = { states: 0, oracles: 0, judgements: 0, findings: 0 };
  const isOver = () => {
    effort.states += 1;
    return false;
  };
  const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver };
  const engines = enginesWith({ ...sharing, limits });
  for (const configuration of configurations)
    for (const fault of faults) {
      const job = jobFor(file, configuration, fault);
      const workload = countedWorkload(job.workload, effort);
      const asked = { ...job, workload, faults, method, runs: 40 };
      effort.findings += examine(asked, engines).findings.length;
    }
  return Object.values(effort).join(' ');
}

// More is a memory or a short cut lost; less may be a question that was not asked.
it.each([
  ['litmus-sync', 'shared samples', '0 6610 4164 6'],
  ['contract-client', 'shared samples', '0 391 4829 32'],
  ['wal-commit', 'shared samples', '0 328 3377 12'],
  ['wal-commit', 'proofs', '760 288 227 12'],
  ['wal-commit', 'shared proofs', '669 286 227 12'],
  ['replace-file', 'samples', '0 255 2826 12'],
  ['replace-file', 'proofs', '780 305 239 12'],
  ['replace-file', 'shared proofs', '682 303 239 12'],
  ['replace-file', 'shared proofs of two faults', '3678 357 272 32'],
  ['shadow-paging', 'proofs', '954 307 239 12'],
  ['image-allocation', 'shared samples', '0 341 3314 12'],
  ['image-allocation', 'shared proofs', '937 228 181 12'],
] as const)('answers take as much as they did: %s, %s', (name, way, effort) => {
  expect(effortOf(`scenarios/${name}.yaml`, ways[way])).toBe(effort);
});
