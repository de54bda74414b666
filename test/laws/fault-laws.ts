import { dimensionOf } from '../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import type { CacheModeId, Configuration, FrontendId } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import { buildStack } from '../../src/stack/build.js';
import { configurationOf } from './configurations.js';
import { acknowledgedContents, contents } from './endings.js';
import { type Case, inBothEngines, promising } from './engines.js';
import { type Law, law } from './law.js';
import { acknowledge, fsync, type Sketch, script, wait, write } from './scripts.js';

// Faults that leave something alive above what they take.

type Changes = Readonly<Record<string, string>>;

export function today(
  frontend: FrontendId,
  cache: CacheModeId,
  changes: Changes = {},
): Configuration {
  return Object.entries(changes).reduce<Configuration>(
    (configuration, [key, value]) => dimensionOf(key).write(configuration, value),
    configurationOf(frontend, cache, {}, defaultProfile),
  );
}

export const completed = [write(0), wait, acknowledge] as const;
export const synced = [write(0), fsync, acknowledge] as const;
export const inOrder = [write(0), wait, write(1), wait, acknowledge] as const;
const withoutVolatileCache = ['plp', 'no-wce', 'bbu'] as const;

/** What the first sectors show after the fault, once the last acknowledgement has run. */
export function shown(
  on: Configuration,
  fault: FaultId,
  sketches: readonly Sketch[],
  ...watched: readonly number[]
): readonly string[] {
  return acknowledgedContents(script(...sketches), buildStack(on), fault, watched, 1500);
}

/** The last acknowledgement promises the first write. */
export function promised(
  sketches: readonly Sketch[],
  on: Configuration,
  fault: FaultId,
  breaks: string,
): Case {
  return { script: promising(script(...sketches), { durable: [1] }), on, fault, breaks };
}

/** The second write must not be there without the first. */
export function ordered(on: Configuration, fault: FaultId, breaks: string): Case {
  return { script: promising(script(...inOrder), { ordered: [3, 1] }), on, fault, breaks };
}

const diskLaws: readonly Law[] = [
  law(
    'a disk that loses power takes what only its cache had, the older and not the newer too',
    () =>
      (['writeback', 'none'] as const).map((cache) =>
        shown(today('virtio-blk', cache), 'disk-power-loss', inOrder, 0, 1),
      ),
    [
      ['0,0', '0,3', '1,0', '1,3'],
      ['0,0', '0,3', '1,0', '1,3'],
    ],
  ),
  law(
    'a disk that loses power keeps what a flush had made stable, unless it had lied',
    () =>
      ['wce-honest', 'wce-lying'].map((disk) =>
        shown(today('virtio-blk', 'writeback', { disk }), 'disk-power-loss', synced, 0),
      ),
    [['1'], ['0', '1']],
  ),
  law(
    'the page cache outlives a disk that loses its power, and not its host',
    () =>
      withoutVolatileCache.map((disk) =>
        (['disk-power-loss', 'power-loss'] as const).map((fault) =>
          shown(today('virtio-blk', 'writeback', { disk }), fault, completed, 0),
        ),
      ),
    withoutVolatileCache.map(() => [['1'], ['0', '1']]),
  ),
  law(
    'allocations that QEMU and the host still hold outlive the disk',
    () =>
      (['raw', 'qcow2'] as const).map((format) => {
        const on = today('virtio-blk', 'none', { disk: 'plp', format, allocation: 'sparse' });
        return shown(on, 'disk-power-loss', completed, 0);
      }),
    [['1'], ['1']],
  ),
  law(
    'a request in flight fails with the disk, whatever is below',
    () =>
      contents(
        script(write(0, 2), wait),
        buildStack(today('virtio-blk', 'none', { disk: 'no-wce' })),
        'disk-power-loss',
        [0, 1],
      ),
    ['0,0', '0,1', '1,0', '1,1'],
  ),
  ...inBothEngines('a disk alone loses power', [
    ...(['writeback', 'none'] as const).flatMap((cache) => {
      const on = today('virtio-blk', cache);
      return [
        promised(completed, on, 'disk-power-loss', 'lost'),
        promised(synced, on, 'disk-power-loss', ''),
        ordered(on, 'disk-power-loss', 'reordered'),
      ];
    }),
    promised(synced, today('virtio-blk', 'unsafe'), 'disk-power-loss', 'lost'),
    promised(completed, today('virtio-blk', 'directsync', { qemu: '9.2' }), 'disk-power-loss', ''),
    ...withoutVolatileCache.flatMap((disk) => {
      const on = today('virtio-blk', 'unsafe', { disk });
      return [
        promised(completed, on, 'disk-power-loss', ''),
        promised(completed, on, 'power-loss', 'lost'),
        ordered(on, 'disk-power-loss', ''),
      ];
    }),
  ]),
];

const away = { format: 'network', host: 'block-device' } as const;
/** The format is QEMU's, and the file with it is a server's. */
const tablesAway = { format: 'qcow2', host: 'nbd', allocation: 'full' } as const;

const nodeLaws: readonly Law[] = [
  law(
    'nothing outlives the node that it is in',
    () => [
      shown(today('virtio-blk', 'directsync', { qemu: '9.2' }), 'node-loss', completed, 0),
      shown(today('virtio-blk', 'none', { disk: 'plp' }), 'node-loss', synced, 0),
      contents(
        script(write(0, 2), wait),
        buildStack(today('virtio-blk', 'none')),
        'node-loss',
        [0, 1],
      ),
    ],
    [['0'], ['0'], ['0,0']],
  ),
  law(
    'a node takes its own memory along, and not the disk of another machine, cache and all',
    () => [
      shown(today('virtio-blk', 'none', away), 'node-loss', completed, 0),
      shown(today('virtio-blk', 'writeback', away), 'node-loss', synced, 0),
      shown(today('virtio-blk', 'writeback', away), 'node-loss', completed, 0),
    ],
    [['1'], ['1'], ['0', '1']],
  ),
  ...inBothEngines('a node is lost that had the tables of an image in its memory, and no more', [
    promised(synced, today('virtio-blk', 'none', tablesAway), 'node-loss', ''),
    promised(synced, today('virtio-blk', 'writeback', tablesAway), 'node-loss', ''),
    promised(
      completed,
      today('virtio-blk', 'none', { ...tablesAway, allocation: 'sparse' }),
      'node-loss',
      'lost',
    ),
  ]),
  ...inBothEngines('a node is lost', [
    promised(synced, today('virtio-blk', 'writeback'), 'node-loss', 'lost'),
    promised(synced, today('virtio-blk', 'none', { disk: 'bbu' }), 'node-loss', 'lost'),
    ordered(today('virtio-blk', 'none'), 'node-loss', ''),
    promised(synced, today('virtio-blk', 'writeback', away), 'node-loss', ''),
    promised(completed, today('virtio-blk', 'none', away), 'node-loss', ''),
    promised(completed, today('virtio-blk', 'writeback', away), 'node-loss', 'lost'),
    ordered(today('virtio-blk', 'writeback', away), 'node-loss', 'reordered'),
    promised(synced, today('virtio-blk', 'unsafe', away), 'node-loss', 'lost'),
  ]),
];

export const faultLaws: readonly Law[] = [...diskLaws, ...nodeLaws];
