import type { Choice, PowerCut } from './choice.js';
import type { Configuration } from './configuration.js';
import type { FaultId, FaultOrNone } from './fault.js';
import type { OperationId, Script } from './script.js';
import type { LayerId, ViolationKind } from './verdict.js';

/** Which stack a run used: a configuration, or one of the controls. */
export type StackChoice =
  | { readonly kind: 'configuration' }
  /** Honest bare metal; `guest` keeps the configured guest's settings, else its defaults. */
  | { readonly kind: 'bare-metal'; readonly guest: 'default' | 'configured' }
  | { readonly kind: 'strictest' };

/** A fault, the moment it struck, and what nature decided up to and at that moment. */
export interface Incident {
  /** `none` only where a workload fails without any fault. */
  readonly fault: FaultOrNone;
  readonly powerCut: PowerCut;
  readonly choices: readonly Choice[];
}

/** All that another machine needs to see the same failure again. */
export interface Replay {
  readonly blkcheck: 'replay/1';
  readonly blkcheckVersion: string;
  readonly stack: StackChoice;
  readonly configuration: Configuration;
  readonly script: Script;
  /** In the order in which they strike: one, or two where the second strikes in the second boot. */
  readonly incidents: readonly Incident[];
  /** The violation that the choices lead to. */
  readonly expects: ViolationKind;
}

/** One line of a story: what changed in each lane. Empty text: nothing. */
export interface TraceRow {
  readonly operation: OperationId;
  readonly guest: string;
  readonly device: string;
  readonly host: string;
  readonly disk: string;
  readonly mark: '' | 'acknowledged' | 'served' | 'power-cut';
}

export interface Finding {
  /** `result id#rule.kind`: a second defect of the same kind has an id of its own. */
  readonly id: string;
  readonly kind: ViolationKind;
  /** Where it takes a second fault, in the boot after the first, to break the promise. */
  readonly secondFault?: FaultId;
  /** The defect of a layer, `BLK...`; `blkcheck explain` prints it. */
  readonly rule: string;
  readonly blame: LayerId;
  /** What the guest finds after the fault, in one sentence. */
  readonly effect: string;
  /** Why, in one sentence that names the layer. */
  readonly because: string;
  /** What to change, in one sentence. */
  readonly change: string;
  /** Which acknowledged data is at risk, and until when. */
  readonly atRisk: string;
  readonly trace: readonly TraceRow[];
  readonly replay: Replay;
}
