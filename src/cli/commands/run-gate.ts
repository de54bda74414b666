import { type FailOn, failOnNames } from '../../gate/summary.js';
import { ofPart, type Waiving, waived } from '../../gate/waivers.js';
import { siteAssumptions } from '../../library/site-assumptions.js';
import type { Finding } from '../../model/finding.js';
import type { GateResult } from '../../model/gate-result.js';
import type { RunResult } from '../../model/result.js';
import type { Position } from '../../model/vm-disk.js';
import { inert } from '../../report/text/inert.js';
import { baselineOfBase } from '../../run/base/baseline-of.js';
import { comparedWithBase } from '../../run/base/compare-with-base.js';
import type { BaseSubject } from '../../run/base/keep-baseline.js';
import { prepareFindingsFolder } from '../../run/files/findings-folder.js';
import { checkWritable } from '../../run/files/write-file.js';
import { type GateOutcome, runGate } from '../../run/gate/gate.js';
import { type GateOptions, type GatePlan, planGate } from '../../run/gate/gate-plan.js';
import { keepLastRun } from '../../run/gate/last-run.js';
import { checkDisksFound, warningsWithoutDisks } from '../../run/gate/without-disks.js';
import { loadCommentWaivers, loadWaivers } from '../../run/waivers/waivers-file.js';
import { checkWithDefinitions, configOptionsOf } from '../definition-flags.js';
import type { RunFlags } from '../flags.js';
import { writeGateReports } from '../gate-reports.js';
import { onInterrupt } from '../interrupt.js';
import { keepFindings } from '../keep-findings.js';
import { progressLine } from '../progress.js';
import { checkReportFiles } from '../report-files.js';
import { runOptionsOf, withoutAbsent } from '../run-options.js';
import { saveHeadline } from '../save-headline.js';
import type { BaseKeeper } from '../write-base.js';

interface GateInputs {
  readonly definitions: readonly string[];
  readonly scenarios: readonly string[];
  /** Both as they were written, with their patterns. */
  readonly given: readonly string[];
}

/** Judges every disk of definitions of machines. */
export async function runGateCommand(
  { definitions, scenarios, given }: GateInputs,
  flags: RunFlags,
): Promise<number> {
  checkWithDefinitions(flags);
  const options = await gateOptionsOf({ definitions, scenarios, given }, flags);
  const fileWaivers = await loadWaivers(flags.waivers ?? '');
  const gate = await planGate(options);
  // A hook passes over what is no business of a gate, and a change may take the last disk away.
  if (flags.ignoreUnknown !== true && flags.base === undefined) checkDisksFound(gate, given);
  for (const warning of warningsWithoutDisks(gate, definitions))
    process.stderr.write(`warning: ${inert(warning)}\n`);
  const { base } = flags;
  const qemu = flags.qemu?.[0] ?? '';
  const baseline = base === undefined ? null : await baselineOfBase(base, gate.plan, qemu);
  const { read, plan } = gate;
  const { names } = options.configs;
  const subject = { base: base ?? '', baseline, names, given, read, plan, qemu };
  const keepBase = await baseKeeper(flags, subject);
  const waiving: Waiving = {
    waivers: [...fileWaivers, ...(await loadCommentWaivers(read))],
    today: new Date().toISOString().slice(0, 10),
    failOn: flags.failOn ?? failOnNames[0],
  };
  checkReportFiles(flags);
  if (flags.saveFindings !== undefined) prepareFindingsFolder(flags.saveFindings);
  if (flags.saveScenario !== undefined) checkWritable(flags.saveScenario);
  const { result: found, run } = await runShown(gate, waiving.failOn, flags.quiet === true);
  const now = { ...found, assumptions: [...found.assumptions, ...siteAssumptions(gate)] };
  const judge = async (past: GatePlan) => (await runShown(past, waiving.failOn, true)).result;
  const result =
    base === undefined
      ? toldOf(waived(now, waiving), flags)
      : await comparedWithBase(options, { base, baseline, given, now, read, waiving, judge });
  process.exitCode = result.summary.exitCode;
  keepLastRun(result.disks);
  const examples = result.disks
    .flatMap(({ findings }) => findings.map(({ example }) => example))
    .filter(isFinding);
  const replayCommand = keepFindings(examples, flags);
  await writeGateReports(result, {
    flags,
    replayCommand,
    sourceLine: sourceLines(read.shownTexts),
  });
  process.stderr.write(ownBugs(run));
  process.stderr.write(keepBase(now, result));
  if (flags.saveScenario !== undefined) await saveHeadline(examples[0], flags.saveScenario);
  return result.summary.exitCode;
}

function toldOf(result: GateResult, { only, lastFailed }: RunFlags): GateResult {
  return only === undefined && lastFailed !== true ? result : ofPart(result);
}

/** What writes the baseline that was asked for, and says so. */
async function baseKeeper(flags: RunFlags, subject: BaseSubject): Promise<BaseKeeper> {
  const { writeBase: file } = flags;
  if (file === undefined) return () => '';
  const { baseWriter } = await import('../write-base.js');
  return baseWriter(file, flags, subject);
}

async function gateOptionsOf(
  { definitions, scenarios, given }: GateInputs,
  flags: RunFlags,
): Promise<GateOptions> {
  const { qemu, ...others } = flags;
  const reading = withoutAbsent({ ...others, qemu: qemu?.[0] });
  return {
    configs: {
      ...configOptionsOf(definitions, given, reading),
      ignoreUnknown: flags.ignoreUnknown === true,
      mayBeEmpty: flags.base !== undefined,
    },
    run: runOptionsOf(scenarios, others),
    isWanted: await wantedBy(flags),
  };
}

async function wantedBy({ lastFailed: isAsked }: RunFlags): Promise<GateOptions['isWanted']> {
  if (isAsked !== true) return () => true;
  const { lastFailed } = await import('../../run/gate/last-failed.js');
  const failed = lastFailed();
  if (failed === null) {
    process.stderr.write(
      'note: every disk was safe or waived in the last run, so all are judged\n',
    );
    return () => true;
  }
  const keyOf = ({ file, machine, id }: (typeof failed)[number]) =>
    JSON.stringify([file, machine, id]);
  const keys = new Set(failed.map(keyOf));
  return (disk) => keys.has(keyOf(disk));
}

async function runShown(gate: GatePlan, failOn: FailOn, isQuiet: boolean): Promise<GateOutcome> {
  const interrupt = onInterrupt();
  const progress = await progressLine(isQuiet);
  try {
    return await runGate(gate, failOn, interrupt.signal, progress.show);
  } finally {
    progress.end();
    interrupt.dispose();
  }
}

function isFinding(example: Finding | null): example is Finding {
  return example !== null;
}

/** A scenario that fails by itself says nothing about any disk. */
function ownBugs(run: RunResult | null): string {
  const names = new Set(run?.summary.workloadBugs.map(({ scenario }) => scenario));
  return [...names].map((name) => `note: ${name} fails on honest machines too\n`).join('');
}

/** Lines of the files that were read, each file split once. */
function sourceLines(texts: ReadonlyMap<string, string>): (at: Position) => string {
  const files = new Map<string, readonly string[]>();
  return ({ file, line }) => {
    const lines = files.get(file) ?? (texts.get(file) ?? '').split(/\r?\n/u);
    files.set(file, lines);
    return lines[line - 1] ?? '';
  };
}
