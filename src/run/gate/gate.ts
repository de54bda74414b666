import { judgeDisk, keyOf } from '../../gate/judge-disk.js';
import { type FailOn, summaryOf } from '../../gate/summary.js';
import { diskName, type GateResult } from '../../model/gate-result.js';
import { groupBy } from '../../model/group-by.js';
import type { ResultRow, RunResult } from '../../model/result.js';
import type { ConfigNote } from '../../model/vm-disk.js';
import type { ReadConfigs } from '../definitions/read-configs.js';
import type { Progress } from '../options.js';
import { blkcheckVersion } from '../versions.js';
import type { GatePlan } from './gate-plan.js';

export interface GateOutcome {
  readonly result: GateResult;
  /** null where there was nothing to run. */
  readonly run: RunResult | null;
}

/** Runs what was planned, and judges each disk. */
export async function runGate(
  gate: GatePlan,
  failOn: FailOn,
  interrupt: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<GateOutcome> {
  if (gate.plan.configurations.length === 0)
    return { result: resultOf(gate, null, failOn), run: null };
  const { runPlan } = await import('../run-plan.js');
  const { result: run } = await runPlan(gate.plan, interrupt, onProgress);
  return { result: resultOf(gate, run, failOn), run };
}

function resultOf(gate: GatePlan, run: RunResult | null, failOn: FailOn): GateResult {
  const { read, subjects, unjudged, refused, assumptions, plan } = gate;
  const rows = rowsByConfiguration(run?.results ?? []);
  const disks = [...subjects.map((subject) => judgeDisk(subject, rows)), ...refused];
  const trouble = troubleOf(run);
  const counts = { safe: 0, unsafe: 0, inconclusive: 0, waived: 0, exitCode: 0 };
  const summary = { ...counts, unjudged: unjudged.length };
  return {
    schemaVersion: 1,
    blkcheckVersion: blkcheckVersion(),
    profile: plan.profile.id,
    seed: plan.seed,
    interrupted: run?.interrupted ?? false,
    trouble,
    assumptions,
    disks,
    unjudged,
    templates: read.templates,
    strangers: read.strangers,
    notes: [...notesOf(read), ...gate.newerNotes],
    waivers: [],
    unusedRules: read.unusedRules,
    comparison: null,
    summary: summaryOf(disks, { summary, trouble }, failOn),
  };
}

function rowsByConfiguration(rows: readonly ResultRow[]): ReadonlyMap<string, ResultRow[]> {
  return groupBy(rows, ({ configuration }) => keyOf(configuration));
}

/** What QEMU refuses, and errors that it hides, are findings of their disks. Of several machines each is named. */
export function notesOf({ files }: ReadConfigs): readonly ConfigNote[] {
  const machines = files.flatMap(({ definitions }) => definitions);
  const by = (name: string, notes: readonly ConfigNote[]): readonly ConfigNote[] =>
    name === '' || machines.length === 1
      ? notes
      : notes.map((note) => ({ ...note, message: `${name}: ${note.message}` }));
  return machines.flatMap(({ name, notes, disks }) => [
    ...by(name, notes),
    ...disks.flatMap((disk) => by(diskName({ ...disk, machine: name }), disk.notes)),
  ]);
}

/** A scenario that fails by itself is a finding, whatever the disks are. */
function troubleOf(run: RunResult | null): GateResult['trouble'] {
  const exitCode = run?.summary.exitCode ?? 0;
  if (exitCode === 70 || exitCode === 130) return exitCode;
  return (run?.summary.workloadBugs.length ?? 0) > 0 ? 1 : 0;
}
