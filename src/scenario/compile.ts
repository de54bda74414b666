import type { Diagnostic } from '../model/diagnostic.js';
import type { AtomicGroup, Script } from '../model/script.js';
import { atomicGroup } from './compile/atomics.js';
import { checkRecovery } from './compile/check-recovery.js';
import { type Compilation, complain, createCompilation } from './compile/compilation.js';
import { resolveOrdered } from './compile/obligations.js';
import { extentsOf } from './compile/resolve.js';
import { type ParameterValues, resolveParameters } from './compile/values.js';
import { compileSteps } from './compile/walk.js';
import { byPosition, nowhere } from './language/source.js';
import type { Scenario } from './scenario.js';

export type Compiled =
  | { readonly script: Script }
  | { readonly diagnostics: readonly Diagnostic[] };

function atomicsOf(work: Compilation): AtomicGroup[] {
  return work.scenario.atomics.map((references) =>
    atomicGroup(
      work.scenario.regions,
      references.flatMap((reference) => extentsOf(work, reference)),
    ),
  );
}

function scriptOf(work: Compilation, parameters: ParameterValues): Script {
  const { scenario } = work;
  return {
    scenario: scenario.name,
    parameters,
    sectorCount: scenario.sectorCount,
    regions: scenario.regions,
    operations: work.operations,
    threads: work.threads,
    obligations: work.obligations,
    orderings: work.orderings,
    atomics: atomicsOf(work),
    recovery: scenario.recovery,
    overlapDeclared: scenario.overlapDeclared,
    ...(scenario.atomicBytes > 512 && { atomicBytes: scenario.atomicBytes }),
    ...(scenario.keepsCompleted && { keepsCompleted: true }),
    ...(scenario.direct && { direct: true }),
  };
}

/** Members of a family may promise nothing; a script that stands for itself may not. */
function checkPromises(work: Compilation, script: Script): void {
  const { obligations, orderings, atomics, recovery, scenario } = script;
  const promises = obligations.length + orderings.length + atomics.length;
  if (work.scenario.random || promises > 0 || recovery.kind !== 'none') return;
  complain(work, nowhere, `\`${scenario}\` promises nothing with these parameters`);
}

/**
 * The script of a scenario for these parameters (defaults for those not given) and these draws, one
 * for each operation from the first on. The same input gives the same script.
 */
export function compileScenario(
  scenario: Scenario,
  parameters: ParameterValues,
  draws: readonly number[],
): Compiled {
  const resolved = resolveParameters(scenario, parameters);
  if ('diagnostics' in resolved) return resolved;
  const work = createCompilation(scenario, resolved.values, draws);
  resolveOrdered(work);
  compileSteps(work, scenario.steps);
  const script = scriptOf(work, resolved.values);
  // A script that could not be made whole would only be reported twice.
  if (work.diagnostics.length === 0) checkPromises(work, script);
  if (work.diagnostics.length === 0) checkRecovery(work, script);
  return work.diagnostics.length === 0
    ? { script }
    : { diagnostics: work.diagnostics.sort(byPosition) };
}
