import type { DiskVerdict, GateFinding } from '../model/gate-result.js';
import type { ConfigNote, VmDefinition } from '../model/vm-disk.js';
import { bareFinding } from './bare-finding.js';
import { evidenceOf } from './evidence.js';
import type { DiskSubject } from './judge-disk.js';

/** What QEMU would not start with, and what hides errors: findings of the definition itself. */
export function refusalsOf({
  disk,
  candidates,
  machineNotes,
}: DiskSubject): readonly GateFinding[] {
  const noted = disk.notes.filter(
    ({ rule }) => rule === 'refused-by-qemu' || rule === 'write-errors-ignored',
  );
  const message = candidates.refused;
  const isSaid = message === '' || candidates.isMachineRefused || noted.some(isRefusal);
  const own = isSaid
    ? noted
    : [...noted, { rule: 'refused-by-qemu' as const, message, at: disk.at }];
  return [...shown(machineNotes.filter(isRefusal)).map(findingOf), ...own.map(findingOf)];
}

/** Each disk of a machine has each of its notes: hundreds of both are more than anybody reads. */
const notesMax = 16;

/** What is left out is a note of its own, so that waivers of the others do not hide it. */
function shown(refusals: readonly ConfigNote[]): readonly ConfigNote[] {
  const next = refusals[notesMax];
  const left = refusals.length - notesMax - 1;
  if (next === undefined || left < 1) return refusals;
  const message = `${next.message} (and ${left} more)`;
  return [...refusals.slice(0, notesMax), { ...next, message }];
}

const isRefusal = ({ rule }: ConfigNote) => rule === 'refused-by-qemu';

function findingOf({ rule, message, at }: ConfigNote): GateFinding {
  return { ...bareFinding(rule, [rule], at), title: message, field: 'definition' };
}

/** A machine that does not start, and has no disk to say that of; null for any other. */
export function refusedMachine(file: string, definition: VmDefinition): DiskVerdict | null {
  const refusals = definition.notes.filter(isRefusal);
  if (refusals.length === 0) return null;
  return {
    ...bareMachine(file, definition),
    verdict: 'unsafe',
    findings: refusals.map(findingOf),
    failures: ['refused-by-qemu'],
  };
}

/** A machine that shows no disk, and may have any in what nobody can read; null for any other. */
export function unreadMachine(file: string, definition: VmDefinition): DiskVerdict | null {
  const { disks, notes } = definition;
  const open = notes.find(({ rule, ofAllDisks }) => rule === 'unreadable' && ofAllDisks === true);
  if (disks.length > 0 || open === undefined) return null;
  const { message } = open;
  return {
    ...bareMachine(file, definition),
    verdict: 'inconclusive',
    reason: message,
    undecided: message,
  };
}

function bareMachine(
  file: string,
  { name, qualified = name, isCounted, at }: VmDefinition,
): Omit<DiskVerdict, 'verdict'> {
  return {
    id: name === '' ? 'machine' : name,
    machine: name,
    qualified,
    counted: isCounted === true ? ['machine'] : [],
    file,
    at,
    source: '',
    reason: '',
    undecided: '',
    findings: [],
    waived: [],
    failures: [],
    configurations: [],
    evidence: evidenceOf([], 0),
    settings: {},
    around: {},
  };
}
