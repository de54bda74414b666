import type { Subject } from '../gate/judge-disk.js';
import type { RunnerFound } from '../gate/release.js';
import { faultIds } from '../model/fault.js';
import type { VmAssumption } from '../model/vm-disk.js';

/** What verdicts depend on and no file says, each once. */
export function gateAssumptions(
  subjects: readonly Subject[],
  runners: readonly RunnerFound[],
): readonly VmAssumption[] {
  return [...versionsOf(runners), ...fencing(subjects), ...faultsLeft(subjects)];
}

function versionsOf(runners: readonly RunnerFound[]): readonly VmAssumption[] {
  const all = runners.map(({ runner, by }) => ({ key: 'qemu', value: runner.release, by }));
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

/** A lost node that still writes would spoil what the one that takes over reads. */
function fencing(subjects: readonly Subject[]): readonly VmAssumption[] {
  const isWanted = subjects.some(
    ({ site: { faults } }) => faults.known && faults.value.includes('node-loss'),
  );
  return isWanted ? [{ key: 'fencing', value: 'assumed', by: 'a lost node writes no more' }] : [];
}

function faultsLeft(subjects: readonly Subject[]): readonly VmAssumption[] {
  const wanted = subjects.flatMap(({ site }) => (site.faults.known ? site.faults.value : []));
  const left = [...new Set<string>(wanted)].filter((name) => !faultIds.some((id) => id === name));
  if (left.length === 0) return [];
  return [{ key: 'faults', value: `without ${left.join(', ')}`, by: 'not modelled' }];
}
