import type { Configuration } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import type { Script } from '../model/script.js';
import { type ViolationKind, violationKinds } from '../model/verdict.js';
import { explainBehaviour } from './behaviour.js';
import { judgeBehaviour, kindsOf, viewOf } from './predict.js';
import { behaviourAfterTwo } from './second-fault.js';
import { servedWeakPoints, writesNothing } from './weak-points/served.js';

/**
 * The kinds of promises that a power failure after the fault can break, in the boot after it. null
 * where nothing is predicted: a recovery that writes, or one of the user's own; a disk of which one
 * of the faults leaves nothing.
 */
export function predictTwice(
  script: Script,
  configuration: Configuration,
  fault: FaultId,
): readonly ViolationKind[] | null {
  const isGone = (each: FaultId) => explainBehaviour(configuration, each).behaviour.data === 'gone';
  if (isGone(fault) || isGone('power-loss')) return null;
  const { unsynced, synced } = behaviourAfterTwo(configuration, fault);
  const view = viewOf(script, synced);
  if (!writesNothing(view)) return null;
  const kinds = new Set([
    ...judgeBehaviour(script, unsynced).kinds,
    ...kindsOf(view.model, servedWeakPoints(view)),
  ]);
  return violationKinds.filter((kind) => kinds.has(kind));
}
