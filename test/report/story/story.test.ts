import { expect, it } from 'vitest';
import { renderStory } from '../../../src/report/story/story.js';
import { aFinding, anOperation, aScript, aTraceRow, onScreen } from '../fixtures.js';
import { linesOf } from '../hostile.js';

const long = aFinding('lost', {
  trace: Array.from({ length: 40 }, (_, index) =>
    aTraceRow({
      operation: index + 1,
      guest: `step ${index + 1}`,
      mark: index === 30 ? 'acknowledged' : index === 39 ? 'power-cut' : '',
    }),
  ),
  replay: {
    ...aFinding().replay,
    script: aScript('wal-commit', {
      operations: [anOperation(7, 'write'), anOperation(20, 'fsync')],
    }),
    incidents: [
      {
        fault: 'power-loss',
        powerCut: { operation: 40, event: 0 },
        choices: [{ kind: 'lose', subject: 7, nth: 0, value: 1 }],
      },
    ],
  },
});

it('tells a short story whole', async () => {
  await expect(renderStory(aFinding(), onScreen)).toMatchFileSnapshot('../golden/story-lost.txt');
  await expect(renderStory(aFinding('reordered'), onScreen)).toMatchFileSnapshot(
    '../golden/story-reordered.txt',
  );
});

it.each([
  ['guest-crash', 'guest crash'],
  ['qemu-kill', 'QEMU killed'],
  ['host-crash', 'host crash'],
  ['power-loss', 'power cut'],
  ['disk-power-loss', 'disk power cut'],
  ['node-loss', 'node lost'],
  ['io-error', 'I/O error'],
] as const)('ends a story of %s in its own words', (fault, words) => {
  const powerCut = { operation: 3, event: 0 };
  const { replay } = aFinding();
  const finding = {
    ...aFinding(),
    replay: { ...replay, incidents: [{ fault, powerCut, choices: [] }] },
  };
  const marks = linesOf(renderStory(finding, onScreen)).flatMap((line) =>
    line.split('← ').slice(1),
  );
  expect(marks).toEqual(['acknowledged', words]);
});

it('tells of each of two faults where it strikes', () => {
  const incident = { powerCut: { operation: 3, event: 0 }, choices: [] };
  const { replay, trace } = aFinding();
  const incidents = [
    { ...incident, fault: 'guest-crash' },
    { ...incident, fault: 'power-loss' },
  ] as const;
  const [last] = trace.slice(-1);
  const served = aTraceRow({ guest: 'recovery reads log[0]', mark: 'served' });
  const twice = last === undefined ? [] : [...trace, served, { ...last }];
  const finding = { ...aFinding(), trace: twice, replay: { ...replay, incidents } };
  const text = renderStory(finding, { ...onScreen, all: true });
  const marks = linesOf(text).flatMap((line) => line.split('← ').slice(1));
  expect(marks).toEqual(['acknowledged', 'guest crash', 'served', 'power cut']);
});

it('keeps the rows of a long trace that matter, and says how many it left out', () => {
  const lines = linesOf(renderStory(long, onScreen));
  expect(lines.length).toBeLessThanOrEqual(12);
  expect(lines.join('\n')).toMatch(/step 40 +← power cut/u);
  expect(lines.join('\n')).toMatch(/step 31 +← acknowledged/u);
  expect(lines.filter((line) => line.startsWith('...'))).not.toEqual([]);
});

it('prefers the lost write and the flush to the rows around them, as room allows', () => {
  const roomy = { ...long, effect: 'gone', because: 'no flush', change: 'flush' };
  const text = renderStory(roomy, { ...onScreen, replayCommand: () => '' });
  expect(text).toContain('step 7');
  const left = [...text.matchAll(/\.\.\. (\d+) steps/gu)].map(([, count]) => Number(count));
  const shown = linesOf(text).filter((line) => line.startsWith('step'));
  expect(left.reduce((sum, count) => sum + count, 0) + shown.length).toBe(40);
});

it('prefers the step of the guest to what came of an operation later', () => {
  const [first, ...others] = long.trace;
  const continued = others.map((row, index) =>
    index === 20 ? { ...row, operation: 7, guest: '', disk: 'in disk cache' } : row,
  );
  const trace = first === undefined ? [] : [first, ...continued];
  const finding = { ...long, effect: 'gone', because: 'no flush', change: 'flush', trace };
  const text = renderStory(finding, { ...onScreen, replayCommand: () => '' });
  expect(text).toContain('step 7');
  expect(text).not.toContain('in disk cache');
});

it('tells every row and whole sentences where all is asked for', () => {
  const text = renderStory(long, { ...onScreen, all: true });
  expect(linesOf(text).filter((line) => line.startsWith('step'))).toHaveLength(40);
  expect(text).toContain('at risk:   every acknowledged write');
  expect(text).not.toContain('…');
});

it('never cuts the replay command, and breaks it only where a shell joins it again', () => {
  const path = `.blkcheck/findings/${'long-name.'.repeat(12)}json`;
  const broken = renderStory(aFinding(), {
    ...onScreen,
    replayCommand: () => `blkcheck replay ${path}`,
  });
  expect(broken).toContain(`replay:    blkcheck replay \\\n  ${path}\n`);
  const quoted = `blkcheck replay '${path} x'`;
  const kept = renderStory(aFinding(), { ...onScreen, replayCommand: () => quoted });
  expect(kept).toContain(`replay:    ${quoted}\n`);
  for (const text of [broken, kept]) expect(linesOf(text).length).toBeLessThanOrEqual(12);
});

it('leaves the replay line out where there is no command', () => {
  expect(renderStory(aFinding(), { ...onScreen, replayCommand: () => '' })).not.toContain('replay');
});
