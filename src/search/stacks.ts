import { guestKernels } from '../catalogue/dimensions/guests.js';
import { defaultProfile } from '../catalogue/dimensions/profiles.js';
import { guestPieceBytes, type Trust } from '../catalogue/guest-writes.js';
import type { Configuration, GuestSettings } from '../model/configuration.js';
import type { StackChoice } from '../model/finding.js';
import { buildStack } from '../stack/build.js';
import { buildBareMetal, buildStrictest } from '../stack/controls.js';
import type { Stack } from '../stack/stack.js';
import { createKept } from './proof/kept.js';

/** @param trust - what the workload trusts in: a control does that, in the guest too */
export function stackOf(choice: StackChoice, configuration: Configuration, trust: Trust): Stack {
  switch (choice.kind) {
    case 'configuration':
      return tornByGuest(configuredStack(configuration), guestPieceBytes(trust));
    case 'bare-metal':
      return bareMetal(
        choice.guest === 'configured' ? configuration.guest : usualGuest(configuration),
        trust,
      );
    case 'strictest':
      return strictest(trust);
  }
}

/** The guest is to blame only where nothing below it tears as small. */
function tornByGuest(stack: Stack, pieceBytes: number): Stack {
  const sectors = pieceBytes / sectorBytes;
  if (sectors === 0 || stack.disk.sectorsPerAtomicUnit <= sectors) return stack;
  const known = torn.get(stack) ?? {
    ...stack,
    disk: { ...stack.disk, sectorsPerAtomicUnit: sectors, tornBy: 'BLK036' },
  };
  torn.set(stack, known);
  return known;
}

const sectorBytes = 512;
const torn = new WeakMap<Stack, Stack>();

const bareMetals = createKept<Stack>();
const strictests = createKept<Stack>();

/** What is known of a stack is kept with it, so all scenarios have the same one. */
export function bareMetal(usual: GuestSettings, trust: Trust): Stack {
  const { atomicBytes = sectorBytes, keepsCompleted = false } = trust;
  const guest: GuestSettings = keepsCompleted ? { ...usual, writeCache: 'device-off' } : usual;
  const key = `${JSON.stringify(guest)} ${atomicBytes}`;
  return bareMetals(key, () => buildBareMetal(guest, atomicBytes));
}

export function strictest({ atomicBytes = sectorBytes }: Trust): Stack {
  return strictests(String(atomicBytes), () => buildStrictest(atomicBytes));
}

const built = new WeakMap<Configuration, Stack>();

/** The faults of a configuration come one after the other. */
export function configuredStack(configuration: Configuration): Stack {
  const stack = built.get(configuration) ?? buildStack(configuration);
  built.set(configuration, stack);
  return stack;
}

/** The guest's kernel, set up as it is by default. */
export function usualGuest({ guest }: Configuration): GuestSettings {
  const { mount, fsyncError, elevator, writeCache, guestKernel } = defaultProfile;
  // One that never flushes keeps nothing on any disk with a cache: that is no fault of the workload.
  const keeps = guestKernels.some(({ id, flushes }) => id === guest.kernel && flushes);
  const kernel = keeps ? guest.kernel : guestKernel;
  return { kernel, writeCache, mount, fsyncError, elevator };
}
