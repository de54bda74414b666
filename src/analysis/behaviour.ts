import type { AtomicBytes, Configuration } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import type { Place } from '../model/place.js';
import { untoldReasons } from './facts/errors.js';
import type { FuaManner } from './facts/fua.js';
import {
  flushesReachDevice,
  fuaReachesDevice,
  type GuestFacts,
  guestFacts,
  type OrderedMode,
} from './facts/guest.js';
import { storageFacts } from './facts/storage.js';
import { wholeBytesOf } from './facts/whole.js';
import type { Reason } from './reason.js';
import { goneReasons, isSpared, type Sending, type SureFrom, surenessOf } from './sureness.js';

/**
 * All that a verdict depends on: two configurations that behave alike under a fault get the same
 * verdict for every script.
 */
export interface Behaviour {
  readonly mode: OrderedMode;
  /** The queue is dispatched in the order of submission. */
  readonly inOrder: boolean;
  readonly oneAtATime: boolean;
  readonly data: SureFrom;
  /** When the allocation of a block is sure; never better than `data`. */
  readonly allocation: SureFrom;
  /** Sectors whose allocation is lost together. */
  readonly blockSectors: number;
  /** Sectors of an atomic unit. */
  readonly unitSectors: number;
  /** What the device got before the fault is finished all the same. */
  readonly finishes?: boolean;
  /** What FUA does, where the device passes it on: nothing, a sync of the write alone, or a flush. */
  readonly fua: 'plain' | 'alone' | 'flush';
  /** Which writes are followed by a flush that QEMU may skip. */
  readonly skips: 'none' | 'fua' | 'every-write';
}

export interface Explained {
  readonly behaviour: Behaviour;
  /** Why the guest orders and flushes as it does. */
  readonly order: readonly Reason[];
  /** Why data is sure from when it is. */
  readonly data: readonly Reason[];
  /** The same for allocations; empty where they are never worse off than the data. */
  readonly allocation: readonly Reason[];
  /** Why a write with FUA is durable by itself, or is not. */
  readonly fua: readonly Reason[];
}

const sectorBytes = 512;

/** No more than is allocated together: a larger unit can be found again in part. */
export function unitSectorsOf(
  atomicBytes: AtomicBytes,
  { splitBytes }: Pick<GuestFacts, 'splitBytes'>,
  blockSectors: number | undefined,
): number {
  const ofDevice = Math.min(atomicBytes, splitBytes || atomicBytes) / sectorBytes;
  return Math.min(ofDevice, blockSectors ?? ofDevice);
}

export function sendingOf({ mode, writesThrough, errorsTold }: GuestFactsOfSending): Sending {
  const [flushes, fua] = [flushesReachDevice(mode), fuaReachesDevice(mode)];
  return { flushes, fua, writesThrough, errorsTold };
}

type GuestFactsOfSending = Pick<GuestFacts, 'mode' | 'writesThrough' | 'errorsTold'>;

interface From {
  readonly data: SureFrom;
  readonly allocation: SureFrom;
}

/** How writes become durable by themselves, as far as that makes a difference. */
export function durabilityOf(
  manner: FuaManner,
  { fua, writesThrough }: Pick<Sending, 'fua' | 'writesThrough'>,
  { data, allocation }: From,
): Pick<Behaviour, 'fua' | 'skips'> {
  const nothing = { fua: 'plain', skips: 'none' } as const;
  if (data !== 'flush' && allocation !== 'flush') return nothing;
  if (writesThrough)
    return manner === 'skippable-flush' ? { fua: 'plain', skips: 'every-write' } : nothing;
  if (!fua || manner === 'dropped') return nothing;
  if (manner === 'alone') return { fua: 'alone', skips: 'none' };
  return { fua: 'flush', skips: manner === 'skippable-flush' ? 'fua' : 'none' };
}

const anyBlock = 8;

/** How large a block is matters where its allocation can be lost by itself. */
export function blockSectorsOf({ data, allocation }: From, known: number | undefined): number {
  return data === allocation ? anyBlock : (known ?? anyBlock);
}

/** What the configuration does under the fault, with the chain of facts behind it. */
export function explainBehaviour(configuration: Configuration, fault: FaultId): Explained {
  const guest = guestFacts(configuration);
  const storage = storageFacts(configuration);
  const sending = sendingOf(guest);
  const isKept = (place: Place) => isSpared(place, fault, configuration);
  const { data, allocation } = surenessOf(isKept, storage, fault, sending);
  const from = { data: data.from, allocation: allocation.from };
  const isUntold = fault === 'io-error' && data.from === 'never';
  return {
    behaviour: {
      mode: guest.mode,
      inOrder: guest.inOrder,
      oneAtATime: guest.oneAtATime,
      ...from,
      ...durabilityOf(storage.fuaManner, sending, from),
      blockSectors: blockSectorsOf(from, storage.allocation?.blockSectors),
      unitSectors: unitSectorsOf(
        wholeBytesOf(configuration),
        guest,
        storage.allocation?.blockSectors,
      ),
    },
    order: guest.reasons,
    data: [
      ...(isUntold ? untoldReasons(configuration) : []),
      ...(data.from === 'gone' ? goneReasons(configuration, fault) : []),
      ...data.reasons,
    ],
    allocation: allocation.reasons,
    fua: storage.fua.reasons,
  };
}
