import type { RunOptions } from '../run/options.js';
import type { RunFlags } from './flags.js';

/** What the flags mean to a run. What was not given stays absent. */
export function runOptionsOf(
  files: readonly string[],
  flags: Omit<RunFlags, 'reporter'>,
): RunOptions {
  return withoutAbsent({
    files,
    profile: flags.profile,
    faults: flags.fault,
    scenarios: flags.scenario,
    suites: flags.suite,
    bounded: flags.bounded,
    assume: flags.assume,
    ...stackOptions(flags),
    hostKernel: flags.hostKernel,
    hostNotes: flags.hostNote,
    parameters: flags.param,
    runs: flags.runs,
    maxExecutions: flags.maxExecutions,
    without: flags.without,
    crashRecovery: flags.crashRecovery,
    seed: flags.seed,
    timeSeconds: flags.time,
    jobs: flags.jobs,
  });
}

/** Those that select values of a dimension, in the order of the catalogue. */
function stackOptions(flags: Omit<RunFlags, 'reporter'>) {
  return {
    frontends: flags.frontend,
    caches: flags.cache,
    qemu: flags.qemu,
    machines: flags.machine,
    dpofua: flags.dpofua,
    configWce: flags.configWce,
    queueDepths: flags.queueDepth,
    aio: flags.aio,
    werrors: flags.werror,
    formats: flags.format,
    guestKernels: flags.guestKernel,
    guestWriteCaches: flags.guestWriteCache,
    hosts: flags.host,
    disks: flags.disk,
    allocations: flags.allocation,
    atomicUnits: flags.atomicUnit,
    mounts: flags.mount,
    fsyncErrors: flags.fsyncError,
    elevators: flags.elevator,
    patches: flags.patch,
  };
}

type Present<Values> = { [Key in keyof Values]?: Exclude<Values[Key], undefined> };

/** An option that is absent has its default; one that is undefined would not. */
export function withoutAbsent<Values extends object>(values: Values): Present<Values> {
  const present = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as Present<Values>;
}
