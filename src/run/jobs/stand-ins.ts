import { holdsWhatever } from '../../catalogue/evidence.js';
import { standInsOf } from '../../catalogue/releases/stand-ins.js';
import type { QemuReleaseId } from '../../model/configuration.js';
import { distinct } from '../../model/distinct.js';
import type { Finding } from '../../model/finding.js';
import type { Verdict } from '../../model/verdict.js';
import type { Examination } from '../../search/examine/examine.js';
import { type Assume, settledAnswer } from '../assume.js';
import { unreadOf, wordsOfUnread } from '../configurations/unread-versions.js';
import type { RunPlan } from '../plan.js';
import type { Examinations } from './execute.js';
import { type Job, rowIdOf, rowJobsOf } from './job.js';
import { inconclusiveExamination } from './judge.js';

/** The rows that are examined: those of the neighbours in place of a release that is not known. */
export function examinedRowsOf(plan: RunPlan): readonly Job[] {
  const all = plan.configurations.flatMap((configuration) => {
    const standIns = standInsOf(configuration);
    return standIns.length > 0 ? standIns : [configuration];
  });
  return rowJobsOf({ ...plan, configurations: distinct(all) });
}

interface Answer {
  readonly release: QemuReleaseId;
  readonly examination: Examination;
}

/** Adds what follows from the rows of the neighbours for the rows that they stand for. */
export function withSettled(plan: RunPlan, examinations: Examinations): Examinations {
  const settled = new Map(examinations);
  for (const job of rowJobsOf(plan)) {
    const standIns = standInsOf(job.configuration);
    const answers = standIns.flatMap((configuration): Answer[] => {
      const id = rowIdOf({ ...job, configuration }, plan.profile);
      const examination = examinations.get(id);
      if (examination === undefined) return [];
      return [
        { release: configuration.qemu.release, examination: renamed(examination, id, job.id) },
      ];
    });
    // A neighbour that was cut is no answer.
    if (answers.length > 0 && answers.length === standIns.length)
      settled.set(job.id, together(job, answers, plan.assume));
    const examination = settled.get(job.id);
    if (examination !== undefined) settled.set(job.id, asOfUnread(job, plan, examination));
  }
  return settled;
}

/** What the nearest releases do says nothing of versions with neighbours on one side only. */
function asOfUnread(job: Job, { assume, unread }: RunPlan, examination: Examination): Examination {
  const versions = unreadOf(job.configuration, unread);
  if (versions.length === 0 || assume !== 'nothing' || job.fault === 'none') return examination;
  const { verdict, findings } = examination;
  const code = versions.map(({ key }) => key);
  if (verdict === 'inconclusive' || holdsWhatever(code, findings.map(ruleOf))) return examination;
  const words = versions.map(wordsOfUnread);
  const names = words.map(({ named }) => named).join(' and ');
  const as = words.map(({ looked }) => looked).join(' and ');
  const were = words.length === 1 ? 'was' : 'were';
  const reason = `${names} ${were} neither run nor read: ${wordOf(examination)} as ${as}; --assume decides`;
  return undecided(job, reason, examination);
}

function ruleOf({ rule }: Finding): string {
  return rule;
}

function renamed(examination: Examination, from: string, to: string): Examination {
  const findings = examination.findings.map((finding) => ({
    ...finding,
    id: `${to}${finding.id.slice(from.length)}`,
  }));
  return { ...examination, findings };
}

function together(job: Job, answers: readonly Answer[], assume: Assume): Examination {
  const verdictOf = ({ examination }: Answer) => examination.verdict;
  const { answer, isDecided } = settledAnswer(assume, answers, verdictOf);
  if (isDecided) return answer.examination;
  const reason = reasonOf(job.configuration.qemu.release, answers);
  return undecided(job, reason, answer.examination);
}

function undecided(
  { scenario }: Job,
  reason: string,
  { basis, explored, cost }: Examination,
): Examination {
  return { ...inconclusiveExamination(scenario.method, reason), basis, explored, cost };
}

function reasonOf(release: string, answers: readonly Answer[]): string {
  const as = answers.map((answer) => `${wordOf(answer.examination)} as QEMU ${answer.release}`);
  return `QEMU ${release} was neither run nor read: ${as.join(', ')}; --assume decides`;
}

function wordOf({ verdict, findings }: Examination): Verdict | string {
  const rules = [...new Set(findings.map(ruleOf))];
  return rules.length === 0 ? verdict : `${verdict} (${rules.join(', ')})`;
}
