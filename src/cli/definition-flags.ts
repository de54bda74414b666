import type { ConfigOptions } from '../run/definitions/read-configs.js';
import { checkApart } from '../run/gate/apart.js';
import { UsageError, usageError } from '../run/usage-error.js';
import type { RunFlags } from './flags.js';
import type { DefinitionFlags } from './reading-flags.js';

/**
 * @param names - with the patterns filled in
 * @param given - as they were written
 */
export function configOptionsOf(
  names: readonly string[],
  given: readonly string[],
  { inputFormat, qemu, storageCfg, stdinFilename, config, only = [] }: DefinitionFlags,
): ConfigOptions {
  return {
    names,
    found: names.filter((name) => !given.includes(name)),
    only,
    format: inputFormat ?? '',
    qemuVersion: qemu ?? '',
    storageFile: storageCfg ?? '',
    stdinName: stdinFilename ?? '',
    siteFile: config ?? '',
    ignoreUnknown: false,
    mayBeEmpty: false,
    pastFolder: '',
  };
}

/** What only definitions of machines can be asked. */
const theirs = {
  base: '--base',
  config: '--config',
  failOn: '--fail-on',
  lastFailed: '--last-failed',
  only: '--only',
  storageCfg: '--storage-cfg',
  waivers: '--waivers',
  writeBase: '--write-base',
} as const satisfies Partial<Record<keyof RunFlags, string>>;

const definition = 'the definitions say it: change it there';
const site = (key: string) => `${key} in blkcheck.config.yaml, which blkcheck init writes`;
const nobody = 'for machines that flags describe';
const notForDefinitions = (flag: string, help: string) =>
  usageError(`${flag} is not for definitions of machines`, help);

export const faultsOfSite = () => notForDefinitions('--fault', site('faults'));

/** What is said of machines without a definition, and who says it of one that has it. */
const others = {
  frontend: ['--frontend', definition],
  cache: ['--cache', definition],
  machine: ['--machine', definition],
  dpofua: ['--dpofua', definition],
  configWce: ['--config-wce', definition],
  queueDepth: ['--queue-depth', site('guest.queueDepth')],
  aio: ['--aio', definition],
  werror: ['--werror', definition],
  format: ['--format', `${definition}; --input-format is the format of the definitions`],
  fault: ['--fault', site('faults')],
  guestKernel: ['--guest-kernel', site('guest.kernel')],
  guestWriteCache: ['--guest-write-cache', site('guest.writeCache')],
  mount: ['--mount', site('guest.mount')],
  fsyncError: ['--fsync-error', site('guest.fsyncError')],
  host: ['--host', site('host')],
  disk: ['--disk', site('disk')],
  allocation: ['--allocation', site('image.allocation')],
  atomicUnit: ['--atomic-unit', site('disk.atomicBytes')],
  elevator: ['--elevator', nobody],
  patch: ['--patch', nobody],
  hostKernel: ['--host-kernel', site('host.kernel')],
  hostNote: ['--host-note', nobody],
} as const satisfies Partial<Record<keyof RunFlags, readonly [string, string]>>;

const readingFlags = {
  inputFormat: '--input-format',
  qemu: '--qemu',
  storageCfg: '--storage-cfg',
  stdinFilename: '--stdin-filename',
  config: '--config',
  only: '--only',
} as const satisfies Record<keyof DefinitionFlags, string>;

/** @throws UsageError for flags that say how definitions are read, where none is. */
export function checkNothingToRead(flags: DefinitionFlags, help: string): void {
  const key = keysOf(readingFlags).find((each) => flags[each] !== undefined);
  if (key === undefined) return;
  throw usageError(`${readingFlags[key]} is for definitions of machines`, help);
}

/** @throws UsageError for flags that are about definitions, where there are none. */
export function checkWithoutDefinitions(flags: RunFlags): void {
  const { reporter = [] } = flags;
  const placed = reporter.find(({ name }) => /^(sarif|github|markdown)$/u.test(name));
  const flag = keysOf(theirs).find((key) => flags[key] !== undefined);
  const what = placed === undefined ? flag && theirs[flag] : `--reporter ${placed.name}`;
  if (what === undefined) return;
  throw usageError(`${what} is for definitions of machines`, 'blkcheck run vm.xml');
}

/** @throws UsageError for every flag that would be passed over where definitions are judged. */
export function checkWithDefinitions(flags: RunFlags): void {
  const given = keysOf(theirs).filter((key) => flags[key] !== undefined);
  checkApart(given.map((key) => theirs[key]));
  const mistakes = keysOf(others)
    .filter((key) => flags[key] !== undefined)
    .map((key) => notForDefinitions(others[key][0], others[key][1]));
  const releases = flags.qemu ?? [];
  if (releases.length > 1) {
    mistakes.push(usageError(`definitions run on one QEMU, not on ${releases.join(' and ')}`));
  }
  if (mistakes.length === 0) return;
  throw new UsageError(mistakes.flatMap(({ diagnostics }) => diagnostics));
}

function keysOf<Key extends string>(flags: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(flags) as Key[];
}
