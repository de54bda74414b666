import type {
  DiskVerdict,
  GateComparison,
  GateFinding,
  GateResult,
} from '../../model/gate-result.js';
import type { Waiver } from '../../model/waiver.js';
import { jsonText } from '../text/json-text.js';

function finding(found: GateFinding) {
  const { rule, title, when, because, change, kinds, faults, scenarios } = found;
  const { field, spelled, at, isDefault } = found;
  const { id, replay } = found.example ?? { id: '', replay: null };
  const effect = { kinds, faults, scenarios };
  return {
    id,
    rule,
    title,
    when,
    because,
    change,
    ...effect,
    field,
    spelled,
    at,
    isDefault,
    replay,
  };
}

function disk(judged: DiskVerdict) {
  const { id, machine, file, at, source, verdict, reason, waived } = judged;
  const { settings, evidence, failures, findings } = judged;
  return {
    id,
    machine,
    file,
    at,
    source,
    verdict,
    reason,
    waived: [...new Set(waived.map(({ by }) => by.rule))],
    settings,
    evidence,
    failures,
    findings: findings.map(finding),
  };
}

function comparison({ base, changes, ...counts }: GateComparison) {
  const told = changes.map((change) => ({ ...change, waivedBy: change.waivedBy.map(waiver) }));
  return { base, changes: told, ...counts };
}

function waiver({ rule, disk: of, reason, owner, expires, at }: Waiver) {
  return { rule, disk: of, reason, owner, expires, at };
}

/** Everything, for machines. */
export function renderGateJson(result: GateResult): string {
  const { schemaVersion, blkcheckVersion, profile, seed, interrupted, assumptions, summary } =
    result;
  return jsonText({
    schemaVersion,
    blkcheckVersion,
    profile,
    seed,
    interrupted,
    assumptions,
    summary,
    disks: result.disks.map(disk),
    unjudged: result.unjudged.map(({ id, machine, file, at, reason }) => {
      return { id, machine, file, at, reason };
    }),
    templates: result.templates,
    strangers: result.strangers,
    notes: result.notes.map(({ rule, message, at }) => ({ rule, message, at })),
    waivers: result.waivers.map((each) => ({ ...waiver(each), state: each.state })),
    unusedRules: result.unusedRules,
    comparison: result.comparison === null ? null : comparison(result.comparison),
  });
}
