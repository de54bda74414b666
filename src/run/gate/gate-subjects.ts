import type { Profile } from '../../catalogue/dimensions/profiles.js';
import { note } from '../../config/draft.js';
import { candidatesOf } from '../../gate/candidates.js';
import { eitherOf } from '../../gate/either.js';
import type { DiskSubject } from '../../gate/judge-disk.js';
import { refusedMachine, unreadMachine } from '../../gate/refused.js';
import {
  asNearest,
  isWorstOf,
  newerRunners,
  type RunnerFound,
  type RunnerOf,
  runnerFor,
} from '../../gate/release.js';
import type { Runner } from '../../gate/runner.js';
import type { DiskVerdict, UnjudgedDisk } from '../../model/gate-result.js';
import { unjudgedReason } from '../../model/site.js';
import type { ConfigNote, VmDefinition, VmDisk } from '../../model/vm-disk.js';
import type { Assume } from '../assume.js';
import type { ReadConfigs } from '../definitions/read-configs.js';
import type { NewerCandidates } from './newer-releases.js';

/** Enough to find a disk again. */
export interface DiskName {
  readonly file: string;
  readonly machine: string;
  readonly id: string;
}

interface SubjectOptions {
  readonly profile: Profile;
  /** What is taken for granted of versions that nobody knows. */
  readonly assume: Assume;
  /** Which disks are wanted, as far as any is judged. */
  readonly isWanted: (disk: DiskName) => boolean;
}

/** The disks of some files, with all that is needed to judge them. */
export interface GateSubjects {
  readonly subjects: readonly DiskSubject[];
  readonly unjudged: readonly UnjudgedDisk[];
  /** Machines that do not start, or cannot be read, and have no disk of which that could be said. */
  readonly refused: readonly DiskVerdict[];
  /** Who runs the machines that have a subject. */
  readonly runners: readonly RunnerFound[];
  /** What the subjects would be on newer releases, where their own is a lower bound. */
  readonly newer: readonly NewerCandidates[];
}

export function subjectsOf(
  read: ReadConfigs,
  { profile, assume, isWanted }: SubjectOptions,
): GateSubjects {
  const runnerBy = runnerFor(read.qemuVersion, profile, assume !== 'nothing');
  const runnerOf: RunnerOf = (definition) => {
    const runner = runnerBy(definition);
    return assume === 'nearest' ? asNearest(runner) : runner;
  };
  const found = disksOf(read);
  const kept = found.filter(({ disk }) => unjudgedReason(disk, read.sites) === '');
  const wanted = kept.filter(({ file, definition, disk }) =>
    isWanted({ file, machine: definition.name, id: disk.id }),
  );
  const judged = new Set(wanted.map(({ definition }) => definition));
  const subjects = wanted.map((each) => subjectOf(each, read, runnerOf));
  const runnersOf = wanted.map(({ definition }) => runnerOf(definition));
  return {
    subjects,
    newer: subjects.flatMap((subject, at) => newerOf(subject, runnersOf[at])),
    unjudged: [...listedOf(found, read), ...skippedOf(read)],
    refused: refusedOf(read, kept),
    runners: [...judged].map(runnerOf),
  };
}

function refusedOf({ files }: ReadConfigs, kept: readonly DiskOfFile[]): readonly DiskVerdict[] {
  const judged = new Set(kept.map(({ definition }) => definition));
  return files.flatMap(({ file, definitions }) =>
    definitions
      .filter((definition) => !judged.has(definition))
      .flatMap(
        (definition) => refusedMachine(file, definition) ?? unreadMachine(file, definition) ?? [],
      ),
  );
}

interface DiskOfFile {
  readonly file: string;
  readonly definition: VmDefinition;
  readonly disk: VmDisk;
}

function disksOf({ files }: ReadConfigs): readonly DiskOfFile[] {
  return files.flatMap(({ file, definitions }) =>
    definitions.flatMap((definition) =>
      definition.disks.map((disk) => ({ file, definition, disk })),
    ),
  );
}

function subjectOf(
  { file, definition, disk }: DiskOfFile,
  { sites }: ReadConfigs,
  runnerOf: RunnerOf,
): DiskSubject {
  const site = sites.get(disk);
  if (site === undefined) throw new Error(`${disk.id} has no site`);
  const found = runnerOf(definition);
  const { runner } = found;
  const others = found.isOpen ? newerRunners(found) : [];
  const candidates = eitherOf(
    [candidatesOf(disk, site, runner), ...others.map((each) => candidatesOf(disk, site, each))],
    isWorstOf(found),
  );
  const { name: machine, qualified = machine } = definition;
  const machineNotes = [...definition.notes, ...typeRefused(definition, runner)];
  const counted = countedOf(definition, disk);
  return { file, machine, qualified, counted, machineNotes, disk, site, candidates };
}

/** It is the machine type that the version lacks: the finding is there, and of the machine. */
function typeRefused(
  { machineType }: VmDefinition,
  { refused = '' }: Runner,
): readonly ConfigNote[] {
  if (refused === '' || machineType === null) return [];
  return [note('refused-by-qemu', refused, machineType.origin.at)];
}

function countedOf(definition: VmDefinition, disk: VmDisk): DiskSubject['counted'] {
  return [
    ...(definition.isCounted === true ? ['machine' as const] : []),
    ...(disk.isCounted === true ? ['id' as const] : []),
  ];
}

function newerOf(subject: DiskSubject, found: RunnerFound | undefined): readonly NewerCandidates[] {
  if (found === undefined || found.isOpen) return [];
  return newerRunners(found).map((runner) => ({
    subject,
    least: found.runner.release,
    release: runner.release,
    candidates: candidatesOf(subject.disk, subject.site, runner),
  }));
}

function listedOf(found: readonly DiskOfFile[], { sites }: ReadConfigs): readonly UnjudgedDisk[] {
  return found.flatMap(({ file, definition, disk }) => {
    const reason = unjudgedReason(disk, sites);
    if (reason === '') return [];
    const { id, at } = disk;
    return [{ id, machine: definition.name, file, at, reason }];
  });
}

function skippedOf({ files }: ReadConfigs): readonly UnjudgedDisk[] {
  return files.flatMap(({ file, definitions }) =>
    definitions.flatMap(({ name, skipped }) =>
      skipped.map((drive) => ({ ...drive, machine: name, file })),
    ),
  );
}
