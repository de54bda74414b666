import { expect, it } from 'vitest';
import { explainBehaviour } from '../../src/analysis/behaviour.js';
import { judgeBehaviour } from '../../src/analysis/predict.js';
import type { RunOptions } from '../../src/run/options.js';
import { planRun } from '../../src/run/plan.js';
import { runPlan } from '../../src/run/run-plan.js';
import { judgedScenarios } from '../../src/run/scenarios/judged-scenarios.js';

const pages = {
  'innodb-no-doublewrite': 16_384,
  'postgresql-no-full-page-writes': 8192,
} as const;

const selection: RunOptions = {
  scenarios: Object.keys(pages),
  frontends: ['virtio-blk', 'sd'],
  caches: ['none', 'writeback'],
  hosts: ['file', 'block-device', 'zfs'],
  allocations: ['full', 'sparse'],
  atomicUnits: ['512', '4096', '16384'],
  faults: ['qemu-kill', 'power-loss'],
};

async function rowsOf(options: RunOptions) {
  const plan = await planRun(options);
  const { result, blkcheckBugs } = await runPlan(plan, new AbortController().signal, () => {});
  expect([...blkcheckBugs, ...result.summary.workloadBugs]).toEqual([]);
  return { plan, rows: result.results };
}

it('has a verdict on what trusts in an atomic page, and the analysis has the same', async () => {
  const { plan, rows } = await rowsOf(selection);
  const { judged } = await judgedScenarios(plan.scenarios);
  const scripts = new Map(judged.map(({ scenario, script }) => [scenario.name, script]));
  const verdicts = new Set<string>();
  for (const { id, scenario, fault, configuration, verdict, findings } of rows) {
    const script = scripts.get(scenario);
    if (fault === 'none' || script === undefined) continue;
    const { behaviour } = explainBehaviour(configuration, fault);
    const kinds = findings.map(({ kind }) => kind).sort();
    expect([id, kinds]).toEqual([id, [...judgeBehaviour(script, behaviour).kinds].sort()]);
    expect(verdict).toBe(kinds.length === 0 ? 'safe' : 'unsafe');
    verdicts.add(verdict);
  }
  expect([...verdicts].sort()).toEqual(['safe', 'unsafe']);
});

it('blames who tears the page, and says what to change', async () => {
  const { rows } = await rowsOf({ ...selection, faults: ['power-loss'] });
  const told = new Map(
    rows.flatMap(({ configuration, findings }) =>
      findings
        .filter(({ kind }) => kind === 'torn')
        .map(({ rule, blame, change }) => {
          const { frontend, cache, host, image, disk } = configuration;
          const way = cache.direct ? 'none' : 'writeback';
          const words = [frontend, way, host.storage, image.allocation, disk.atomicBytes];
          return [words.join(' '), `${rule} ${blame}: ${change}`] as const;
        }),
    ),
  );
  const mending = 'switch on what mends torn pages (innodb_doublewrite, full_page_writes)';
  expect(told.get('virtio-blk none block-device full 512')).toBe(
    `BLK029 disk: ${mending}, or a disk with that atomic unit`,
  );
  // What it has already is not among what it is told to change.
  expect(told.get('virtio-blk none file full 16384')).toBe(
    `BLK030 host: a block device or logical volume, or ${mending}`,
  );
  expect(told.get('virtio-blk writeback block-device full 16384')).toBe(
    `BLK030 host: cache=none, or ${mending}`,
  );
  expect(told.get('virtio-blk none zfs sparse 16384')).toMatch(/^BLK031 image: preallocate/u);
  expect(told.get('sd none block-device full 16384')).toMatch(/^BLK032 frontend: virtio-blk/u);
  // Nothing below tears it: of the two, PostgreSQL writes through the guest's page cache.
  expect(told.get('virtio-blk none block-device full 16384')).toMatch(/^BLK036 guest: /u);
  const direct = rows.filter(
    ({ scenario, fault, configuration: { frontend, cache, host, image, disk } }) =>
      scenario === 'innodb-no-doublewrite' &&
      fault === 'power-loss' &&
      frontend === 'virtio-blk' &&
      cache.direct &&
      host.storage === 'block-device' &&
      image.allocation === 'full' &&
      disk.atomicBytes === 16_384,
  );
  expect(direct.map(({ verdict }) => verdict)).toEqual(['safe']);
});

it('judges what trusts in completion by what is volatile, and blames the workload for asking for no flush', async () => {
  const { rows } = await rowsOf({
    scenarios: ['innodb-o-direct', 'innodb-o-direct-no-fsync', 'careless-copy'],
    frontends: ['virtio-blk'],
    caches: ['none', 'writeback'],
    disks: ['wce-honest', 'plp'],
    faults: ['power-loss'],
  });
  const told = new Set(
    rows
      .filter(({ fault }) => fault !== 'none')
      .map(({ cell, configuration, verdict, findings }) => {
        const rules = [...new Set(findings.map(({ rule, blame }) => `${rule} ${blame}`))];
        return `${cell} ${configuration.disk.kind}: ${verdict} ${rules}`;
      }),
  );
  expect([...told].sort()).toEqual([
    'virtio-blk/none plp: safe ',
    'virtio-blk/none wce-honest: unsafe BLK037 workload',
    'virtio-blk/writeback plp: unsafe BLK037 workload',
    'virtio-blk/writeback wce-honest: unsafe BLK037 workload',
  ]);
});
