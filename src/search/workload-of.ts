import type { Script } from '../model/script.js';
import type { ModuleRecovery } from '../scenario/module/recovery.js';
import { createOracle, judge } from '../scenario/oracle.js';
import type { Judge } from './workload.js';

/** The judge of a script; `module` holds the recovery of scenarios that are JavaScript modules. */
export function judgeOfScript(script: Script, module: ModuleRecovery | null): Judge {
  const oracle = createOracle(script, module);
  return (aftermath, excluded) => judge(oracle, aftermath, excluded);
}
