import type { Finding } from '../../model/finding.js';
import type { RunResult } from '../../model/result.js';
import type { Position } from '../../model/vm-disk.js';
import { prepareFindingsFolder } from '../../run/findings-folder.js';
import { type GatePlan, planGate, runGate } from '../../run/gate.js';
import { readTextFile } from '../../run/read-file.js';
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
  const { qemu, ...others } = flags;
  const gate = await planGate({
    configs: {
      names: definitions,
      format: flags.inputFormat ?? '',
      qemuVersion: qemu?.[0] ?? '',
      storageFile: '',
      stdinName: '',
      siteFile: flags.config ?? '',
    },
    run: runOptionsOf(scenarios, others),
  });
  checkReportFiles(flags);
  if (flags.saveFindings !== undefined) prepareFindingsFolder(flags.saveFindings);
  const { result, run } = await runShown(gate, flags.quiet === true);
  process.exitCode = result.summary.exitCode;
  const examples = result.disks.flatMap(({ findings }) => findings.map(({ example }) => example));
  const replayCommand = keepFindings(examples.filter(isFinding), flags);
  writeGateReports(result, { flags, replayCommand, sourceLine: sourceLines() });
  process.stderr.write(ownBugs(run));
  return result.summary.exitCode;
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
