import { deviceOf } from '../../catalogue/devices/devices.js';
import { elevators, guestKernels } from '../../catalogue/dimensions/guests.js';
import { queueDepths } from '../../catalogue/dimensions/queue-depths.js';
import type { Known } from '../../catalogue/known.js';
import { rowOf } from '../../catalogue/row-of.js';
import { noBetterThan, type Reason } from '../reason.js';
import type { GuestParts } from './offer.js';

const elevatorSays = {
  cfq: 'may dispatch what is queued in any order',
  noop: 'dispatches in the order of submission',
} as const;

const elevatorSources = {
  barriers: 'Linux 2.6.31 block/cfq-iosched.c, block/noop-iosched.c',
  'flush-fua': 'Linux 6.12 block/mq-deadline.c, Documentation/block/blk-mq.rst',
} as const;

function elevatorEvidence({ kernel }: GuestParts['guest']): Known {
  const { era, system } = guestKernels.find(({ id }) => id === kernel) ?? guestKernels[0];
  return system === 'Linux'
    ? { source: elevatorSources[era], confidence: 'read' }
    : { source: `taken for ${system} as for Linux`, confidence: 'inferred' };
}

/** In which order the queue may send what is in it. */
export function elevatorReason({ guest }: GuestParts): Reason {
  const { elevator } = guest;
  const row = `elevators.${elevator}`;
  const known = noBetterThan(rowOf(elevators, elevator), elevatorEvidence(guest));
  return { layer: 'guest', says: elevatorSays[elevator], rule: '', row, ...known };
}

/** Whether the queue sends a request only after the one before has completed. */
export function takesOne(parts: GuestParts): boolean {
  const { queueDepth } = parts.device;
  return queueDepth === '1' || (queueDepth === 'device' && deviceOf(parts).queueDepth === 1);
}

/** Who made the queue longer or shorter than the device has it. */
export function depthReasons({ device: { queueDepth } }: GuestParts): readonly Reason[] {
  if (queueDepth === 'device') return [];
  const says =
    queueDepth === '1'
      ? 'keeps one request in flight'
      : `keeps up to ${queueDepth} requests in flight`;
  const { source, confidence } = rowOf(queueDepths, queueDepth);
  const row = `queueDepths.${queueDepth}`;
  return [{ layer: 'guest-driver', says, rule: '', row, source, confidence }];
}
