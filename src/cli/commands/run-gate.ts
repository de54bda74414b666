import { compared } from '../../gate/compare.js';
import { type FailOn, failOnNames, summaryOf } from '../../gate/summary.js';
import { type Waiver, waived } from '../../gate/waivers.js';
import type { Finding } from '../../model/finding.js';
import type { GateResult } from '../../model/gate-result.js';
import type { RunResult } from '../../model/result.js';
import type { Position } from '../../model/vm-disk.js';
import { baseFiles } from '../../run/base-files.js';
import { prepareFindingsFolder } from '../../run/findings-folder.js';
import { type GateOptions, type GatePlan, planGate, runGate } from '../../run/gate.js';
import { readTextFile } from '../../run/read-file.js';
import { loadWaivers } from '../../run/waivers-file.js';
import type { RunFlags } from '../flags.js';
import { writeGateReports } from '../gate-reports.js';
import { onInterrupt } from '../interrupt.js';
import { keepFindings } from '../keep-findings.js';
import { progressLine } from '../progress.js';
import { checkReportFiles } from '../reports.js';
import { runOptionsOf } from '../run-options.js';

/** Judges every disk of definitions of machines. */
export async function runGateCommand(
  definitions: readonly string[],
  scenarios: readonly string[],
  flags: RunFlags,
): Promise<number> {
  const options = gateOptionsOf(definitions, scenarios, flags);
  const waivers = loadWaivers(flags.waivers ?? '');
  const failOn = flags.failOn ?? failOnNames[0];
  const gate = await planGate(options);
  checkReportFiles(flags);
  if (flags.saveFindings !== undefined) prepareFindingsFolder(flags.saveFindings);
  const { result: found, run } = await runShown(gate, flags.quiet === true);
  const today = new Date().toISOString().slice(0, 10);
  const now = waived(withFailOn(found, failOn), waivers, today, failOn);
  const result = await comparedTo(flags.base ?? '', now, options, { waivers, today, failOn });
  process.exitCode = result.summary.exitCode;
  const examples = result.disks.flatMap(({ findings }) => findings.map(({ example }) => example));
  const replayCommand = keepFindings(examples.filter(isFinding), flags);
  writeGateReports(result, { flags, replayCommand, sourceLine: sourceLines() });
  process.stderr.write(ownBugs(run));
  return result.summary.exitCode;
}

function gateOptionsOf(
  definitions: readonly string[],
  scenarios: readonly string[],
  flags: RunFlags,
): GateOptions {
  const { qemu, ...others } = flags;
  return {
    configs: {
      names: definitions,
      format: flags.inputFormat ?? '',
      qemuVersion: qemu?.[0] ?? '',
      storageFile: '',
      stdinName: '',
      siteFile: flags.config ?? '',
    },
    run: runOptionsOf(scenarios, others),
  };
}

function withFailOn(result: GateResult, failOn: FailOn): GateResult {
  return { ...result, summary: summaryOf(result.disks, result.summary, failOn) };
}

interface Judgement {
  readonly waivers: readonly Waiver[];
  readonly today: string;
  readonly failOn: FailOn;
}

/** Only what differs from another state of the files, where there is one to compare with. */
async function comparedTo(
  base: string,
  now: GateResult,
  options: GateOptions,
  { waivers, today, failOn }: Judgement,
): Promise<GateResult> {
  if (base === '') return now;
  const files = baseFiles(base, options.configs.names);
  try {
    const configs = { ...options.configs, names: files.names };
    const siteFile = files.siteFile === '' ? configs.siteFile : files.siteFile;
    const before =
      files.names.length === 0
        ? { ...now, disks: [] }
        : await judgedBefore({ ...options, configs: { ...configs, siteFile } });
    return compared(now, waived(before, waivers, today, failOn), base, failOn);
  } finally {
    files.dispose();
  }
}

/** A base without any disk is no mistake: all are new then. */
async function judgedBefore(options: GateOptions): Promise<GateResult> {
  const gate = await planGate(options);
  return (await runShown(gate, true)).result;
}

async function runShown(gate: GatePlan, quiet: boolean) {
  const interrupt = onInterrupt();
  const progress = await progressLine(quiet);
  try {
    return await runGate(gate, interrupt.signal, progress.show);
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

const textMax = 64 * 1024 * 1024;

/** Lines of the files that were read, each file read once. */
function sourceLines(): (at: Position) => string {
  const files = new Map<string, readonly string[]>();
  return ({ file, line }) => {
    const lines = files.get(file) ?? linesOf(file);
    files.set(file, lines);
    return lines[line - 1] ?? '';
  };
}

function linesOf(file: string): readonly string[] {
  try {
    return readTextFile(file, textMax).split(/\r?\n/u);
  } catch {
    // Standard input is gone by now; the positions say enough.
    return [];
  }
}
