import { commitCost, type Work } from '../../advise/fix/cost.js';
import type { DiskClassId } from '../../catalogue/disk-classes.js';
import type { Configuration } from '../../model/configuration.js';
import type { CommitCost } from '../../model/fix-result.js';
import { writingKinds } from '../../model/script.js';
import { costOf } from '../../search/examine/job-parts.js';
import { signatureOf } from '../../search/proof/signature.js';
import { configuredStack } from '../../search/stacks.js';
import type { JudgedScenario } from '../scenarios/judged-scenarios.js';
import { usageError } from '../usage-error.js';

type Scripted = Pick<JudgedScenario, 'script'>;

/** What the workloads do on a machine, counted by the simulator. */
function createWorkOf(judged: readonly Scripted[]): (configuration: Configuration) => Work {
  const known = new Map<string, Work>();
  return (configuration) => {
    const stack = configuredStack(configuration);
    const key = signatureOf(stack);
    const before = known.get(key);
    if (before !== undefined) return before;
    const costs = judged.map(({ script }) => costOf(script, stack));
    const sum = (of: keyof (typeof costs)[number]) =>
      costs.reduce((total, cost) => total + cost[of], 0);
    const writes = judged.map(
      ({ script }) => script.operations.filter(({ kind }) => writingKinds.has(kind)).length,
    );
    const work = {
      acknowledgements: sum('acknowledgements'),
      hostSyncs: sum('hostSyncs'),
      diskFlushes: sum('diskFlushes'),
      vcpuStallUs: sum('vcpuStallUs'),
      writes: writes.reduce((total, each) => total + each, 0),
    };
    known.set(key, work);
    return work;
  };
}

/** @throws UsageError when asked, where the scenarios acknowledge nothing. */
export function createCostOf(judged: readonly Scripted[], diskClass: DiskClassId) {
  const workOf = createWorkOf(judged);
  return (configuration: Configuration): CommitCost => {
    const cost = commitCost(configuration, workOf(configuration), diskClass);
    if (cost !== null) return cost;
    throw usageError('the selected scenarios acknowledge nothing, so nothing has a cost');
  };
}
