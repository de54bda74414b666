import type { CacheFlags, Configuration } from '../../../model/configuration.js';
import { cacheModes } from '../../dimensions/cache-modes.js';
import { frontends } from '../../dimensions/frontends.js';
import { werrors } from '../../dimensions/guests.js';
import { allEngines, allModes, convertible, each, type NotationRow } from './notation.js';

const devices = each(
  frontends.map(({ id }) => id),
  (id) => id,
);
const passes: NotationRow['passes'] = ({ device, name, value }) =>
  name === 'config-wce' ? `${name}=${value}` : `${device} ${name}=${value}`;

const common = {
  name: 'QEMU',
  passes,
  formats: [...convertible, 'protocol'],
  source: 'QEMU 11.1 qemu-options.hx; docs/config.md',
} as const;

const ofDrive = {
  cache: each(allModes, (mode) => `cache=${mode}`),
  aio: each(allEngines, (engine) => `aio=${engine}`),
  werror: each(
    werrors.map(({ id }) => id),
    (policy) => `werror=${policy}`,
  ),
  frontend: devices,
};

const flags: readonly (readonly [keyof CacheFlags, string])[] = [
  ['direct', 'cache.direct'],
  ['writeback', 'write-cache'],
  ['noFlush', 'cache.no-flush'],
];

/** Devices without `write-cache` (block-properties.ts): behind a node they have the default. */
const withoutProperties: readonly string[] = ['sd', 'emmc', 'pflash'];

/** A node has no modes: those of the three that are not as they have to be. */
function flagsOf(key: string, to: string, { cache, frontend }: Configuration): string | null {
  const wanted = cacheModes.find(({ id }) => id === to)?.flags;
  if (key !== 'cache' || wanted === undefined) return null;
  if (withoutProperties.includes(frontend) && wanted.writeback !== cache.writeback) return null;
  return flags
    .filter(([flag]) => wanted[flag] !== cache[flag])
    .map(([flag, name]) => `${name}=${wanted[flag] ? 'on' : 'off'}`)
    .join(' and ');
}

/** The words of the command line, and of a configuration that nobody wrote down. */
export const notationsOfQemu: readonly NotationRow[] = [
  {
    ...common,
    id: 'qemu-drive',
    fields: { cache: 'cache= of -drive', aio: 'aio= of -drive' },
    settings: ofDrive,
  },
  {
    ...common,
    id: 'qemu-blockdev',
    fields: { cache: 'cache.direct and others', aio: 'aio= of -blockdev' },
    settings: { ...ofDrive, cache: {} },
    together: flagsOf,
  },
];
