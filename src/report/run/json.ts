import type { Configuration } from '../../model/configuration.js';
import { hostNoteIds } from '../../model/configuration.js';
import type { Finding } from '../../model/finding.js';
import type { ResultRow, RunResult, Summary } from '../../model/result.js';
import { jsonText } from '../text/json-text.js';

/** A cell is named `frontend/cache`. */
function cacheOf({ cell }: ResultRow): string {
  return cell.slice(cell.indexOf('/') + 1);
}

function flat(configuration: Configuration, cache: string) {
  const { frontend, device, qemu, image, host, disk, guest, patches } = configuration;
  const { writeback, direct, noFlush } = configuration.cache;
  return {
    frontend,
    cache,
    writeback,
    direct,
    noFlush,
    qemu: qemu.release,
    machine: qemu.machine,
    dpofua: device.dpofua,
    configWce: device.configWce,
    queueDepth: device.queueDepth,
    aio: qemu.aio,
    werror: qemu.werror,
    format: image.format,
    guestKernel: guest.kernel,
    guestWriteCache: guest.writeCache,
    allocation: image.allocation,
    host: host.storage,
    hostNotes: Object.fromEntries(hostNoteIds.map((id) => [id, host.notes[id]])),
    disk: disk.kind,
    atomicBytes: disk.atomicBytes,
    mount: guest.mount,
    fsyncError: guest.fsyncError,
    elevator: guest.elevator,
    patches,
  };
}

function secondOf({ secondFault }: Pick<Finding, 'secondFault'>) {
  return secondFault === undefined ? {} : { secondFault };
}

function finding(found: Finding) {
  const { id, kind, rule, blame, effect, because, change, atRisk, trace, replay } = found;
  return {
    id,
    kind,
    ...secondOf(found),
    rule,
    blame,
    effect,
    because,
    change,
    atRisk,
    trace,
    replay,
  };
}

function row(result: ResultRow) {
  const { id, scenario, suite, fault, cell, verdict, basis, reason, boundPercent } = result;
  const { explored, cost } = result;
  return {
    id,
    scenario,
    suite,
    fault,
    ...secondOf(result),
    cell,
    configuration: flat(result.configuration, cacheOf(result)),
    verdict,
    basis,
    reason,
    boundPercent,
    explored,
    cost,
    findings: result.findings.map(finding),
  };
}

function summary(counts: Summary) {
  const { safe, unsafe, inconclusive, waived, notApplicable, workloadBugs, exitCode } = counts;
  const bugs = workloadBugs.map((bug) => ({
    scenario: bug.scenario,
    control: bug.control,
    finding: finding(bug.finding),
  }));
  return { safe, unsafe, inconclusive, waived, notApplicable, workloadBugs: bugs, exitCode };
}

/** One object, the same bytes for the same result. */
export function renderJson(result: RunResult): string {
  const { schemaVersion, blkcheckVersion, fastCheckVersion, seed, profile, interrupted } = result;
  const { assumptions, notApplicable, notRun, cells } = result;
  const report = {
    schemaVersion,
    blkcheckVersion,
    fastCheckVersion,
    seed,
    profile,
    interrupted,
    assumptions,
    notApplicable,
    notRun,
    summary: summary(result.summary),
    cells,
    results: result.results.map(row),
  };
  return jsonText(report);
}
