import fc from 'fast-check';
import type { Examined } from '../../../src/gate/baseline/schema.js';
import type { DiskVerdict } from '../../../src/model/gate-result.js';
import { aDisk, aGateFinding } from '../machines.js';

export const examined: Examined = {
  profile: 'qemu-11.1',
  qemu: '',
  assume: 'nothing',
  faults: ['power-loss'],
  crashRecovery: false,
  maxExecutions: 1000,
  scenarios: { 'wal-commit': '0123456789abcdef' },
};

const finding = fc
  .record({
    rule: fc.constantFrom('BLK010', 'BLK014', 'refused-by-qemu'),
    kinds: fc.constantFrom<('lost' | 'torn')[]>(['lost'], ['lost', 'torn']),
    scenarios: fc.subarray(['wal', 'wal-commit'], { minLength: 1 }),
  })
  .map((made) => aGateFinding(made));

/** Few names, so that disks are mistaken for one another as often as they can be. */
const disk: fc.Arbitrary<DiskVerdict> = fc
  .record({
    file: fc.constantFrom('a.xml', 'vms/a.xml', 'vms/b.xml'),
    machine: fc.constantFrom('', 'db', 'vm2', 'vm10'),
    id: fc.constantFrom('', 'vda', 'vdb'),
    source: fc.constantFrom('', '/srv/a', '/srv/b', 'toString', '__proto__'),
    counted: fc.subarray<'machine' | 'id'>(['machine', 'id']),
    namespace: fc.constantFrom('', 'prod/'),
    findings: fc.uniqueArray(finding, { maxLength: 2, selector: ({ rule }) => rule }),
    verdict: fc.constantFrom('safe' as const, 'inconclusive' as const),
    isOpen: fc.boolean(),
    around: fc.constantFrom({ qemu: '11.1' }, { qemu: '9.2', faults: 'all' }),
  })
  .map(({ namespace, verdict: word, isOpen, ...made }) => {
    const failed = made.findings.length > 0 ? 'unsafe' : 'safe';
    const verdict = word === 'inconclusive' ? word : failed;
    const reason = verdict === 'inconclusive' ? 'unsafe if x' : '';
    const failures = [...new Set(made.findings.flatMap(({ failures: own }) => own))].sort();
    return aDisk({
      ...made,
      verdict,
      reason,
      undecided: verdict === 'inconclusive' && isOpen ? reason : '',
      qualified: `${namespace}${made.machine}`,
      failures,
    });
  });

/** The disks of some files, as they were judged. */
export const states = fc.array(disk, { maxLength: 6 });
