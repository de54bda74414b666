import type { Finding } from '../../src/model/finding.js';
import type { ViolationKind } from '../../src/model/verdict.js';
import {
  configurationsOf,
  profileConfiguration,
} from '../../src/run/configurations/configurations.js';
import { selectDimensions } from '../../src/run/configurations/dimensions.js';
import type { RunOptions } from '../../src/run/options.js';
import type { RunPlan } from '../../src/run/plan.js';
import type { PlannedScenario } from '../../src/run/scenarios/select-scenarios.js';
import type { Examination } from '../../src/search/examine/examine.js';
import { mailProfile } from '../mail-profile.js';

/** A plan whose scenarios are names only: what runs them is the test's. */
export function samplePlan(options: RunOptions, names: readonly string[] = ['wal']): RunPlan {
  const dimensions = selectDimensions(options, mailProfile);
  return {
    profile: mailProfile,
    configurations: configurationsOf(mailProfile, dimensions),
    scenarios: names.map(sampleScenario),
    faults: dimensions.faults,
    runs: 10,
    seed: 1,
    executionsMax: 1000,
    without: [],
    assume: 'nothing',
    unread: [],
    crashRecovery: false,
    timeMs: 0,
    workers: 0,
    assumptions: [],
    notRun: [],
    notApplicable: [],
  };
}

function sampleScenario(name: string): PlannedScenario {
  const source = { kind: 'module', file: name } as const;
  const guests = { linuxFrom: '', linuxUntil: '', nobarrierUntil: '' };
  const suite = 'completion';
  const own = {
    name,
    suite,
    guests,
    atomicBytes: 512,
    keepsCompleted: false,
    direct: false,
    source,
    parameters: {},
  } as const;
  return { ...own, shipped: false, method: 'sample' };
}

export const safe: Examination = {
  verdict: 'safe',
  basis: 'sampled',
  explored: {
    runs: 10,
    workloads: 0,
    exercisedRuns: 9,
    schedules: 10,
    crashPoints: 10,
    crashStates: '10',
    executions: 10,
  },
  cost: { acknowledgements: 1, hostSyncs: 1, diskFlushes: 1, vcpuStallUs: 1 },
  boundPercent: 25.9,
  reason: '',
  findings: [],
};

export const inconclusive: Examination = {
  ...safe,
  verdict: 'inconclusive',
  reason: 'the recovery threw',
};

export function unsafe(id: string, kind: ViolationKind = 'lost'): Examination {
  return { ...safe, verdict: 'unsafe', boundPercent: 100, findings: [sampleFinding(id, kind)] };
}

function sampleFinding(id: string, kind: ViolationKind): Finding {
  return {
    id: `${id}#BLK003.${kind}`,
    kind,
    rule: 'BLK003',
    blame: 'frontend',
    effect: 'page 0 shows its content before the script',
    because: 'the device does not indicate its write cache',
    change: 'ide-write-cache',
    atRisk: 'every acknowledged write',
    trace: [],
    replay: {
      blkcheck: 'replay/1',
      blkcheckVersion: '0.1.0',
      stack: { kind: 'configuration' },
      configuration: profileConfiguration(mailProfile, 'ide', 'none'),
      script: {
        scenario: 'wal',
        parameters: {},
        sectorCount: 8,
        regions: [],
        operations: [],
        threads: [[]],
        obligations: [],
        orderings: [],
        atomics: [],
        recovery: { kind: 'none' },
        overlapDeclared: false,
      },
      incidents: [],
      expects: kind,
    },
  };
}
