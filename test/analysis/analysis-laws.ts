import { explainBehaviour } from '../../src/analysis/behaviour.js';
import { storageFacts } from '../../src/analysis/facts/storage.js';
import { judgeBehaviour } from '../../src/analysis/predict.js';
import { predictTwice } from '../../src/analysis/predict-twice.js';
import { dimensionOf } from '../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import { usualConfiguration } from '../../src/run/configurations/configurations.js';
import {
  acknowledge,
  barrier,
  flush,
  fsync,
  type Sketch,
  script,
  wait,
  write,
} from '../laws/scripts.js';

/** What the analysis must say of a small program on one stack. */
interface AnalysisLaw {
  readonly name: string;
  /** '' where it holds. */
  readonly check: () => string;
}

type Settings = Readonly<Record<string, string>>;

const fua = (lba: number): Sketch => ({ ...write(lba), fua: true });

/** The acknowledgement promises the last write. */
function durable(base: Script): Script {
  const last = base.operations.findLast(({ sectorCount }) => sectorCount > 0);
  const requires = [{ lba: last?.lba ?? 0, sectorCount: 1, version: last?.id ?? 0 }];
  const promise = base.operations.findLast(({ kind }) => kind === 'acknowledge')?.id ?? 0;
  return { ...base, obligations: [{ acknowledge: promise, transaction: 0, requires }] };
}

function ordered(base: Script): Script {
  const [first, second] = base.operations.filter(({ sectorCount }) => sectorCount > 0);
  const requires = { lba: first?.lba ?? 0, sectorCount: 1, version: first?.id ?? 0 };
  return { ...base, orderings: [{ second: second?.id ?? 0, first: [requires] }] };
}

function configurationWith(settings: Settings): Configuration {
  return Object.entries(settings).reduce(
    (stack, [key, value]) => dimensionOf(key).write(stack, value),
    usualConfiguration(defaultProfile),
  );
}

/** The same of a power failure in the boot after the fault. */
function twiceLaw(
  name: string,
  settings: Settings,
  fault: FaultId,
  program: Script,
  expected: 'safe' | 'unsafe',
): AnalysisLaw {
  return {
    name,
    check: () => {
      const kinds = predictTwice(program, configurationWith(settings), fault);
      return (kinds?.length === 0) === (expected === 'safe') ? '' : `breaks: ${kinds}`;
    },
  };
}

function law(
  name: string,
  settings: Settings,
  fault: FaultId,
  program: Script,
  expected: 'safe' | 'unsafe',
): AnalysisLaw {
  return {
    name,
    check: () => {
      const configuration = configurationWith(settings);
      const { behaviour } = explainBehaviour(configuration, fault);
      const { verdict } = judgeBehaviour(program, behaviour);
      return verdict === expected ? '' : `${verdict}: ${JSON.stringify(behaviour)}`;
    },
  };
}

const synced = durable(script(write(0), fsync, acknowledge));
const commit = durable(script(write(0), wait, flush, fua(1), wait, acknowledge));
const written = durable(script(flush, write(0), wait, fua(1), wait, acknowledge));
const direct = durable(script(write(0), wait, fua(1), wait, acknowledge));
const waited = durable(script(write(0), wait, acknowledge));
const fenced = ordered(script(write(0), barrier(1)));
const inTurn = ordered(script(write(0), write(1)));
const unfinished = script(write(0));
const scsi = { frontend: 'virtio-scsi', cache: 'none' } as const;
const zfs = { 'guest-kernel': 'freebsd-zfs' } as const;
const qcow2 = { format: 'qcow2', allocation: 'sparse' } as const;
const inOrder = { cache: 'directsync', aio: 'native', elevator: 'noop' } as const;
const mail = { qemu: '0.11', 'guest-kernel': '2.6.31', cache: 'writeback' } as const;

export const analysisLaws: readonly AnalysisLaw[] = [
  law('a queue of one is in turn', { ...inOrder, frontend: 'ide' }, 'power-loss', inTurn, 'safe'),
  law(
    'a longer queue is not in turn',
    { ...inOrder, frontend: 'ahci', 'queue-depth': '32' },
    'power-loss',
    inTurn,
    'unsafe',
  ),
  law(
    'a queue that is kept to one request is in turn',
    { ...inOrder, frontend: 'ahci', 'queue-depth': '1' },
    'power-loss',
    inTurn,
    'safe',
  ),
  law('an fsync is durable', { cache: 'none' }, 'power-loss', synced, 'safe'),
  law(
    'a flush that the driver answers is none',
    { ...scsi, frontend: 'megasas' },
    'power-loss',
    synced,
    'unsafe',
  ),
  law(
    'a hidden cache is not flushed',
    { frontend: 'vhost-user-blk' },
    'power-loss',
    synced,
    'unsafe',
  ),
  law(
    'a guest that was told of no cache does not flush',
    { 'guest-write-cache': 'write-through' },
    'power-loss',
    synced,
    'unsafe',
  ),
  law(
    'a device that was switched off writes through',
    { 'guest-write-cache': 'device-off', cache: 'none', qemu: '9.2' },
    'power-loss',
    waited,
    'safe',
  ),
  law(
    'and the flush of its write may be skipped',
    { 'guest-write-cache': 'device-off', cache: 'none' },
    'power-loss',
    waited,
    'unsafe',
  ),
  law(
    'vhost-user-blk is not switched off',
    { frontend: 'vhost-user-blk', 'guest-write-cache': 'device-off', qemu: '9.2' },
    'power-loss',
    waited,
    'unsafe',
  ),
  law('a dropped flush brings nothing down', { cache: 'unsafe' }, 'host-crash', synced, 'unsafe'),
  law(
    'a FUA write that the device forgets is lost',
    { frontend: 'nvme' },
    'power-loss',
    direct,
    'unsafe',
  ),
  law('FUA right after a flush is skipped', scsi, 'power-loss', commit, 'unsafe'),
  law(
    'FUA behind a write that came after the flush is not skipped',
    scsi,
    'power-loss',
    written,
    'safe',
  ),
  law(
    'a write through with aio=native is durable',
    { cache: 'directsync', aio: 'native' },
    'power-loss',
    waited,
    'safe',
  ),
  law(
    'threads of QEMU 10.0.2 flush behind each FUA write',
    { cache: 'directsync', qemu: '10.0.2' },
    'power-loss',
    waited,
    'safe',
  ),
  law(
    'those of QEMU 10.0.3 skip it',
    { cache: 'directsync', qemu: '10.0' },
    'power-loss',
    waited,
    'unsafe',
  ),
  law('FUA right after a write is not skipped', scsi, 'power-loss', direct, 'safe'),
  law('FUA over qcow2 is not skipped', { ...scsi, format: 'qcow2' }, 'power-loss', commit, 'safe'),
  law(
    'FUA with aio=native is not skipped',
    { ...scsi, aio: 'native' },
    'power-loss',
    commit,
    'safe',
  ),
  law("the guest's flush behind a write is not skipped", {}, 'power-loss', commit, 'safe'),
  law('dpofua is of the machine type', { ...scsi, machine: '10.0' }, 'power-loss', commit, 'safe'),
  law('unless it is set: off', { ...scsi, dpofua: 'off' }, 'power-loss', commit, 'safe'),
  law(
    'unless it is set: on',
    { ...scsi, machine: '10.0', dpofua: 'on' },
    'power-loss',
    commit,
    'unsafe',
  ),
  law(
    'scsi-hd before QEMU 10.1 flushes for FUA by itself',
    { ...scsi, qemu: '10.0', dpofua: 'on', 'guest-kernel': 'windows' },
    'power-loss',
    commit,
    'safe',
  ),
  law(
    'an export without CONFIG_WCE is flushed',
    { frontend: 'vhost-user-blk', 'config-wce': 'off' },
    'power-loss',
    synced,
    'safe',
  ),
  law(
    'also where it writes through',
    { frontend: 'vhost-user-blk', 'config-wce': 'off', cache: 'directsync' },
    'power-loss',
    synced,
    'safe',
  ),
  law(
    'FreeBSD has no FUA that nvme could ignore',
    { frontend: 'nvme', cache: 'none', ...zfs },
    'power-loss',
    commit,
    'safe',
  ),
  law(
    'FreeBSD flushes an export that hides its cache',
    { frontend: 'vhost-user-blk', cache: 'none', ...zfs },
    'power-loss',
    synced,
    'safe',
  ),
  law(
    'FreeBSD flushes behind what QEMU has skipped',
    { cache: 'writethrough', ...zfs },
    'power-loss',
    synced,
    'safe',
  ),
  law(
    'FreeBSD cannot flush without F_FLUSH',
    { cache: 'writethrough', 'config-wce': 'off', ...zfs },
    'power-loss',
    synced,
    'unsafe',
  ),
  law(
    'viostor flushes for FUA by itself',
    { cache: 'none', 'guest-kernel': 'windows' },
    'power-loss',
    commit,
    'safe',
  ),
  law(
    'the first write through is skipped',
    { cache: 'writethrough' },
    'power-loss',
    waited,
    'unsafe',
  ),
  law(
    'a write through is durable before QEMU 10.0',
    { cache: 'writethrough', qemu: '9.2' },
    'power-loss',
    waited,
    'safe',
  ),
  law(
    'a mapping waits in QEMU for a flush',
    { cache: 'none', ...qcow2 },
    'qemu-kill',
    waited,
    'unsafe',
  ),
  law('a flush writes mappings', { cache: 'unsafe', ...qcow2 }, 'qemu-kill', synced, 'safe'),
  law(
    'no-flush drops FUA, and mappings stay',
    { cache: 'writethrough-noflush', ...qcow2 },
    'qemu-kill',
    waited,
    'unsafe',
  ),
  law('a barrier keeps no order today', { cache: 'directsync' }, 'host-crash', fenced, 'unsafe'),
  law(
    'a barrier drains the queue of 2009',
    { ...mail, frontend: 'scsi' },
    'power-loss',
    fenced,
    'safe',
  ),
  law(
    'virtio-blk writes through for a guest without flushes',
    { 'guest-kernel': '2.6.31', qemu: '7.2' },
    'power-loss',
    waited,
    'safe',
  ),
  twiceLaw(
    'a new QEMU syncs nothing that it found',
    { cache: 'none' },
    'qemu-kill',
    synced,
    'unsafe',
  ),
  twiceLaw('the same QEMU syncs what it wrote', { cache: 'none' }, 'guest-crash', synced, 'safe'),
  twiceLaw(
    'another monitor syncs what it found',
    { frontend: 'firecracker', cache: 'writeback' },
    'qemu-kill',
    synced,
    'safe',
  ),
  twiceLaw(
    'the flush behind a write is finished for a guest that is gone',
    { cache: 'writethrough', format: 'qcow2' },
    'guest-crash',
    unfinished,
    'safe',
  ),
  twiceLaw(
    'the flush behind a first write is skipped for a guest that is gone, too',
    { cache: 'writethrough' },
    'guest-crash',
    unfinished,
    'unsafe',
  ),
  twiceLaw(
    'tables of a QEMU that died are where it had handed them',
    { cache: 'none', ...qcow2, host: 'block-device', disk: 'no-wce' },
    'qemu-kill',
    unfinished,
    'safe',
  ),
  {
    name: 'a reason is known no better than the row that it names',
    // That flushes are dropped was measured with cache=unsafe, and read of the mode without a name.
    check: () => {
      const known = (['unsafe', 'none-noflush'] as const).map((cache) =>
        storageFacts(configurationWith({ cache })).flushed.reasons.map((each) => each.confidence),
      );
      return known.map((each) => each[0]).join() === 'measured,read' ? '' : known.join('; ');
    },
  },
];
