import type { Script } from '../../model/script.js';
import { boundedScenario, boundedScripts } from '../../scenario/bounded/families.js';
import type { ModuleRecovery } from '../../scenario/module/recovery.js';
import { createOracle, type Oracle } from '../../scenario/oracle.js';
import type { Workload } from '../../search/workload.js';
import type { ScenarioSource } from './scenario-source.js';

/** What judges the scripts of a scenario; `module` is for a recovery of the user's own. */
export function oracleWith(module: ModuleRecovery | null): Workload['oracleOf'] {
  const made = new WeakMap<Script, Oracle>();
  return (script) => {
    const oracle = made.get(script) ?? createOracle(script, module);
    made.set(script, oracle);
    return oracle;
  };
}

/** A scenario made ready to be examined on this thread. */
export async function workloadOf(source: ScenarioSource): Promise<Workload> {
  switch (source.kind) {
    case 'data':
      return { scenario: source.scenario, oracleOf: oracleWith(null), members: null };
    case 'module': {
      const { loadModule } = await import('./load-module.js');
      const { scenario, recovery } = await loadModule(source.file);
      return { scenario, oracleOf: oracleWith(recovery), members: null };
    }
    case 'defined': {
      const { scenario, recovery } = source;
      return { scenario, oracleOf: oracleWith(recovery), members: null };
    }
    case 'bounded': {
      const { family } = source;
      const scenario = boundedScenario(family);
      return { scenario, oracleOf: oracleWith(null), members: () => boundedScripts(family) };
    }
  }
}
