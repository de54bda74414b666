import type { Choice, PowerCut } from './choice.js';
import type { Configuration } from './configuration.js';
import type { FaultId, FaultOrNone } from './fault.js';
import type { OperationId, Script } from './script.js';
import type { LayerId, ViolationKind } from './verdict.js';

/** Which stack a run used: a configuration, or one of the controls. */
export type StackChoice =
  | { readonly kind: 'configuration' }
  /** Honest bare metal; `guest` keeps the configured guest's settings, else its defaults. */
  | {
      readonly kind: 'bare-metal';
      /** Whose settings the guest has. */
      readonly guest: 'default' | 'configured';
    }
  | { readonly kind: 'strictest' };

/** A fault, the moment it struck, and what nature decided up to and at that moment. */
export interface Incident {
  /** `none` only where a workload fails without any fault. */
  readonly fault: FaultOrNone;
  /** When it struck; a crash point, whatever the fault is. */
  readonly powerCut: PowerCut;
  /** All decisions that were not the kind ones. */
  readonly choices: readonly Choice[];
}

/** All that another machine needs to see the same failure again. */
export interface Replay {
  /** The version of this format. */
  readonly blkcheck: 'replay/1';
  /** The version of blkcheck that recorded it. */
  readonly blkcheckVersion: string;
  /** Which machine ran: the configuration, or a control. */
  readonly stack: StackChoice;
  /** The configuration; for a control the one whose settings it takes where it has none. */
  readonly configuration: Configuration;
  /** What the guest ran. */
  readonly script: Script;
  /** In the order in which they strike: one, or two where the second strikes in the second boot. */
  readonly incidents: readonly Incident[];
  /** The violation that the choices lead to. */
  readonly expects: ViolationKind;
}

/** One line of a story: what changed in each lane. Empty text: nothing. */
export interface TraceRow {
  /** The operation that it is about; 0 for none. */
  readonly operation: OperationId;
  /** What the guest's program or kernel did. */
  readonly guest: string;
  /** What the device did. */
  readonly device: string;
  /** What QEMU and the host did. */
  readonly host: string;
  /** What the disk did. */
  readonly disk: string;
  /**
   * What the line is beside that: an acknowledgement, the service of a request, or the fault (`power-cut`,
   * whatever it is).
   */
  readonly mark: '' | 'acknowledged' | 'served' | 'power-cut';
}

/** A promise that does not hold, replayed before it was reported. */
export interface Finding {
  /** `result id#rule.kind`: a second defect of the same kind has an id of its own. */
  readonly id: string;
  /** How the promise is broken. */
  readonly kind: ViolationKind;
  /** Where it takes a second fault, in the boot after the first, to break the promise. */
  readonly secondFault?: FaultId;
  /** The defect of a layer, `BLK...`; `blkcheck explain` prints it. */
  readonly rule: string;
  /** The layer that the rule is about. */
  readonly blame: LayerId;
  /** What the guest finds after the fault, in one sentence. */
  readonly effect: string;
  /** Why, in one sentence that names the layer. */
  readonly because: string;
  /** What to change, in one sentence. */
  readonly change: string;
  /** Which acknowledged data is at risk, and until when. */
  readonly atRisk: string;
  /** The story, a line for each step that matters. */
  readonly trace: readonly TraceRow[];
  /** What `replay` takes to see it again. */
  readonly replay: Replay;
}
