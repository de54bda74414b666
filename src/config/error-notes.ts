import {
  type ErrorHandlingRow,
  errorHandlings,
  keepsFromGuest,
} from '../catalogue/devices/error-handling.js';
import type { ConfigNote, Fact, VmDisk, VmFrontend } from '../model/vm-disk.js';
import { isKnown } from './fact.js';

const ignored = {
  werror: 'write errors are ignored: the guest believes that lost writes succeeded',
  rerror: 'read errors are ignored: the guest takes what it could not read for data',
  both:
    'errors are ignored: the guest believes that lost writes succeeded, and takes what it could not ' +
    'read for data',
} as const;

type PolicyKey = 'werror' | 'rerror';

/** What the device makes of an error policy; undefined where it is not known which device it is. */
export function handlingBy(frontend: Fact<VmFrontend>): ErrorHandlingRow | undefined {
  return errorHandlings.find(({ frontends }) => frontends.some((id) => isKnown(frontend, id)));
}

/** What is to be said of the policies that keep an error from the guest: once where one value sets both. */
export function policyNotes(disk: VmDisk): readonly ConfigNote[] {
  const [ofWrites, ofReads] = [notesOf(disk, 'werror'), notesOf(disk, 'rerror')];
  const [first] = ofWrites;
  if (first === undefined || !ofReads.some((note) => isSame(note, first)))
    return [...ofWrites, ...ofReads];
  const isIgnored = first.rule === 'write-errors-ignored';
  return [isIgnored ? { ...first, message: ignored.both } : first];
}

function isSame(one: ConfigNote, { rule, at }: ConfigNote): boolean {
  return one.rule === rule && one.at.line === at.line && one.at.column === at.column;
}

function notesOf({ frontend, notes, ...disk }: VmDisk, key: PolicyKey): readonly ConfigNote[] {
  const policy = disk[key];
  if (!policy.known || !keepsFromGuest(policy.value)) return [];
  const { effect = 'obeyed', sentence = '' } = handlingBy(frontend) ?? {};
  const { at } = policy.origin;
  if (effect === 'refused') return [{ rule: 'refused-by-qemu', message: sentence, at }];
  if (effect === 'ignored') {
    // What QEMU refuses has no effects to speak of.
    if (notes.some(({ rule }) => rule === 'refused-by-qemu')) return [];
    const message = `${key}=${policy.value} has no effect: ${sentence}`;
    return [{ rule: 'no-effect', message, at }];
  }
  if (policy.value !== 'ignore') return [];
  return [{ rule: 'write-errors-ignored', message: ignored[key], at }];
}
