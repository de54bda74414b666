import type { Behaviour } from '../../src/analysis/behaviour.js';
import { judgeBehaviour } from '../../src/analysis/predict.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import type { CacheModeId, Configuration, FrontendId } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import type { Region, Script } from '../../src/model/script.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { createOracle } from '../../src/scenario/oracle.js';
import type { Answer, Recovery } from '../../src/scenario/recovery/recovery.js';
import { exhaust, type KnownKinds } from '../../src/search/exhaust/exhaust.js';
import { isHarsher } from '../../src/search/exhaust/harsher.js';
import {
  allReductions,
  noReductions,
  type Reductions,
} from '../../src/search/exhaust/reductions.js';
import { neverFoundBy, settledBy } from '../../src/search/proof/below-weaker.js';
import { canonicalStack } from '../../src/search/proof/canonical-stack.js';
import { anyDemand, demandOf } from '../../src/search/proof/demand.js';
import type { Proof } from '../../src/search/proof/proof.js';
import { signatureOf } from '../../src/search/proof/signature.js';
import { buildStack } from '../../src/stack/build.js';
import { sparedAtOnce } from '../../src/stack/faults.js';
import type { Stack } from '../../src/stack/stack.js';
import { contentsDiffer, contentsOf } from '../search/exhaust/contents.js';
import { oracleFor, outcomesOf, verdictsOf } from '../search/exhaust/outcomes.js';
import { configurationOf } from './configurations.js';
import { promising } from './engines.js';
import { today } from './fault-laws.js';
import { isWeaker } from './is-weaker.js';
import { type Law, law } from './law.js';
import {
  acknowledge,
  fsync,
  type Sketch,
  script,
  scriptOfThreads,
  wait,
  write,
} from './scripts.js';

const brute: Reductions = { ...noReductions, seenStates: true, sharedDecisions: true };
const small = (made: Script): Script => ({ ...made, sectorCount: 12 });
const fua = (lba: number, sectorCount = 1): Sketch => ({ ...write(lba, sectorCount), fua: true });
const parallel = (...threads: number[]): Sketch => ({ kind: 'parallel', threads });

/** All that the disk may show is the same as with every event in every order. */
function asBrute(name: string, made: Script, on: Configuration, fault: FaultId): Law {
  const found = (reductions: Reductions) =>
    contentsOf(small(made), buildStack(on), [fault], reductions).get(fault) ?? new Map();
  return law(name, () => contentsDiffer(found(allReductions), found(brute)), '');
}

function proofOf(made: Script, stack: Stack, fault: FaultId): Proof {
  const subject = { script: made, stack, oracleOf: createOracle };
  const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };
  const [exhausted] = exhaust(subject, [fault], allReductions, limits);
  if (exhausted === undefined) throw new Error('nothing was proved');
  const failures = exhausted.failures.map((failure) => ({ ...failure, script: made, stack }));
  return { ...exhausted, failures, workloads: 1, script: made, earlier: [], ofWeaker: null };
}

/** The stack that stands for others leaves what each of them does. */
function standsFor(
  what: string,
  made: Script,
  on: Configuration,
  fault: FaultId = 'power-loss',
): Law {
  const stack = buildStack(on);
  const found = (canonical: boolean) => {
    const of = canonical ? canonicalStack(stack, demandOf(made), [fault]) : stack;
    return contentsOf(small(made), of, [fault], brute).get(fault) ?? new Map();
  };
  const name = `a stack stands for another: ${what} (${fault})`;
  return law(name, () => contentsDiffer(found(true), found(false)), '');
}

const todays = (frontend: FrontendId, cache: CacheModeId) =>
  configurationOf(frontend, cache, {}, defaultProfile);
const { qemu: defaultMachine } = todays('usb-storage', 'none');
const plain = script(write(0), write(1), fsync, acknowledge);
const completed = script(write(0), wait, acknowledge);
const twoLarge = script(write(0, 2), write(2, 2), wait);
const lateFua = script(write(0), wait, fua(1), wait, acknowledge);
const durable = script(write(0), fua(1), wait, acknowledge, write(2), fsync, acknowledge);
const scsi = configurationOf('scsi', 'writeback');
const hiding = today('virtio-blk', 'none', { werror: 'ignore' });
const noop = configurationOf('scsi', 'none', { guest: { elevator: 'noop' } });
const virtio = configurationOf('virtio-blk', 'writethrough');
const ide = configurationOf('ide', 'writethrough');
const sparse = configurationOf('ide', 'writethrough', { allocation: 'sparse' });

const todaysSparse = configurationOf(
  'nvme',
  'directsync',
  { allocation: 'sparse' },
  defaultProfile,
);

const commitsOthers = configurationNamed(
  'virtio-scsi/none@aio=io_uring,allocation=sparse,disk=plp',
  defaultProfile,
);

// Each write ends with a flush of its own, in a block of the host of its own.
const beside = scriptOfThreads([
  [parallel(1, 2), fsync, acknowledge],
  [write(0)],
  [write(8), wait],
]);
const late = scriptOfThreads([
  [write(8), wait, parallel(1, 2), acknowledge],
  [write(0), wait, write(1), wait, acknowledge],
  [write(2), wait, acknowledge],
]);
const threads = scriptOfThreads([
  [parallel(1, 2), acknowledge],
  [write(0), fsync, acknowledge],
  [write(1), write(2)],
]);
// Thread 1 waits for a thread of its own, and has an fsync to come.
const nested = scriptOfThreads([
  [parallel(1, 2)],
  [parallel(3), fsync, acknowledge],
  [write(0)],
  [write(1)],
]);
const overlapping = { ...script(write(0, 2), write(0, 2), fsync), overlapDeclared: true };

/** One record of three sectors under a checksum, which is read before the one after it. */
function log(): Script {
  const extents = [0, 3].map((lba) => ({ lba, sectorCount: 3 }));
  const regions: Region[] = [{ name: 'log', extents }];
  const record = (element: number): Sketch => ({
    ...write(3 * element, 3),
    region: 'log',
    element,
    transaction: element + 1,
  });
  return {
    ...small(script(record(0), record(1), fsync, acknowledge)),
    regions,
    obligations: [1, 2].map((transaction) => ({ acknowledge: 4, transaction, requires: [] })),
    recovery: {
      kind: 'write-ahead-log',
      log: 'log',
      pages: '',
      header: '',
      records: 'pages',
      buffer: '',
    },
  };
}

function outcomesAsBrute(name: string, on: Configuration): Law {
  const found = (reductions: Reductions) =>
    outcomesOf(log(), buildStack(on), 'power-loss', reductions);
  return law(name, () => found(allReductions).join(' ') === found(brute).join(' '), true);
}

/** A recovery that checks a record, and then reads it, and what was written after it. */
const distrustful: Recovery<readonly Answer[], readonly Answer[]> = {
  start: () => [],
  next: (found) => {
    if (found.length === 0)
      return { kind: 'verify', extent: { lba: 0, sectorCount: 2 }, version: 1 };
    return found.length < 4
      ? { kind: 'read', lba: found.length - 1 }
      : { kind: 'done', outcome: found };
  },
  resume: (found, answer) => [...found, answer],
  judge: () => null,
};

function checksumAsBrute(name: string, on: Configuration): Law {
  const found = (reductions: Reductions) =>
    outcomesOf(
      small(script(write(0, 2), write(2), wait)),
      buildStack(on),
      'power-loss',
      reductions,
      oracleFor(distrustful),
    ).join(' ');
  return law(name, () => found(allReductions) === found(brute), true);
}

/** What Force Unit Access promises, for a device that has it. */
const withFua: Behaviour = {
  mode: 'drain-fua',
  inOrder: false,
  oneAtATime: false,
  data: 'flush',
  allocation: 'flush',
  blockSectors: 8,
  unitSectors: 1,
  fua: 'alone',
  skips: 'none',
};
const fuaPromises = (durable: number[]) =>
  promising(script(write(0), wait, fua(1), wait, acknowledge), { durable });

const unit4096 = configurationOf('scsi', 'none', { disk: { atomicBytes: 4096 } });

/** States with one key go on alike: all that the disk may show is the same if none is left. */
function withoutSeenStates(name: string, made: Script, on: Configuration): Law {
  const found = (reductions: Reductions) =>
    contentsOf(small(made), buildStack(on), ['power-loss'], reductions).get('power-loss');
  const nothing = new Map();
  const forgetful = { ...allReductions, seenStates: false };
  return law(
    name,
    () => contentsDiffer(found(allReductions) ?? nothing, found(forgetful) ?? nothing),
    '',
  );
}

/** Each place in the reductions at which a way could be missed, in a script that would miss it. */
const schedules: readonly Law[] = [
  asBrute(
    'a short queue has one write there in part',
    script(write(0, 2), write(2, 2), wait),
    ide,
    'power-loss',
  ),
  asBrute(
    'a short queue has one durable write there in part',
    script(fua(0, 2), fua(2, 2), wait),
    { ...todays('usb-storage', 'none'), qemu: { ...defaultMachine, aio: 'native' } },
    'power-loss',
  ),
  asBrute(
    'so it has where blocks are allocated',
    script(write(0, 9), write(9, 2), fsync),
    sparse,
    'power-loss',
  ),
  asBrute(
    'writes that a flush follows complete in any order',
    scriptOfThreads([[parallel(1, 2)], [fua(0), wait, acknowledge], [fua(1), wait, acknowledge]]),
    scsi,
    'power-loss',
  ),
  asBrute(
    'what completed before a flush and what after it',
    script(write(0), fua(1), wait, acknowledge),
    scsi,
    'power-loss',
  ),
  asBrute(
    'which write completes first, where flushes may be left out',
    beside,
    todays('virtio-blk', 'writethrough'),
    'power-loss',
  ),
  asBrute(
    'each write may be the first whose flush does something',
    script(write(8), wait, write(0), write(1), wait, acknowledge),
    todays('virtio-blk', 'writethrough'),
    'power-loss',
  ),
  asBrute(
    'one thread goes on while a write of the other is late',
    late,
    todays('virtio-blk', 'writethrough'),
    'power-loss',
  ),
  asBrute(
    'a plain write beside flushes that may be left out',
    script(fua(8), wait, fua(0), write(1), fua(2), wait, acknowledge),
    todays('virtio-scsi', 'writeback'),
    'power-loss',
  ),
  asBrute(
    'writes that overlap, where flushes may be left out',
    { ...script(write(8), wait, write(0), write(1), write(0, 2), wait), overlapDeclared: true },
    todays('virtio-blk', 'writethrough'),
    'power-loss',
  ),
  asBrute(
    'FUA commits what others have allocated, if they completed before',
    script(write(0), fua(40), wait, acknowledge),
    commitsOthers,
    'power-loss',
  ),
  asBrute(
    'what completed is sure of itself and not of its allocation',
    beside,
    todaysSparse,
    'host-crash',
  ),
  asBrute(
    'what completed is sure, whatever its flush did',
    beside,
    todays('virtio-blk', 'writethrough'),
    'qemu-kill',
  ),
  asBrute('an fsync beside writes', threads, scsi, 'power-loss'),
  asBrute(
    'threads that write, in order',
    scriptOfThreads([[parallel(1, 2)], [write(0)], [write(1)]]),
    configurationOf('ide', 'writethrough', { guest: { elevator: 'noop' } }),
    'power-loss',
  ),
  asBrute('a thread that waits for its own threads has more to do', nested, scsi, 'power-loss'),
  asBrute(
    'a queue in order when the guest crashes',
    script(write(0), acknowledge),
    noop,
    'guest-crash',
  ),
  asBrute(
    'a queue without order when the guest crashes',
    script(write(0, 2), write(2), write(3), acknowledge),
    virtio,
    'guest-crash',
  ),
  asBrute('writes in flight together that overlap', overlapping, ide, 'guest-crash'),
  asBrute(
    'atomic units of several sectors',
    script(write(0, 2), wait, write(1, 2), write(9), wait),
    unit4096,
    'power-loss',
  ),
];

export const searchLaws: readonly Law[] = [
  ...schedules,
  withoutSeenStates(
    'what a flush in flight covers, where flushes may be left out',
    scriptOfThreads([
      [write(0), fsync, parallel(1, 2), acknowledge],
      [write(1), fsync],
      [write(2)],
    ]),
    todays('virtio-blk', 'writethrough'),
  ),
  checksumAsBrute('a record that failed its checksum does not turn out whole', scsi),
  checksumAsBrute('a checksum over an atomic unit that several writes share', unit4096),
  outcomesAsBrute('a checksum is one question', scsi),
  outcomesAsBrute('a checksum is one question where sectors are atomic together', unit4096),
  outcomesAsBrute('a checksum is one question where the queue is short', ide),
  law(
    'a FUA write is sure, and nothing before it: predicted',
    () => [[1], [3]].map((durable) => judgeBehaviour(fuaPromises(durable), withFua).kinds.join()),
    ['lost', ''],
  ),
  standsFor('what skips a flush within a write', durable, todays('virtio-blk', 'writethrough')),
  standsFor('what sends FUA', durable, todays('virtio-scsi', 'none')),
  standsFor('what ignores FUA', lateFua, todays('nvme', 'none')),
  standsFor('what drops flushes', plain, todays('virtio-blk', 'unsafe')),
  standsFor('what answers flushes', plain, todays('megasas', 'none')),
  standsFor('what has a page cache', plain, todays('virtio-blk', 'writeback')),
  standsFor('what has a page cache', completed, todays('virtio-blk', 'writeback'), 'host-crash'),
  standsFor('what lacks a member', plain, {
    ...todays('virtio-blk', 'none'),
    disk: { kind: 'md-raid5-degraded', atomicBytes: 512 },
  }),
  standsFor('what has a short queue', twoLarge, todays('ide', 'directsync')),
  standsFor('what has a deep queue', twoLarge, configurationOf('scsi', 'writethrough')),
  law(
    'stacks that differ in what they do have different signatures',
    () =>
      new Set(
        [
          scsi,
          noop,
          virtio,
          ide,
          sparse,
          configurationOf('scsi', 'writeback', { disk: { kind: 'plp' } }),
          configurationOf('scsi', 'writeback', { disk: { atomicBytes: 4096 } }),
          configurationOf('scsi', 'writeback', { host: 'file-nobarrier' }),
        ].map((on) => signatureOf(canonicalStack(buildStack(on), anyDemand, ['power-loss']))),
      ).size,
    8,
  ),
  law('only the same machine with an image that allocates answers for another', () => {
    const stack = buildStack(scsi);
    const allocating = { ...stack, image: { ...stack.image, allocatesOnWrite: true } };
    const lying = { ...allocating, disk: { ...allocating.disk, honoursFlush: false } };
    return [isWeaker(allocating, stack), isWeaker(stack, allocating), isWeaker(lying, stack)];
  }, [true, false, false]),
  law('what a weaker machine shows counts where it replays, and nowhere else', () => {
    const made = promising(script(write(0), fsync, acknowledge), { durable: [1] });
    const lying = buildStack(configurationOf('scsi', 'none', { disk: { kind: 'wce-lying' } }));
    const shown = proofOf(made, lying, 'power-loss');
    const below = (stack: Stack) =>
      settledBy([shown], stack, createOracle).map(({ failures }) => failures.length);
    return [below(lying), below(buildStack(configurationOf('scsi', 'none')))];
  }, [[1], []]),
  law('what a weaker machine shows is looked for below it', () => {
    const made = promising(script(write(0), acknowledge), { durable: [1] });
    const shown = proofOf(made, buildStack(scsi), 'power-loss');
    return [
      neverFoundBy([shown], 'power-loss'),
      neverFoundBy([{ ...shown, isComplete: false }], 'power-loss'),
    ];
  }, [['corrupt', 'torn', 'reordered'], []]),
  law(
    'faults that differ in the cache of the disk do the same where nothing is in it alone',
    () =>
      [
        scsi,
        configurationOf('scsi', 'unsafe'),
        configurationOf('scsi', 'none'),
        configurationOf('scsi', 'writeback', { host: 'file-nobarrier' }),
        configurationOf('scsi', 'writeback', { disk: { kind: 'wce-lying' } }),
      ].map((on) => {
        const stack = buildStack(on);
        return sparedAtOnce(stack, 'host-crash') === sparedAtOnce(stack, 'power-loss');
      }),
    [true, true, false, false, false],
  ),
  law('a harsher fault answers for a milder one, and not the other way round', () => {
    const stack = buildStack(scsi);
    return [
      isHarsher(stack, 'power-loss', 'qemu-kill'),
      isHarsher(stack, 'qemu-kill', 'power-loss'),
    ];
  }, [true, false]),
  law(
    'a disk that is gone shows what no other fault leaves',
    () => isHarsher(buildStack(hiding), 'io-error', 'node-loss'),
    false,
  ),
  law('what a harsher fault breaks is looked for under a milder one', () => {
    const made = promising(script(write(0), wait, acknowledge), { durable: [1] });
    return verdictsOf(
      made,
      buildStack(scsi),
      ['guest-crash', 'host-crash', 'power-loss'],
      allReductions,
    );
  }, ['guest-crash: ', 'host-crash: lost', 'power-loss: lost']),
  law('what a harsher fault breaks in another way is looked for under a milder one', () => {
    // Only the disk's cache has the first write: its loss is no story for a fault of the host.
    const on = configurationOf('scsi', 'writeback', { host: 'file-nobarrier' });
    const sketch = script(write(0), fsync, write(8), wait, acknowledge);
    const made = promising(sketch, { durable: [3, 1] });
    return verdictsOf(made, buildStack(on), ['host-crash', 'power-loss'], allReductions);
  }, ['host-crash: lost', 'power-loss: lost']),
  law('what a harsher fault was not asked for is looked for under a milder one', () => {
    const on = configurationOf('scsi', 'writeback', { host: 'file-nobarrier' });
    const made = promising(script(write(0), wait, acknowledge), { durable: [1] });
    const subject = { script: made, stack: buildStack(on), oracleOf: createOracle };
    const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };
    const known: KnownKinds = (fault) => (fault === 'power-loss' ? ['lost'] : []);
    const asked = ['host-crash', 'power-loss'] as const;
    return exhaust(subject, asked, allReductions, limits, known).map(({ failures }) =>
      failures.map(({ kind }) => kind),
    );
  }, [['lost'], []]),
  law('a fault whose search ended early answers for no other', () => {
    const made = promising(script(write(0), write(1), wait, acknowledge), { durable: [1] });
    const subject = { script: made, stack: buildStack(scsi), oracleOf: createOracle };
    const limits = { executionsMax: 1, isOver: () => false };
    return exhaust(subject, ['power-loss', 'guest-crash'], allReductions, limits).map(
      ({ isComplete }) => isComplete,
    );
  }, [false, true]),
];
