import { deviceOf } from '../../catalogue/devices.js';
import { guestKernels } from '../../catalogue/guests.js';
import { queueDepths } from '../../catalogue/queue-depths.js';
import type { Reason } from '../reason.js';
import type { GuestParts } from './offer.js';

const elevatorSays = {
  cfq: 'may dispatch what is queued in any order',
  noop: 'dispatches in the order of submission',
} as const;

const elevatorSources = {
  barriers: 'Linux 2.6.31 block/cfq-iosched.c, block/noop-iosched.c',
  'flush-fua': 'Linux 6.12 block/mq-deadline.c, block/blk-mq-sched.c',
} as const;

/** In which order the queue may send what is in it. */
export function elevatorReason({ guest: { elevator, kernel } }: GuestParts): Reason {
  const { era, system } = guestKernels.find(({ id }) => id === kernel) ?? guestKernels[0];
  return {
    layer: 'guest',
    says: elevatorSays[elevator],
    rule: '',
    row: `elevators.${elevator}`,
    source: system === 'Linux' ? elevatorSources[era] : `taken for ${system} as for Linux`,
    confidence: '',
  };
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
  const source = queueDepths.find(({ id }) => id === queueDepth)?.source ?? '';
  const row = `queueDepths.${queueDepth}`;
  return [{ layer: 'guest-driver', says, rule: '', row, source, confidence: 'read' }];
}
