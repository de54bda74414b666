import * as v from 'valibot';
import { choiceKinds } from '../../model/choice.js';
import {
  aioIds,
  allocationIds,
  atomicUnits,
  type Configuration,
  configWceIds,
  dpofuaIds,
  elevatorIds,
  formatIds,
  frontendIds,
  fsyncErrorIds,
  guestKernelIds,
  type HostNoteId,
  machineIds,
  mountIds,
  patchIds,
  qemuReleaseIds,
  queueDepthIds,
  werrorIds,
  writeCacheIds,
} from '../../model/configuration.js';
import { faultIds } from '../../model/fault.js';
import type { Finding, Replay } from '../../model/finding.js';
import { diskIds, hostIds } from '../../model/storage.js';
import { layerIds, violationKinds } from '../../model/verdict.js';
import { count, scriptSchema } from './script-schema.js';

export const faultSchema = v.picklist([...faultIds, 'none']);

/** Only with `--crash-recovery`. */
export const secondFaultSchema = v.exactOptional(
  v.pipe(v.picklist(faultIds), v.description('What strikes in the boot after the first fault.')),
);

export const cacheFlags = { writeback: v.boolean(), direct: v.boolean(), noFlush: v.boolean() };

const noteSentences: Readonly<Record<HostNoteId, string>> = {
  'ext3-no-barrier': 'ext3 on the host does not enable barriers and cache flushes by default.',
  'block-node-no-flush':
    'O_SYNC writes or fsync on nodes of block devices do not flush the disk cache.',
  'odirect-no-flush': 'Nothing flushes the disk after O_DIRECT writes.',
};

export const hostNotesSchema = v.pipe(
  v.strictObject({
    'ext3-no-barrier': note('ext3-no-barrier'),
    'block-node-no-flush': note('block-node-no-flush'),
    'odirect-no-flush': note('odirect-no-flush'),
  }),
  v.description("Which of the mail's notes on Linux hosts hold."),
);

function note(id: HostNoteId) {
  return v.pipe(v.boolean(), v.description(noteSentences[id]));
}

/** Reports of 0.1 know one day only: what they do not say is what it was then. */
const mailQemu = { release: '0.11', machine: 'newest', aio: 'threads', werror: 'enospc' } as const;

/** What a report does not say of a device is as it is by default. */
const plainDevice = { dpofua: 'auto', configWce: 'on', queueDepth: 'device' } as const;

const configuration: v.GenericSchema<unknown, Configuration> = v.strictObject({
  guest: v.strictObject({
    kernel: v.optional(v.picklist(guestKernelIds), '2.6.31'),
    writeCache: v.optional(v.picklist(writeCacheIds), 'device'),
    mount: v.picklist(mountIds),
    fsyncError: v.optional(v.picklist(fsyncErrorIds), 'stops'),
    elevator: v.picklist(elevatorIds),
  }),
  frontend: v.picklist(frontendIds),
  device: v.optional(
    v.strictObject({
      dpofua: v.picklist(dpofuaIds),
      configWce: v.picklist(configWceIds),
      queueDepth: v.optional(v.picklist(queueDepthIds), 'device'),
    }),
    plainDevice,
  ),
  qemu: v.optional(
    v.strictObject({
      release: v.picklist(qemuReleaseIds),
      machine: v.picklist(machineIds),
      aio: v.picklist(aioIds),
      werror: v.optional(v.picklist(werrorIds), 'enospc'),
    }),
    mailQemu,
  ),
  cache: v.strictObject(cacheFlags),
  image: v.strictObject({ format: v.picklist(formatIds), allocation: v.picklist(allocationIds) }),
  host: v.strictObject({ storage: v.picklist(hostIds), notes: hostNotesSchema }),
  disk: v.strictObject({ kind: v.picklist(diskIds), atomicBytes: v.picklist(atomicUnits) }),
  patches: v.array(v.picklist(patchIds)),
});

const stack = v.variant('kind', [
  v.strictObject({ kind: v.literal('configuration') }),
  v.strictObject({ kind: v.literal('bare-metal'), guest: v.picklist(['default', 'configured']) }),
  v.strictObject({ kind: v.literal('strictest') }),
]);

const incident = v.strictObject({
  fault: faultSchema,
  powerCut: v.strictObject({ operation: count, event: count }),
  choices: v.array(
    v.strictObject({ kind: v.picklist(choiceKinds), subject: count, nth: count, value: count }),
  ),
});

/** A replay, in a file of its own or inside a report. */
export const replaySchema: v.GenericSchema<unknown, Replay> = v.strictObject({
  blkcheck: v.literal('replay/1'),
  blkcheckVersion: v.string(),
  stack,
  configuration,
  script: scriptSchema,
  incidents: v.array(incident),
  expects: v.picklist(violationKinds),
});

const traceRow = v.strictObject({
  operation: count,
  guest: v.string(),
  device: v.string(),
  host: v.string(),
  disk: v.string(),
  mark: v.picklist(['', 'acknowledged', 'served', 'power-cut']),
});

export const findingSchema: v.GenericSchema<unknown, Finding> = v.strictObject({
  id: v.pipe(v.string(), v.description('What `blkcheck replay --finding` takes.')),
  kind: v.picklist(violationKinds),
  secondFault: secondFaultSchema,
  rule: v.pipe(v.string(), v.description('What `blkcheck explain` takes.')),
  blame: v.picklist(layerIds),
  effect: v.string(),
  because: v.string(),
  change: v.string(),
  atRisk: v.string(),
  trace: v.array(traceRow),
  replay: replaySchema,
});
