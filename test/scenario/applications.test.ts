import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Behaviour, explainBehaviour } from '../../src/analysis/behaviour.js';
import { judgeBehaviour } from '../../src/analysis/predict.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { machineFaults } from '../../src/catalogue/faults.js';
import type { Script } from '../../src/model/script.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { exhaust } from '../../src/search/exhaust/exhaust.js';
import { allReductions } from '../../src/search/exhaust/reductions.js';
import { buildStack } from '../../src/stack/build.js';
import { sampleMailConfigurations } from '../analysis/all-configurations.js';
import { configurationOf } from '../laws/configurations.js';
import { readFile, scenarioOf, scriptOf } from './files.js';

/** One of each behaviour that a stack can have under some fault that leaves something. */
const behaviours = [
  ...new Map(
    sampleMailConfigurations(53).flatMap((configuration) =>
      machineFaults.map((fault) => {
        const { behaviour } = explainBehaviour(configuration, fault);
        return [JSON.stringify(behaviour), behaviour] as const;
      }),
    ),
  ).values(),
];

const shipped = (name: string) => scriptOf(readFile(`scenarios/${name}.yaml`));

/** For each behaviour, the kinds of promise that can be broken, sorted. */
function verdictsOf(script: Script, among = behaviours): readonly string[] {
  return among.map((behaviour) => [...judgeBehaviour(script, behaviour).kinds].sort().join());
}

/** Expects the kind to be found on exactly the behaviours for which `when` holds. */
function expectExactly(script: Script, kind: string, when: (behaviour: Behaviour) => boolean) {
  const verdicts = verdictsOf(script);
  const found = behaviours.filter((_, at) => verdicts[at]?.split(',').includes(kind));
  expect(found).toEqual(behaviours.filter(when));
  expect(found.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThan(behaviours.length);
}

const isSureOnceComplete = ({ allocation }: Behaviour) =>
  allocation === 'dispatch' || allocation === 'completion';
const isNeverSure = ({ allocation }: Behaviour) => allocation === 'never';

/** A write that is in flight when the fault strikes can be half there. */
const canTear = (sectors: number) => (behaviour: Behaviour) =>
  behaviour.data !== 'dispatch' && behaviour.unitSectors < sectors;

test.each([
  'postgresql',
  'postgresql-open-datasync',
  'innodb',
  'sqlite-wal',
  'sqlite-wal-normal',
  'rollback-journal',
  'lmdb',
  'btrfs',
  'lmdb-no-meta-sync',
  'lsm-tree',
  'ext4-ordered',
  'ext4-async-commit-writeback',
  'xfs-iclogs',
])('%s is safe exactly where a flush makes what is complete sure', (name) => {
  const verdicts = verdictsOf(shipped(name));
  const unsafe = behaviours.filter((_, at) => verdicts[at] !== '');
  expect(unsafe).toEqual(behaviours.filter(isNeverSure));
});

test('btrfs overwrites the tree before where its superblock is forgotten', () => {
  const nvme = configurationOf('nvme', 'none', {}, defaultProfile);
  const { behaviour } = explainBehaviour(nvme, 'power-loss');
  const kindsOf = (name: string) => [...judgeBehaviour(shipped(name), behaviour).kinds].sort();
  expect(kindsOf('btrfs')).toEqual(['lost', 'reordered']);
  // O_DSYNC is FUA with O_DIRECT alone, and a flush through the page cache.
  expect(kindsOf('odsync-log')).toContain('lost');
  for (const name of ['lmdb', 'postgresql-open-datasync']) expect(kindsOf(name)).toEqual([]);
});

describe('torn pages', () => {
  test('full_page_writes=off tears pages exactly where a write can be torn; on never does', () => {
    // The guest's page cache tears them, whatever a disk keeps whole.
    expectExactly(
      shipped('postgresql-no-full-page-writes'),
      'torn',
      ({ data }) => data !== 'dispatch',
    );
    expect(verdictsOf(shipped('postgresql')).join()).not.toContain('torn');
  });

  test('with pages no larger than what the disk writes whole, off is as safe as on', () => {
    const text = readFileSync('scenarios/postgresql-no-full-page-writes.yaml', 'utf8');
    const small = scriptOf(scenarioOf(text.replace('sectors: 16, count', 'sectors: 8, count')));
    expectExactly(small, 'torn', canTear(8));
    const other = verdictsOf(small).map((kinds) => kinds.replace('torn', '') === '');
    expect(other).toEqual(behaviours.map((behaviour) => !isNeverSure(behaviour)));
  });

  test('innodb_doublewrite=OFF tears pages exactly where a write can be torn', () => {
    expectExactly(shipped('innodb-no-doublewrite'), 'torn', canTear(32));
  });

  test('the doublewrite buffer mends them wherever a flush is one', () => {
    expectExactly(
      shipped('innodb'),
      'torn',
      (behaviour) => isNeverSure(behaviour) && canTear(32)(behaviour),
    );
  });
});

describe('settings that ask for less', () => {
  test('O_DIRECT alone is safe exactly where what is complete is kept', () => {
    const safe = verdictsOf(shipped('innodb-o-direct-no-fsync')).map((kinds) => kinds === '');
    expect(safe).toEqual(behaviours.map(isSureOnceComplete));
  });

  test('MySQL with O_DIRECT tears pages exactly where their copies are volatile once complete', () => {
    const script = shipped('innodb-o-direct');
    expectExactly(
      script,
      'torn',
      (behaviour) => !isSureOnceComplete(behaviour) && canTear(32)(behaviour),
    );
    expectExactly(script, 'lost', isNeverSure);
  });

  test('synchronous=OFF is safe nowhere: what nobody waits for may not have left the guest', () => {
    const verdicts = verdictsOf(shipped('sqlite-synchronous-off'));
    expect(verdicts.every((kinds) => kinds.includes('lost'))).toBe(true);
    expect(verdicts.some((kinds) => kinds.includes('reordered'))).toBe(true);
  });

  test('synchronous=NORMAL in WAL mode loses commits, and nothing else that FULL would keep', () => {
    const durable = shipped('sqlite-wal-normal-durable');
    // Even a guest's crash loses them: what is not waited for may still be in its queue.
    expect(verdictsOf(durable).every((kinds) => kinds.includes('lost'))).toBe(true);
    expectExactly(durable, 'reordered', isNeverSure);
    expectExactly(shipped('sqlite-wal-normal'), 'reordered', isNeverSure);
    expect(verdictsOf(shipped('sqlite-wal-normal')).join()).not.toContain('lost');
  });

  test('MDB_NOMETASYNC keeps what it promises wherever LMDB at its defaults does', () => {
    expect(verdictsOf(shipped('lmdb-no-meta-sync')).map((kinds) => kinds === '')).toEqual(
      verdictsOf(shipped('lmdb')).map((kinds) => kinds === ''),
    );
  });

  test('journal_async_commit with data=ordered shows old data wherever a cache is volatile', () => {
    const script = shipped('ext4-async-commit-ordered');
    expectExactly(script, 'reordered', (behaviour) => !isSureOnceComplete(behaviour));
    expectExactly(script, 'lost', isNeverSure);
  });
});

// Each group more is many times the orders of what is in flight together.
test('two groups of commits show all that five do', () => {
  const groupCommit = readFile('scenarios/group-commit.yaml');
  const skipping = behaviours.flatMap((behaviour) =>
    (['none', 'fua', 'every-write'] as const).map((skips) => ({ ...behaviour, skips })),
  );
  const two = verdictsOf(scriptOf(groupCommit), skipping);
  expect(new Set(two).size).toBeGreaterThan(1);
  expect(verdictsOf(scriptOf(groupCommit, { groups: 5 }), skipping)).toEqual(two);
});

describe('proved on the cells of the mail', () => {
  const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };

  function provedKinds(name: string, cell: Parameters<typeof configurationOf>): string {
    const script = shipped(name);
    const stack = buildStack(configurationOf(...cell));
    const subject = { script, stack, oracleOf: createOracle };
    const [proof] = exhaust(subject, ['power-loss'], allReductions, limits);
    expect(proof?.isComplete).toBe(true);
    return [...(proof?.failures ?? [])].map(({ kind }) => kind).join();
  }

  test.each([
    ['scsi', 'writethrough'],
    ['scsi', 'writeback'],
    ['scsi', 'none'],
    ['ide', 'writethrough'],
  ] as const)('%s/%s keeps databases, and tears pages that nothing mends', (frontend, cache) => {
    const kinds = (name: string) => provedKinds(name, [frontend, cache]);
    expect(kinds('postgresql')).toBe('');
    expect(kinds('innodb')).toBe('');
    expect(kinds('lsm-tree')).toBe('');
    expect(kinds('postgresql-no-full-page-writes')).toBe('torn');
    expect(kinds('innodb-no-doublewrite')).toBe('torn');
    expect(kinds('sqlite-wal-normal-durable')).toBe('lost');
  });
});
