import type {
  AioId,
  ConfigWceId,
  FormatId,
  FrontendId,
  GuestKernelId,
  MachineVersion,
} from '../../model/configuration.js';
import type { HostId } from '../../model/storage.js';
import type { LayerId } from '../../model/verdict.js';
import type { Known } from '../known.js';
import type { ReleaseRange } from '../releases/releases.js';
import type { RuleId } from '../rules/rules.js';

/** What a quirk changes. Closed, so that another quirk is a row and no code. */
export type QuirkEffect =
  /** Writes may carry FUA, and the device hands it to QEMU's block layer. */
  | { readonly kind: 'offers-fua' }
  /** Writes may carry FUA, and the device flushes after each of them. */
  | { readonly kind: 'flushes-for-fua' }
  /** The device takes FUA and does nothing about it. */
  | { readonly kind: 'ignores-fua' }
  /** The device does not tell the guest of the write cache that it has. */
  | { readonly kind: 'hides-cache' }
  /** The device offers the guest no flush command, and so no write cache. */
  | { readonly kind: 'offers-no-flush' }
  /** The device offers the guest its flush command where it has no write cache, too. */
  | { readonly kind: 'flush-without-cache' }
  /** The device tells the guest of a write cache whether it has one or not. */
  | { readonly kind: 'claims-cache' }
  /** The guest's driver answers a flush by itself and sends nothing. */
  | { readonly kind: 'driver-answers-flush' }
  /** The device has a write cache although the cache mode says that it has none. */
  | { readonly kind: 'caches-all-the-same' }
  /** A guest that did not negotiate flushes gets a device that writes through. */
  | { readonly kind: 'write-through-without-flush' }
  /** The host gets a FUA write as one (RWF_DSYNC), not as a write and a flush. */
  | { readonly kind: 'fua-reaches-host' }
  /** The flush that makes a FUA write is left out where nothing else was written since the last. */
  | { readonly kind: 'skips-fua-flush' }
  /** A flush has nothing to do before the first write of this QEMU, whatever the last one left. */
  | { readonly kind: 'skips-first-flush' }
  /** An error of a write or a flush is told to nobody. */
  | { readonly kind: 'hides-errors' }
  /** The error of a flush is told to nobody; that of a write is. */
  | { readonly kind: 'hides-flush-errors' }
  /** After a flush that failed, the next one succeeds and has written nothing. */
  | { readonly kind: 'forgets-flush-errors' };

/** Where a quirk is found; what is not named does not matter. */
export interface QuirkPlace extends ReleaseRange {
  readonly frontends: readonly FrontendId[] | 'any';
  /** Where a SCSI disk says that it takes FUA, by itself or by its machine type. */
  readonly dpofua: 'on' | 'any';
  readonly configWce: ConfigWceId | 'any';
  /** With machine types that are later than this one alone, or with all. */
  readonly machineAfter: MachineVersion | 'any';
  readonly formats: readonly FormatId[] | 'any';
  readonly aio: readonly AioId[] | 'any';
  /** With O_DIRECT alone, or in all cache modes. */
  readonly direct: 'only' | 'any';
  /** Where flushes are not wanted (cache=unsafe) alone, or in all cache modes. */
  readonly noFlush: 'only' | 'any';
  readonly hosts: readonly HostId[] | 'any';
  readonly guestKernels: readonly GuestKernelId[] | 'any';
}

/** What is not named does not matter. */
export const anywhere = {
  from: '7.2',
  until: '',
  frontends: 'any',
  dpofua: 'any',
  configWce: 'any',
  machineAfter: 'any',
  formats: 'any',
  aio: 'any',
  direct: 'any',
  noFlush: 'any',
  hosts: 'any',
  guestKernels: 'any',
} as const satisfies QuirkPlace;

export interface QuirkRow extends QuirkPlace, Known {
  readonly id: string;
  readonly layer: LayerId;
  readonly sentence: string;
  readonly effect: QuirkEffect;
  /** The defect that it is; '' for a way of doing things. */
  readonly rule: RuleId | '';
}
