import { readLibvirt } from '../../src/config/libvirt/read.js';
import { readSite } from '../../src/config/site/read.js';
import { siteOf } from '../../src/config/site/resolve.js';
import { sourceText } from '../../src/config/text.js';
import { type Candidates, candidatesOf } from '../../src/gate/candidates.js';
import type { DiskSubject } from '../../src/gate/judge-disk.js';
import type { Runner } from '../../src/gate/runner.js';
import type { DiskVerdict, GateFinding, GateResult } from '../../src/model/gate-result.js';
import type { DiskSite } from '../../src/model/site.js';
import type { VmDisk } from '../../src/model/vm-disk.js';
import type { Waiver } from '../../src/model/waiver.js';
import { only, read } from '../config/reading.js';

const runner: Runner = { release: '11.1', machine: 'newest' };

function domainWith(driver: string): string {
  return `<domain type='kvm'><name>db01</name><os><type machine='q35'>hvm</type></os><devices>
    <disk type='file' device='disk'><driver name='qemu' ${driver}/>
    <source file='/srv/a'/><target dev='vda' bus='virtio'/></disk></devices></domain>`;
}

/** A disk of a domain, and what a site's file says of it. */
export function diskOf(
  driver = "type='raw' cache='none'",
  siteText = '',
  xml = domainWith(driver),
): { readonly disk: VmDisk; readonly site: DiskSite } {
  const file = read(readLibvirt, xml);
  const definition = only(file);
  const [disk] = definition.disks;
  const said = siteText === '' ? null : readSite(sourceText('site.yaml', siteText));
  if (disk === undefined || (said !== null && 'diagnostics' in said)) throw new Error('not read');
  const site = said === null ? null : said.site;
  return { disk, site: siteOf(site, { file: 'vm.xml', definition, isOneOfSeveral: false, disk }) };
}

export function candidates(
  { disk, site }: ReturnType<typeof diskOf>,
  changes: Partial<VmDisk> = {},
  by: Runner = runner,
): Candidates {
  return candidatesOf({ ...disk, ...changes }, site, by);
}

/** The disk with all that is needed to judge it. */
export function subjectOf(found: ReturnType<typeof diskOf>, made = candidates(found)): DiskSubject {
  return {
    file: 'vm.xml',
    machine: 'db01',
    qualified: 'db01',
    counted: [],
    machineNotes: [],
    candidates: made,
    ...found,
  };
}

const at = { file: 'vm.xml', line: 3, column: 5, endColumn: 9 };

export function aGateFinding(changes: Partial<GateFinding> = {}): GateFinding {
  const finding = plainFinding(changes);
  const { scenarios, faults, kinds } = finding;
  const failures = scenarios.flatMap((scenario) =>
    faults.flatMap((fault) => kinds.map((kind) => `${scenario}:${fault}:${kind}`)),
  );
  return { ...finding, failures: changes.failures ?? failures };
}

function plainFinding(changes: Partial<GateFinding>): GateFinding {
  return {
    failures: [],
    rule: 'BLK014',
    title: 'QEMU was told to drop flushes',
    when: '',
    because: 'flushes end in QEMU',
    change: 'cache=none',
    kinds: ['lost'],
    faults: ['power-loss'],
    scenarios: ['wal-commit'],
    field: 'noFlush',
    spelled: 'cache of <driver>',
    at,
    isDefault: false,
    example: null,
    ...changes,
  };
}

export function aDisk(changes: Partial<DiskVerdict> = {}): DiskVerdict {
  const findings = changes.findings ?? [];
  return {
    id: 'vda',
    machine: 'db01',
    qualified: changes.machine ?? 'db01',
    counted: [],
    file: 'vm.xml',
    at,
    source: '/srv/a',
    verdict: findings.length === 0 ? 'safe' : 'unsafe',
    reason: '',
    undecided: '',
    waived: [],
    findings,
    failures: findings.flatMap(({ failures }) => failures),
    configurations: [],
    evidence: {
      configurations: 1,
      rows: 6,
      proved: ['wal-commit'],
      sampled: [],
      explored: {
        runs: 0,
        workloads: 6,
        exercisedRuns: 12,
        schedules: 12,
        crashPoints: 24,
        crashStates: '48',
        executions: 36,
      },
    },
    settings: { noFlush: findings.length === 0 ? 'false' : 'true' },
    around: { qemu: '11.1' },
    ...changes,
  };
}

export const anUnsafeDisk = (changes: Partial<DiskVerdict> = {}) =>
  aDisk({ findings: [aGateFinding()], ...changes });

export function aGateResult(
  disks: readonly DiskVerdict[],
  changes: Partial<GateResult> = {},
): GateResult {
  const count = (verdict: string) => disks.filter((each) => each.verdict === verdict).length;
  return {
    schemaVersion: 1,
    blkcheckVersion: '0.1.0',
    profile: 'qemu-11.1',
    seed: 1,
    interrupted: false,
    trouble: 0,
    assumptions: [{ key: 'qemu', value: '11.1', by: 'the profile' }],
    disks,
    unjudged: [],
    templates: [],
    strangers: [],
    notes: [],
    waivers: [],
    unusedRules: [],
    comparison: null,
    summary: {
      safe: count('safe'),
      unsafe: count('unsafe'),
      inconclusive: count('inconclusive'),
      unjudged: 0,
      waived: 0,
      exitCode: count('unsafe') > 0 ? 1 : 0,
    },
    ...changes,
  };
}

/** Of what `aGateFinding` finds on `aDisk`. */
export const aWaiver: Waiver = {
  rule: 'BLK014',
  disk: 'db01/vda',
  reason: 'scratch data',
  owner: 'ops@example.org',
  expires: '2027-01-31',
  isComment: false,
  at: { file: 'blkcheck.waivers.yaml', line: 3, column: 11, endColumn: 17 },
};
