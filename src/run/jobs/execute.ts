import type { Examination } from '../../search/examine/examine.js';
import { UsageError } from '../usage-error.js';
import { type Bundle, bundlesOf, type Job } from './job.js';

/** Answers the jobs of a bundle, in order. An abort of `cut` cuts it: then it is a rejection. */
export type Examiner = (bundle: Bundle, cut: AbortSignal) => Promise<readonly Examination[]>;

/** When a run ends before its end. */
export interface Ending {
  /** Nothing is begun any more. */
  readonly enough: AbortSignal;
  /** What is under way is not waited for. */
  readonly cut: AbortSignal;
}

/** Jobs that were cut or not begun have none. */
export type Examinations = ReadonlyMap<string, Examination>;

/** How jobs are run. */
export interface Execution<SomeJob extends Job> {
  /** How many bundles at a time. */
  readonly lanes: number;
  readonly examine: Examiner;
  readonly ending: Ending;
  readonly onDone: (job: SomeJob, examination: Examination) => void;
}

/**
 * Runs the jobs, `lanes` bundles at a time, and returns what came back by the id of the job, so
 * that the order in which they ended cannot show.
 */
export async function execute<SomeJob extends Job>(
  jobs: readonly SomeJob[],
  { lanes, examine, ending, onDone }: Execution<SomeJob>,
): Promise<Examinations> {
  const { enough, cut } = ending;
  const examinations = new Map<string, Examination>();
  // All lanes take from the one iterator, so that each bundle is taken once.
  const queue = fewerBundles(bundlesOf(jobs), lanes).values();
  const lane = async (): Promise<void> => {
    for (const bundle of queue) {
      if (enough.aborted) return;
      const answers = await examineUnlessCut(bundle, examine, cut);
      if (answers === undefined) return;
      for (const [at, job] of bundle.flat().entries()) {
        const examination = answers[at];
        if (examination === undefined) throw new Error(`no answer to ${job.id}`);
        examinations.set(job.id, examination);
        onDone(job, examination);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return examinations;
}

/** Of how many parts the last lane to end may be behind the others; also what a stop may lose. */
const bundlesPerLane = 24;

/**
 * Where there are many, neighbours that prove the same scenario under the same faults go together: to hand
 * over a bundle takes as long as to prove a short script.
 */
function fewerBundles<SomeJob extends Job>(
  bundles: readonly Bundle<SomeJob>[],
  lanes: number,
): readonly Bundle<SomeJob>[] {
  const together = Math.ceil(bundles.length / (lanes * bundlesPerLane));
  const joined: Bundle<SomeJob>[][] = [];
  for (const bundle of bundles) {
    const last = joined.at(-1);
    if (last?.[0] !== undefined && last.length < together && isAlike(last[0], bundle))
      last.push(bundle);
    else joined.push([bundle]);
  }
  return joined.map((each) => each.flat());
}

function isAlike(a: Bundle, b: Bundle): boolean {
  const [first, second] = [a[0]?.[0], b[0]?.[0]];
  const isShort = first?.scenario.method === 'proof';
  return isShort && first.scenario === second?.scenario && faultsOf(a) === faultsOf(b);
}

function faultsOf([batch]: Bundle): string {
  return batch?.map(({ fault }) => fault).join() ?? '';
}

async function examineUnlessCut(
  bundle: Bundle,
  examine: Examiner,
  cut: AbortSignal,
): Promise<readonly Examination[] | undefined> {
  try {
    return await examine(bundle, cut);
  } catch (error) {
    if (cut.aborted) return undefined;
    if (error instanceof UsageError) throw error;
    const [first] = bundle.flat();
    throw new Error(`${first?.id}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
