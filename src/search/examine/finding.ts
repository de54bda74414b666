import { cureOf } from '../../catalogue/cures/cure-words.js';
import { wordsOf } from '../../catalogue/rules/rule-words.js';
import { type RuleId, ruleOf } from '../../catalogue/rules/rules.js';
import type { Configuration } from '../../model/configuration.js';
import type { FaultOrNone } from '../../model/fault.js';
import type { Finding, Incident, Replay, StackChoice } from '../../model/finding.js';
import type { ViolationKind } from '../../model/verdict.js';
import { type Attempt, attemptRecorded } from '../attempt.js';
import type { Minimal } from '../minimise/minimal.js';
import { NotAgainError } from '../minimise/not-again-error.js';
import { secondFault } from '../second-strike.js';

export interface FindingContext {
  /** Id of the row that the finding belongs to. */
  readonly rowId: string;
  readonly stackChoice: StackChoice;
  readonly configuration: Configuration;
  readonly fault: FaultOrNone;
  readonly blkcheckVersion: string;
}

/** Replays a minimal failure once more from its record, unless that was done, and says what it shows. */
export function findingOf(minimal: Minimal, kind: ViolationKind, context: FindingContext): Finding {
  const { subject, attempt } = minimal;
  const isTold = attempt.toldOf === subject.fault;
  const replayed = isTold
    ? attempt
    : attemptRecorded(subject, attempt.powerCut, attempt.choices, kind, true);
  if (replayed === null)
    throw new NotAgainError(`${context.rowId}: a ${kind} finding does not replay`);
  const { blamed } = replayed;
  const isControl = context.stackChoice.kind !== 'configuration';
  const own = subject.script.keepsCompleted === true && !isControl ? 'BLK037' : 'BLK009';
  const rule = ruleOf(blamed === '' || (isControl && !isOfGuest(blamed)) ? own : blamed);
  const replay: Replay = {
    blkcheck: 'replay/1',
    blkcheckVersion: context.blkcheckVersion,
    stack: context.stackChoice,
    configuration: context.configuration,
    script: subject.script,
    incidents: incidentsOf(attempt, context.fault),
    expects: kind,
  };
  return {
    id: `${context.rowId}#${rule.id}.${kind}`,
    kind,
    ...(attempt.second && { secondFault }),
    rule: rule.id,
    blame: rule.layer,
    effect: replayed.violation.effect,
    because: wordsOf(rule.id as RuleId, context.configuration).because,
    change: changeFor(rule.id as RuleId, context.configuration),
    atRisk: rule.atRisk,
    trace: replayed.trace,
    replay,
  };
}

const changes = new WeakMap<Configuration, Map<RuleId, string>>();

/** Scenarios and faults of a configuration show the same defects again and again. */
function changeFor(rule: RuleId, configuration: Configuration): string {
  const known = changes.get(configuration) ?? new Map<RuleId, string>();
  changes.set(configuration, known);
  const change = known.get(rule) ?? cureOf(rule, configuration);
  known.set(rule, change);
  return change;
}

function incidentsOf({ powerCut, choices, second }: Attempt, fault: FaultOrNone) {
  const first: Incident = { fault, powerCut, choices };
  return second === undefined ? [first] : [first, { fault: secondFault, ...second }];
}

/** What a guest does wrong on bare metal, too: it mounts without barriers, or replays what it has not synced. */
function isOfGuest(rule: RuleId | ''): boolean {
  return rule === 'BLK001' || rule === 'BLK035';
}
