import { faults as catalogued } from '../../catalogue/faults.js';
import type { DiskSubject } from '../../gate/judge-disk.js';
import { isWorstOf, type RunnerFound } from '../../gate/release.js';
import { distinct } from '../../model/distinct.js';
import { faultIds } from '../../model/fault.js';
import type { VmAssumption } from '../../model/vm-disk.js';
import { secondFault } from '../../search/second-strike.js';
import { fencingFor } from '../configurations/fencing.js';

/** What verdicts depend on and no file says, each once. */
export function gateAssumptions(
  subjects: readonly DiskSubject[],
  runners: readonly RunnerFound[],
  crashRecovery: boolean,
): readonly VmAssumption[] {
  const faults = subjects.flatMap(({ site }) => (site.faults.known ? site.faults.value : []));
  const fencing = fencingFor(faults).map((each) => ({ ...each, by: 'a lost node writes no more' }));
  const second = crashRecovery ? [secondFaultAfter(faults)] : [];
  return [...versionsOf(runners), ...fencing, ...faultsLeft(faults), ...second];
}

/** Under the faults after which nothing boots, what is proved is what one fault does. */
function secondFaultAfter(wanted: readonly string[]): VmAssumption {
  const single = catalogued.filter(({ id, noBootBecause }) => wanted.includes(id) && noBootBecause);
  const names = single.map(({ id }) => id).join(', ');
  const by = names === '' ? 'after each fault' : `not after ${names}: no guest boots`;
  return { key: 'crash-recovery', value: secondFault, by };
}

function versionsOf(runners: readonly RunnerFound[]): readonly VmAssumption[] {
  // A machine type that never was has no version at all.
  const running = runners.filter(({ isLeast, runner }) => !isLeast || !runner.refused);
  const all = running.map((found) => ({ key: 'qemu', value: versionOf(found), by: found.by }));
  return distinct(all);
}

function versionOf(found: RunnerFound): string {
  const { release } = found.runner;
  if (!found.isOpen) return release;
  return isWorstOf(found) ? `the worst from ${release} on` : `each from ${release} on`;
}

function faultsLeft(wanted: readonly string[]): readonly VmAssumption[] {
  const left = [...new Set<string>(wanted)].filter((name) => !faultIds.some((id) => id === name));
  if (left.length === 0) return [];
  return [{ key: 'faults', value: `without ${left.join(', ')}`, by: 'not modelled' }];
}
