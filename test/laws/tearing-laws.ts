import { dimensionOf } from '../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import type { CacheModeId, Configuration, FrontendId } from '../../src/model/configuration.js';
import { blameOfTearing } from '../../src/search/blame.js';
import { stackOf } from '../../src/search/stacks.js';
import { buildStack } from '../../src/stack/build.js';
import { configurationOf } from './configurations.js';
import { acknowledgedContents, contents } from './endings.js';
import { type Case, inBothEngines, promising } from './engines.js';
import { type Law, law } from './law.js';
import { acknowledge, script, wait, write } from './scripts.js';

type Changes = Readonly<Record<string, string>>;

/** A machine of the newest release over a disk that keeps 16 KiB whole, unless it says otherwise. */
function machine(frontend: FrontendId, cache: CacheModeId, changes: Changes): Configuration {
  const usual: Configuration = configurationOf(frontend, cache, {}, defaultProfile);
  return Object.entries({ 'atomic-unit': '16384', ...changes }).reduce(
    (made, [key, value]) => dimensionOf(key).write(made, value),
    usual,
  );
}

const page = script(write(0, 32), wait);

/** A page of 16 KiB in place, promised whole. */
function ofPage(cache: CacheModeId, changes: Changes, breaks: '' | 'torn'): Case {
  const promised = promising(page, { atomic: { lba: 0, sectorCount: 32 } });
  return {
    script: promised,
    on: machine('virtio-blk', cache, changes),
    fault: 'power-loss',
    breaks,
  };
}

const hosts = inBothEngines('a host may tear what its disk keeps whole', [
  ...(['none', 'writeback'] as const).flatMap((cache) => [
    ofPage(cache, { host: 'file' }, 'torn'),
    ofPage(cache, { host: 'xfs' }, 'torn'),
    ofPage(cache, { host: 'md' }, 'torn'),
    ofPage(cache, { host: 'loop' }, 'torn'),
    ofPage(cache, { host: 'zfs' }, ''),
    ofPage(cache, { host: 'nfs', format: 'network' }, ''),
  ]),
  ...(['block-device', 'lvm', 'zvol'] as const).flatMap((host) => [
    ofPage('none', { host }, ''),
    ofPage('directsync', { host }, ''),
    ofPage('writeback', { host }, 'torn'),
    ofPage('writethrough', { host }, 'torn'),
  ]),
  // Clusters of 64 KiB are aligned in what they lie in.
  ofPage('none', { host: 'block-device', format: 'qcow2', allocation: 'sparse' }, ''),
  ofPage('none', { host: 'file', format: 'qcow2', allocation: 'sparse' }, 'torn'),
  ofPage('none', { host: 'block-device', 'atomic-unit': '4096' }, 'torn'),
]);

/** A disk that keeps 16 KiB, below a guest that writes so, and a program that trusts in so much. */
function trusting(atomicBytes: number, direct: boolean, breaks: '' | 'torn'): Case {
  const asked = ofPage('none', { host: 'block-device' }, breaks);
  return { ...asked, script: { ...asked.script, atomicBytes, ...(direct && { direct }) } };
}

const guests = inBothEngines('a guest tears what goes through its page cache', [
  trusting(16_384, false, 'torn'),
  trusting(8192, false, 'torn'),
  trusting(16_384, true, ''),
  trusting(4096, false, ''),
]);

const honest = [{ kind: 'strictest' }, { kind: 'bare-metal', guest: 'default' }] as const;

function honestContents(atomicBytes: number): readonly (readonly string[])[] {
  const usual = configurationOf('virtio-blk', 'none', {}, defaultProfile);
  return honest.map((choice) =>
    contents(page, stackOf(choice, usual, { atomicBytes }), 'power-loss', [0, 31]),
  );
}

const waited = script(write(0, 1), wait, acknowledge);

/** Whether a write that is complete is there after the power has failed. */
function completedContents(keepsCompleted: boolean): readonly (readonly string[])[] {
  const usual = configurationOf('virtio-blk', 'none', {}, defaultProfile);
  return honest.map((choice) =>
    acknowledgedContents(waited, stackOf(choice, usual, { keepsCompleted }), 'power-loss', [0]),
  );
}

const torn = ['0,0', '0,1', '1,0', '1,1'];
const whole = ['0,0', '1,1'];

const blamed = (trusted: number, frontend: FrontendId, cache: CacheModeId, changes: Changes) =>
  blameOfTearing({ ...page, atomicBytes: trusted }, buildStack(machine(frontend, cache, changes)));

export const tearingLaws: readonly Law[] = [
  ...hosts,
  ...guests,
  law(
    'honest machines keep whole what a workload trusts in, and no more',
    () => [512, 8192, 16_384].map(honestContents),
    [
      [torn, torn],
      [torn, torn],
      [whole, whole],
    ],
  ),
  law(
    'honest bare metal keeps what is complete for a workload that trusts in that alone',
    () => [true, false].map(completedContents),
    [
      [['1'], ['1']],
      [['1'], ['0', '1']],
    ],
  ),
  law(
    'who tears what a workload trusts in is to blame, the lowest of those who tear alike',
    () => [
      blamed(16_384, 'virtio-blk', 'none', { host: 'block-device', 'atomic-unit': '512' }),
      blamed(16_384, 'virtio-blk', 'none', { 'atomic-unit': '4096' }),
      blamed(16_384, 'virtio-blk', 'none', {}),
      blamed(8192, 'virtio-blk', 'none', { allocation: 'sparse' }),
      blamed(8192, 'virtio-blk', 'none', { host: 'zfs', allocation: 'sparse' }),
      blamed(8192, 'sd', 'none', { host: 'block-device' }),
      blamed(16_384, 'virtio-blk', 'none', { host: 'block-device' }),
      blamed(4096, 'virtio-blk', 'none', {}),
      blamed(512, 'sd', 'none', {}),
    ],
    ['BLK029', 'BLK029', 'BLK030', 'BLK030', 'BLK031', 'BLK032', '', '', ''],
  ),
  law(
    'a guest is to blame for what it tears where nothing below tears as small',
    () =>
      [{ host: 'block-device' }, {}, { host: 'block-device', 'atomic-unit': '512' }].map(
        (changes: Changes) => {
          const trust = { ...page, atomicBytes: 16_384 };
          const on = machine('virtio-blk', 'none', changes);
          return blameOfTearing(trust, stackOf({ kind: 'configuration' }, on, trust));
        },
      ),
    ['BLK036', 'BLK030', 'BLK029'],
  ),
];
