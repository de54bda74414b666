import { setMaxListeners } from 'node:events';
import type { Examination } from '../search/examine/examine.js';
import type { Method } from '../search/examine/method.js';
import { withExaminer } from './jobs/examiner.js';
import { type Ending, type Examinations, execute } from './jobs/execute.js';
import { type Control, controlsOf, isHeldByTests, type Job } from './jobs/job.js';
import { mergeOutcome, type RunOutcome, type Stopped } from './jobs/merge.js';
import { examinedRowsOf, withSettled } from './jobs/stand-ins.js';
import { withUnfinishedControls } from './jobs/unfinished-controls.js';
import { unnoticedBugs } from './jobs/unnoticed-bugs.js';
import { type FailedControl, failedControlsOf, ownBugOf } from './jobs/workload-bugs.js';
import type { Progress } from './options.js';
import type { RunPlan } from './plan.js';

/** Proofs are short and samples as long as they are told: whoever stops a run then has the proofs. */
const methods = ['proof', 'sample'] as const satisfies readonly Method[];

/** Runs a plan, and merges what comes back in its order. */
export async function runPlan(
  plan: RunPlan,
  interrupt: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<RunOutcome> {
  const { ending, forget } = endingOf(plan, interrupt);
  try {
    return await runUntil(plan, ending, interrupt, onProgress);
  } finally {
    forget();
  }
}

async function runUntil(
  plan: RunPlan,
  ending: Ending,
  interrupt: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<RunOutcome> {
  // Each job in a worker listens, and there are many jobs.
  setMaxListeners(0, ending.cut);
  const isHeld = ({ scenario }: Job) => isHeldByTests(scenario) && !plan.crashRecovery;
  const controls = controlsOf(plan).filter((control) => !isHeld(control));
  const rows = examinedRowsOf(plan);
  const count = progressCounter(controls.length + rows.length, onProgress);
  const answers = await withExaminer(plan, interrupt, async (examine) => {
    const given: Answers[] = [];
    const lanes = Math.max(plan.workers, 1);
    for (const method of methods) {
      const isOwn = ({ scenario }: Job) => scenario.method === method;
      const run: Execute = (jobs) => execute(jobs, { lanes, examine, ending, onDone: count.done });
      const own = { controls: controls.filter(isOwn), rows: rows.filter(isOwn) };
      given.push(await examineAll(own, run, count.skip, interrupt));
    }
    return given;
  });
  const failed = answers.flatMap((each) => each.failed);
  const examinations = new Map(answers.flatMap((each) => [...each.examinations]));
  return mergeOutcome(
    plan,
    inPlanOrder(failed, plan),
    withSettled(plan, examinations),
    stoppedBy(interrupt, ending),
  );
}

/** A search looks at the clock and for an interruption by itself, and has this long to say how far it came. */
const graceMs = 2_000;

interface Forgettable {
  readonly ending: Ending;
  /** An interruption is listened for as long as something runs: `fix` has one signal for many runs. */
  readonly forget: () => void;
}

function endingOf({ timeMs }: RunPlan, interrupt: AbortSignal): Forgettable {
  const enough =
    timeMs === 0 ? interrupt : AbortSignal.any([interrupt, AbortSignal.timeout(timeMs)]);
  const controller = new AbortController();
  const abort = () => setTimeout(() => controller.abort(), graceMs).unref();
  if (enough.aborted) abort();
  else enough.addEventListener('abort', abort, { once: true });
  const forget = () => enough.removeEventListener('abort', abort);
  return { ending: { enough, cut: controller.signal }, forget };
}

interface Answers {
  readonly failed: readonly FailedControl[];
  readonly examinations: Examinations;
}

type Execute = (jobs: readonly Job[]) => Promise<Examinations>;

/**
 * The controls first, because a workload that fails them has nothing to say about any
 * configuration, then a row each. Those of workloads made by rules that the tests have seen to hold
 * are for what fails: docs/decisions/0010-controls-of-shipped-scenarios.md.
 */
async function examineAll(
  { controls, rows }: { readonly controls: readonly Control[]; readonly rows: readonly Job[] },
  run: Execute,
  skip: (count: number) => void,
  interrupt: AbortSignal,
): Promise<Answers> {
  const isLikely = ({ scenario }: Job) => scenario.shipped && scenario.method === 'proof';
  const early = controls.filter((control) => !isLikely(control));
  const ofEarly = await run(early);
  const failedEarly = failedControlsOf(early, ofEarly);
  const usable = rows.filter((job) => ownBugOf(job, failedEarly) === undefined);
  skip(rows.length - usable.length);
  const ofRows = await run(usable);
  const told = { controls: early, examinations: ofEarly, isInterrupted: interrupt.aborted };
  const examinations = withUnfinishedControls(usable, ofRows, told);
  const isUnsafe = ({ id }: Job) => examinations.get(id)?.verdict === 'unsafe';
  const failing = new Set(usable.filter(isUnsafe).map(({ scenario }) => scenario));
  const late = controls.filter((control) => isLikely(control) && failing.has(control.scenario));
  skip(controls.length - early.length - late.length);
  const failed = [...failedEarly, ...failedControlsOf(late, await run(late))];
  return { failed: [...failed, ...(await unnoticedBugs(usable, examinations))], examinations };
}

function inPlanOrder(
  failed: readonly FailedControl[],
  { scenarios }: RunPlan,
): readonly FailedControl[] {
  return scenarios.flatMap(({ name }) => failed.filter(({ bug }) => bug.scenario === name));
}

function stoppedBy(interrupt: AbortSignal, { enough }: Ending): Stopped {
  if (interrupt.aborted) return 'interrupted';
  return enough.aborted ? 'time' : 'no';
}

function progressCounter(total: number, onProgress: (progress: Progress) => void) {
  let done = 0;
  let skipped = 0;
  let unsafe = 0;
  return {
    done(job: Job, { verdict }: Examination): void {
      done += 1;
      if (verdict === 'unsafe') unsafe += 1;
      onProgress({ done, total: total - skipped, unsafe, last: job.id });
    },
    skip(count: number): void {
      skipped += count;
    },
  };
}
