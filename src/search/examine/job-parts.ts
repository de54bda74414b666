import type { Cost } from '../../model/result.js';
import type { Script } from '../../model/script.js';
import { kindChooser } from '../../stack/choose.js';
import { type Simulator, simulate } from '../../stack/simulate.js';
import type { Stack } from '../../stack/stack.js';
import type { IsHonest } from '../minimise/minimise.js';
import { simulatorOf } from '../simulators.js';
import type { Workload } from '../workload.js';
import type { ExamineJob } from './examine.js';
import type { FindingContext } from './finding.js';
import { honestyCheck } from './honest.js';

/** What is known of a workload's shorter scripts is kept as long as the workload is. */
const checks = new WeakMap<Workload['oracleOf'], IsHonest>();

/** On a control the workload itself is in question. */
export function honestyCheckOf({ stack, workload, configuration }: ExamineJob): IsHonest | null {
  if (stack.kind !== 'configuration') return null;
  const { oracleOf, scenario } = workload;
  const check = checks.get(oracleOf) ?? honestyCheck(oracleOf, configuration, scenario);
  checks.set(oracleOf, check);
  return check;
}

export function contextOf(job: ExamineJob): FindingContext {
  const { id, stack, configuration, fault, blkcheckVersion } = job;
  return { rowId: id, stackChoice: stack, configuration, fault, blkcheckVersion };
}

const costs = new WeakMap<Stack, WeakMap<Script, Cost>>();

/** What the script costs when everything completes at once. Each fault of a stack asks for it. */
export function costOf(script: Script, stack: Stack): Cost {
  const known = costs.get(stack) ?? new WeakMap<Script, Cost>();
  costs.set(stack, known);
  const cost = known.get(script) ?? costOfKindRun(simulatorOf(script, stack));
  known.set(script, cost);
  return cost;
}

function costOfKindRun(simulator: Simulator): Cost {
  simulate(simulator, 'none', { kind: 'never' }, kindChooser);
  const { acknowledgements, hostSyncs, diskFlushes, vcpuStallUs } = simulator.world.count;
  return { acknowledgements, hostSyncs, diskFlushes, vcpuStallUs };
}
