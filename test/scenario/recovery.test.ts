import { describe, expect, test } from 'vitest';
import type { Script } from '../../src/model/script.js';
import type { Recovery } from '../../src/scenario/recovery/recovery.js';
import { withRecovery } from '../../src/scenario/recovery/select.js';
import { aftermathOf, type Crash, idOf, judged } from './aftermaths.js';
import { readFile, scriptOf } from './files.js';

const shipped = (name: string, parameters = {}) =>
  scriptOf(readFile(`scenarios/${name}.yaml`), parameters);

/** Every step of a recovery, with the states between; one way after the other. */
function walk(script: Script, crash: Crash): { kinds: string[]; states: unknown[] } {
  const run = <State, Outcome>(recovery: Recovery<State, Outcome>) => {
    const aftermath = aftermathOf(script, crash);
    const kinds: string[] = [];
    const states: unknown[] = [];
    const ways = [recovery.start()];
    for (let state = ways.pop(); ; ) {
      if (state === undefined) return { kinds, states };
      const frozen = JSON.stringify(state);
      const step = recovery.next(state);
      kinds.push(step.kind);
      states.push(state);
      if (step.kind === 'done' || step.kind === 'each') {
        if (step.kind === 'each') ways.push(...[...step.states].reverse());
        state = ways.pop();
        continue;
      }
      const answer =
        step.kind === 'read'
          ? aftermath.read(step.lba)
          : Array.from({ length: step.extent.sectorCount }, (_, n) => step.extent.lba + n).every(
              (lba) => aftermath.read(lba) === step.version,
            );
      const next = recovery.resume(state, answer);
      expect(JSON.stringify(state)).toBe(frozen);
      state = next;
    }
  };
  const walked = withRecovery(script, run);
  if (walked === null) throw new Error('no recovery');
  return walked;
}

describe('a write-ahead log', () => {
  const script = shipped('wal', { transactions: 3 });
  const record = (t: number) => idOf(script, `write log[${t - 1}]`);
  const acknowledge = (t: number) => idOf(script, `acknowledge transaction ${t}`);

  test('everything there', () => expect(judged(script, {})).toBeNull());

  test('a record that is gone is lost once acknowledged', () => {
    expect(judged(script, { after: acknowledge(3), without: [record(3)] })).toMatchObject({
      kind: 'lost',
      victim: record(3),
      acknowledge: acknowledge(3),
      effect:
        'transaction 3 was acknowledged, and recovery ends at transaction 2: write log[2] ' +
        `(operation ${record(3)}) is not whole`,
    });
    expect(judged(script, { after: acknowledge(3) - 1, without: [record(3)] })).toBeNull();
  });

  test('a torn record ends the log, and takes what comes after with it', () => {
    expect(judged(script, { half: { [record(2)]: [0] } })).toMatchObject({
      kind: 'lost',
      victim: record(2),
      acknowledge: acknowledge(2),
    });
  });

  test('one checksum is one question, and states are left alone', () => {
    const { kinds, states } = walk(script, {});
    const ofPages = Array(4).fill(['verify', 'done']).flat();
    const ofLog = ['read', ...Array(3).fill('verify'), 'each', 'done'];
    expect(kinds).toEqual([...ofLog, ...ofPages]);
    expect(structuredClone(states)).toEqual(states);
  });
});

describe('a log with checkpoints', () => {
  const script = shipped('wal-checkpoint', { checkpoints: 2 });
  const header = idOf(script, 'write header');
  const page = idOf(script, 'write pages[0]');

  test('pages torn by the next checkpoint are repaired', () => {
    const second = idOf(script, 'write pages[0]', 2);
    expect(judged(script, { after: second, half: { [second]: [1, 2] } })).toBeNull();
  });

  test('a header without its pages', () => {
    const crash = { after: header, without: [page] };
    expect(judged(script, crash)).toMatchObject({
      kind: 'reordered',
      victim: page,
      witness: header,
    });
  });

  test('a page without its log', () => {
    const crash = { after: page, without: [idOf(script, 'write log[1]')] };
    expect(judged(script, crash)).toMatchObject({ kind: 'lost' });
    expect(judged(script, crash, ['lost'])).toMatchObject({ kind: 'reordered', witness: page });
    expect(judged(script, crash, ['lost', 'reordered'])).toBeNull();
  });

  test('a stale record of the last lap ends the log', () => {
    const wrapped = idOf(script, 'write log[0]', 2);
    expect(judged(script, { after: wrapped, without: [wrapped] })).toBeNull();
  });
});

describe.each([
  ['ext3-jbd', 'barrier commit[0]', 'write journal[1]', false],
  ['ext4-async-commit', 'barrier commit[0]', 'write journal[1]', true],
  ['wal-commit', 'write commit[0]', 'write log[1]', false],
])('the journal of %s', (name, commitLabel, blockLabel, checksum) => {
  const script = shipped(name, { transactions: 1 });
  const [commit, block] = [idOf(script, commitLabel), idOf(script, blockLabel)];
  const acknowledge = idOf(script, 'acknowledge transaction 1');

  test('everything there', () => expect(judged(script, {})).toBeNull());

  test('no commit record', () => {
    expect(judged(script, { after: commit, without: [commit] })).toBeNull();
    expect(judged(script, { after: acknowledge, without: [commit] })?.kind).toBe('lost');
  });

  test('a commit record without its blocks', () => {
    const found = judged(script, { after: commit, without: [block] });
    expect(found).toEqual(
      checksum
        ? null
        : expect.objectContaining({ kind: 'reordered', victim: block, witness: commit }),
    );
    expect(judged(script, { after: acknowledge, half: { [block]: [0] } })?.kind).toBe('lost');
  });

  test('a block in place that was never committed', () => {
    const home = script.operations.at(-1)?.id ?? 0;
    const crash = { half: { [home]: [2] }, without: [commit] };
    expect(judged(script, crash, ['lost'])).toMatchObject({ kind: 'reordered', witness: home });
  });
});

describe('a double-write buffer', () => {
  const script = shipped('double-write', { batches: 1 });
  const copy = idOf(script, 'write buffer[0]');
  const page = idOf(script, 'write pages[1]');
  const acknowledge = idOf(script, 'acknowledge transaction 1');

  test('a torn page is repaired from its copy', () => {
    expect(judged(script, { after: page, half: { [page]: [0, 3] } })).toBeNull();
    expect(judged(script, { after: page, half: { [page]: [3] } })).toBeNull();
  });

  test('a torn page without a copy', () => {
    const crash = { after: page, half: { [page]: [3] }, without: [copy] };
    expect(judged(script, crash)).toMatchObject({ kind: 'torn', victim: copy, witness: page });
  });

  test('an acknowledged page that is gone', () => {
    expect(judged(script, { after: acknowledge, without: [page] })).toMatchObject({
      kind: 'lost',
      victim: page,
      acknowledge,
    });
  });

  test('its walk asks for a whole page once, and for sectors only at the end', () => {
    const crash = { after: page, half: { [page]: [3] }, without: [copy] };
    const { kinds } = walk(script, crash);
    expect(kinds.join(' ')).toContain(
      'each read verify done read verify read each read done read done',
    );
    expect(kinds.filter((kind) => kind === 'verify')).toHaveLength(4);
  });
});

describe('shadow paging', () => {
  const script = shipped('shadow-paging', { transactions: 2 });
  const root = idOf(script, 'write roots[0]');
  const page = idOf(script, 'write pages[5]');

  test('everything there', () => expect(judged(script, {})).toBeNull());

  test('an older root is the state before', () => {
    expect(judged(script, { after: root, without: [root] })).toBeNull();
    expect(judged(script, { without: [root] })).toMatchObject({ kind: 'lost', victim: root });
  });

  test('a root without its pages', () => {
    const crash = { after: root, half: { [page]: [7] } };
    expect(judged(script, crash)).toMatchObject({
      kind: 'reordered',
      victim: page,
      witness: root,
    });
  });

  test('acknowledged, it is lost first', () => {
    const crash = { half: { [page]: [7] } };
    expect(judged(script, crash)?.kind).toBe('lost');
    expect(judged(script, crash, ['lost'])?.kind).toBe('reordered');
  });
});

describe('a log of changes', () => {
  const script = shipped('innodb', { checkpoints: 1 });
  const copy = idOf(script, 'write doublewrite');
  const page = idOf(script, 'write pages[0]');
  const checkpoint = idOf(script, 'write checkpoint');

  test('everything there', () => expect(judged(script, {})).toBeNull());

  test('a torn page is mended from its copy', () => {
    expect(judged(script, { after: page, half: { [page]: [0, 9] } })).toBeNull();
    expect(judged(script, { after: page, half: { [page]: [9] } })).toBeNull();
  });

  test('a torn page without a copy stays torn, whatever the log holds', () => {
    const crash = { after: page, half: { [page]: [9] }, without: [copy] };
    expect(judged(script, crash)).toMatchObject({ kind: 'torn', victim: copy, witness: page });
    expect(judged(script, crash, ['torn'])).toBeNull();
  });

  test('a whole page may be old until the checkpoint vouches for it', () => {
    expect(judged(script, { after: page, without: [page] })).toBeNull();
    const found = judged(script, { after: checkpoint, without: [page] });
    expect(found).toMatchObject({ kind: 'reordered', victim: page, witness: checkpoint });
  });

  test('with whole pages in the log nothing stays torn, with changes alone any page does', () => {
    const found = ['postgresql', 'postgresql-no-full-page-writes'].map((name) => {
      const other = shipped(name, { checkpoints: 1 });
      const write = idOf(other, 'write pages[1]');
      return judged(other, { after: write, half: { [write]: [3] } });
    });
    expect(found).toEqual([null, expect.objectContaining({ kind: 'torn' })]);
  });
});

describe('a rollback journal', () => {
  const script = shipped('rollback-journal', { transactions: 2 });
  const saved = idOf(script, 'write journal[1]');
  const header = idOf(script, 'write header');
  const page = idOf(script, 'write database[1]');
  const commit = idOf(script, 'write-zeroes header');
  const acknowledge = idOf(script, 'acknowledge transaction 1');

  test('everything there', () => expect(judged(script, {})).toBeNull());

  test('a hot journal puts back whatever became of the pages', () => {
    expect(judged(script, { after: page, half: { [page]: [2] } })).toBeNull();
    expect(judged(script, { after: commit, without: [commit] })).toBeNull();
  });

  test('a saved page that is not whole cannot be put back', () => {
    const crash = { after: idOf(script, 'write database[2]'), half: { [saved]: [0] } };
    expect(judged(script, crash)).toMatchObject({ kind: 'reordered', victim: saved });
  });

  test('a page that was changed before the journal counted', () => {
    const crash = { after: page, without: [header] };
    expect(judged(script, crash)).toMatchObject({
      kind: 'reordered',
      victim: header,
      witness: page,
    });
  });

  test('a commit without its pages', () => {
    const crash = { after: commit, without: [page] };
    expect(judged(script, crash)).toMatchObject({
      kind: 'reordered',
      victim: page,
      witness: commit,
    });
    expect(judged(script, { after: acknowledge, without: [page] })?.kind).toBe('lost');
  });

  test('an acknowledged commit that is gone', () => {
    expect(judged(script, { after: acknowledge, without: [commit] })).toMatchObject({
      kind: 'lost',
      victim: commit,
      acknowledge,
    });
  });
});

describe('a manifest', () => {
  const script = shipped('lsm-tree', { tables: 1 });
  const named = idOf(script, 'write current');
  const edit = idOf(script, 'write manifest[1]');
  const table = idOf(script, 'write tables[0]');
  const record = idOf(script, 'write log[1]');
  const acknowledge = idOf(script, 'acknowledge transaction 3');

  test('everything there', () => expect(judged(script, {})).toBeNull());

  test('CURRENT without the manifest that it names', () => {
    const crash = { after: named, without: [idOf(script, 'write manifest[0]')] };
    expect(judged(script, crash)).toMatchObject({ kind: 'reordered', witness: named });
  });

  test('a manifest without a table', () => {
    const crash = { after: edit, half: { [table]: [0] } };
    expect(judged(script, crash)).toMatchObject({ kind: 'lost', victim: table });
    expect(judged(script, crash, ['lost'])).toMatchObject({ kind: 'reordered', witness: edit });
  });

  test('a table that no manifest has is not missed', () => {
    expect(judged(script, { after: table, half: { [table]: [0] } })).toBeNull();
    expect(judged(script, { after: edit, half: { [table]: [0] }, without: [edit] })).toBeNull();
  });

  test('the log is needed until a table has it', () => {
    expect(judged(script, { after: acknowledge, without: [record] })).toMatchObject({
      kind: 'lost',
      victim: record,
      acknowledge,
    });
    expect(judged(script, { after: edit, without: [record] })).toBeNull();
    expect(judged(script, { after: edit, without: [record, edit] })?.kind).toBe('lost');
  });
});
