import type { DefinedScenario } from '../scenario/defined.js';
import type { Assume } from './assume.js';

/**
 * What a run may be told; everything has a default. The filters take the words of the command
 * line: names, `all`, `!name` for an exclusion, several in one string separated by commas.
 *
 * @public
 */
export interface RunOptions {
  /**
   * Scenario files: `.yaml`, `.yml`, `.json`, or a JavaScript module `.js`, `.mjs`, which is
   * executed. Where files are named, the scenarios that ship with blkcheck run only if
   * `scenarios` names them. None by default.
   */
  readonly files?: readonly string[];
  /** The dated bundle of facts and defaults; `default` by default, the newest that was measured. */
  readonly profile?: string;
  /** Devices that the guest sees; the usual ones of the profile by default. */
  readonly frontends?: readonly string[];
  /** QEMU's cache modes; the five that it names, as far as they exist, by default. */
  readonly caches?: readonly string[];
  /** What fails; `power-loss` by default. */
  readonly faults?: readonly string[];
  /**
   * Scenarios that ship with blkcheck, by name, and scenarios that `defineScenario` made; all that ship of the
   * selected suites by default. Functions cannot be sent to another thread: with one of the latter the run
   * has no worker threads, whatever `jobs` says. A module in `files` runs on all of them.
   */
  readonly scenarios?: readonly (string | DefinedScenario)[];
  /**
   * Proves every workload of up to so many block operations, up to 8, in place of the scenarios
   * that ship: writes, FUA writes and flushes for the suite `completion`, writes and barriers for
   * `barrier`. Scenarios that are named run too. Not by default.
   */
  readonly bounded?: number;
  /**
   * Lets the power fail once more while the recovery from the fault writes, or after it: for proofs
   * only, so that scenarios that are sampled are not run. Not by default.
   */
  readonly crashRecovery?: boolean;
  /** Families of scenarios; those of the profile by default, which never include `careless`. */
  readonly suites?: readonly string[];
  /** QEMU releases, `any` for all of them; the profile's by default. */
  readonly qemu?: readonly string[];
  /**
   * What is taken for granted of a QEMU release whose code nobody ran or read: `nothing`, so that a
   * row in which its neighbours differ, or that has one neighbour only and does not fail whatever QEMU's
   * code does, is `inconclusive`; `nearest`, or `worst`. `nothing` by default.
   */
  readonly assume?: Assume;
  /** Versions in the machine type; `newest`, the release's own, by default. */
  readonly machines?: readonly string[];
  /** Whether scsi-hd says that it takes FUA: `on`, `off`, or `auto`, as the machine type has it; the default. */
  readonly dpofua?: readonly string[];
  /** Whether virtio-blk lets the guest switch its write cache: `on` by default, or `off`. */
  readonly configWce?: readonly string[];
  /** How many requests the guest keeps in flight; `device` by default: what the device takes. */
  readonly queueDepths?: readonly string[];
  /** How QEMU submits I/O: `threads`, `native`, `io_uring`; the profile's by default. */
  readonly aio?: readonly string[];
  /** What QEMU does about a write error; `enospc`, its default, by default. */
  readonly werrors?: readonly string[];
  /** Image formats; the profile's by default. */
  readonly formats?: readonly string[];
  /** The guest's Linux; one, the profile's by default. */
  readonly guestKernels?: readonly string[];
  /** What the guest makes of the write cache: `device` by default, which believes the device. */
  readonly guestWriteCaches?: readonly string[];
  /** What the image lies on; the profile's by default. */
  readonly hosts?: readonly string[];
  /** Disks below the host; the profile's by default. */
  readonly disks?: readonly string[];
  /** How much of the image is allocated; `full` by default. */
  readonly allocations?: readonly string[];
  /** Bytes that the disk never tears, `512`, `4096` or `16384`; the profile's by default. */
  readonly atomicUnits?: readonly string[];
  /** Whether the guest mounts with barriers; `barrier` by default. */
  readonly mounts?: readonly string[];
  /** What the guest does about a failed fsync: `stops` by default, or `retries`. */
  readonly fsyncErrors?: readonly string[];
  /** The guest's I/O scheduler; the profile's by default. */
  readonly elevators?: readonly string[];
  /** Steps of the action plans that all configurations take; none by default. */
  readonly patches?: readonly string[];
  /** The host's Linux, which switches the notes on hosts; the profile's by default. */
  readonly hostKernel?: string;
  /** Switches one of the notes on Linux hosts on or off; the profile decides by default. */
  readonly hostNotes?: Readonly<Record<string, boolean>>;
  /** Fixes parameters of the scenarios that have them; generated or defaulted otherwise. */
  readonly parameters?: Readonly<Record<string, number>>;
  /** Generated runs for each row of a scenario that is many scripts; 1000 by default. */
  readonly runs?: number;
  /**
   * Executions that the proof of a row may take, an execution being one end of a recovery or one
   * judgement of a promise; 1,000,000 by default. A row that would take more is `inconclusive`.
   */
  readonly maxExecutions?: number;
  /**
   * Reductions of proofs to do without: `crash-points`, `lazy-schedule`, `partial-order`,
   * `seen-states`, `lazy-states`, `shared-decisions`, `checksums`, `shared-recovery`,
   * `harsher-faults`, `sharing`. None by default. The verdicts are the same, and take longer.
   */
  readonly without?: readonly string[];
  /** An unsigned 32-bit number from which all that is generated follows; 1 by default. */
  readonly seed?: number;
  /**
   * Ends the run after so many seconds. Rows that were cut or not begun are `inconclusive`, so
   * with it the result may differ between machines. No limit by default.
   */
  readonly timeSeconds?: number;
  /**
   * Worker threads. By default as many as there are processors, and none for a small run. It
   * never changes the result.
   */
  readonly jobs?: number;
  /** Ends the run when aborted: what is done is returned, with `interrupted` set. None by default. */
  readonly signal?: AbortSignal;
  /** Called after each row; nothing is by default. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Options of how a run looks, and who hears of it: a matrix, which runs nothing, has none of them. */
export type EffortOption =
  | 'bounded'
  | 'crashRecovery'
  | 'runs'
  | 'maxExecutions'
  | 'without'
  | 'seed'
  | 'timeSeconds'
  | 'jobs'
  | 'signal'
  | 'onProgress';

/** How far a run is. @public */
export interface Progress {
  /** Rows and controls that are done; of `fixDefinitions`, answers. */
  readonly done: number;
  /** How many there are, as far as is known: it may become less. */
  readonly total: number;
  /** Rows and controls so far in which a promise did not hold. */
  readonly unsafe: number;
  /** Id of the row that was done last. */
  readonly last: string;
}
