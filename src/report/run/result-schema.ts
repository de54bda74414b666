import * as v from 'valibot';
import {
  aioIds,
  allocationIds,
  atomicUnits,
  cacheModeIds,
  configWceIds,
  dpofuaIds,
  elevatorIds,
  formatIds,
  frontendIds,
  fsyncErrorIds,
  guestKernelIds,
  machineIds,
  mountIds,
  patchIds,
  qemuReleaseIds,
  queueDepthIds,
  werrorIds,
  writeCacheIds,
} from '../../model/configuration.js';
import { suites } from '../../model/result.js';
import { diskIds, hostIds } from '../../model/storage.js';
import { verdicts, violationKinds } from '../../model/verdict.js';
import {
  cacheFlags,
  faultSchema,
  findingSchema,
  hostNotesSchema,
  secondFaultSchema,
} from '../story/finding-schema.js';
import { count } from '../story/script-schema.js';

const configuration = v.strictObject({
  frontend: v.picklist(frontendIds),
  cache: v.picklist(cacheModeIds),
  ...cacheFlags,
  // Not in reports of 0.1, which are about QEMU 0.11 and Linux 2.6.31.
  qemu: v.optional(v.picklist(qemuReleaseIds)),
  machine: v.optional(v.picklist(machineIds)),
  dpofua: v.optional(v.picklist(dpofuaIds)),
  configWce: v.optional(v.picklist(configWceIds)),
  queueDepth: v.optional(v.picklist(queueDepthIds)),
  aio: v.optional(v.picklist(aioIds)),
  werror: v.optional(v.picklist(werrorIds)),
  format: v.optional(v.picklist(formatIds)),
  guestKernel: v.optional(
    v.pipe(v.picklist(guestKernelIds), v.description('What runs in the guest.')),
  ),
  guestWriteCache: v.optional(
    v.pipe(
      v.picklist(writeCacheIds),
      v.description('What the guest takes the write cache of the device for.'),
    ),
  ),
  allocation: v.picklist(allocationIds),
  host: v.picklist(hostIds),
  hostNotes: hostNotesSchema,
  disk: v.picklist(diskIds),
  atomicBytes: v.picklist(atomicUnits),
  mount: v.picklist(mountIds),
  fsyncError: v.optional(v.picklist(fsyncErrorIds)),
  elevator: v.picklist(elevatorIds),
  patches: v.array(v.picklist(patchIds)),
});

/** What was looked at. */
export const explored = v.strictObject({
  runs: count,
  /** Reports from before scripts were proved have none. */
  workloads: v.optional(v.pipe(count, v.description('Scripts that were proved.'))),
  exercisedRuns: count,
  schedules: count,
  crashPoints: count,
  crashStates: v.pipe(
    v.string(),
    v.description('Summed over schedules and crash points; decimal, as it may be very large.'),
  ),
  executions: count,
});

const cost = v.strictObject({
  acknowledgements: count,
  hostSyncs: count,
  diskFlushes: count,
  vcpuStallUs: v.pipe(v.number(), v.minValue(0)),
});

const row = v.strictObject({
  id: v.pipe(
    v.string(),
    v.description(
      '`scenario:frontend/cache:fault`, and `@key=value,...` for what is not the profile.',
    ),
  ),
  scenario: v.string(),
  suite: v.picklist(suites),
  fault: faultSchema,
  secondFault: secondFaultSchema,
  cell: v.string(),
  configuration,
  verdict: v.picklist(verdicts),
  basis: v.picklist(['exhaustive', 'sampled', 'analysis']),
  reason: v.pipe(
    v.string(),
    v.description('Why it is inconclusive, or unsafe without all kinds looked for; else empty.'),
  ),
  boundPercent: v.pipe(
    v.number(),
    v.minValue(0),
    v.maxValue(100),
    v.description('Where sampling passes: fewer than this share of generated runs fail (95 %).'),
  ),
  explored,
  cost,
  findings: v.array(findingSchema),
});

const cell = v.strictObject({
  id: v.string(),
  frontend: v.picklist(frontendIds),
  cache: v.picklist(cacheModeIds),
  verdict: v.picklist(verdicts),
  kinds: v.array(v.picklist(violationKinds)),
  results: v.array(v.string()),
});

/** Workloads that fail where nothing below them is at fault. */
export const workloadBugsSchema = v.array(
  v.strictObject({
    scenario: v.string(),
    control: v.picklist(['fault-free', 'strictest', 'bare-metal']),
    finding: findingSchema,
  }),
);

const summary = v.strictObject({
  safe: count,
  unsafe: count,
  inconclusive: count,
  waived: count,
  notApplicable: count,
  workloadBugs: workloadBugsSchema,
  exitCode: count,
});

/** The object that `--reporter json` prints. */
export const reportSchema = v.pipe(
  v.strictObject({
    schemaVersion: v.literal(1),
    blkcheckVersion: v.string(),
    fastCheckVersion: v.string(),
    seed: v.pipe(v.number(), v.integer()),
    profile: v.string(),
    interrupted: v.boolean(),
    assumptions: v.array(
      v.strictObject({
        key: v.string(),
        value: v.string(),
        origin: v.picklist(['profile', 'flag']),
      }),
    ),
    notApplicable: v.array(v.strictObject({ scenario: v.string(), reason: v.string() })),
    // Not in reports of versions that dropped in silence what cannot be.
    notRun: v.optional(
      v.pipe(
        v.array(v.strictObject({ reason: v.string(), stacks: v.array(v.string()) })),
        v.description('Stacks that were selected and cannot be, or are not modelled.'),
      ),
    ),
    summary,
    cells: v.array(cell),
    results: v.array(row),
  }),
  v.title('blkcheck report'),
  v.description('What `blkcheck run --reporter json` prints.'),
);
