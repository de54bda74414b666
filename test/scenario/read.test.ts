import { describe, expect, test } from 'vitest';
import { limits } from '../../src/scenario/language/limits.js';
import { readScenario } from '../../src/scenario/read.js';
import { cpuTimeMs } from './cpu-time.js';
import { scenarioOf } from './files.js';

const valid = `blkcheck: scenario/1
name: small
suite: completion
summary: Writes and syncs.
models: A test.
disk: { sectors: 16 }
parameters:
  count: { default: 2, min: 1, max: 4 }
regions:
  log: { at: 0, sectors: 2, count: 4 }
  header: { at: 8, sectors: 1 }
steps:
  - repeat: count
    as: t
    steps:
      - write: log[t]
        transaction: t + 1
  - fsync
  - acknowledge: { durable: log }
`;

/** What the reader says, as \`line:column-endColumn message (help)\`. */
function problems(text: string): string[] {
  const read = readScenario(text, 'test.yaml');
  if ('scenario' in read) return [];
  return read.diagnostics.map(({ line, column, endColumn, message, help }) => {
    return `${line}:${column}-${endColumn} ${message}${help === '' ? '' : ` (${help})`}`;
  });
}

/** The valid scenario with one piece of text put in place of another. */
const changed = (from: string, to: string) => {
  expect(valid).toContain(from);
  return problems(valid.replace(from, to));
};

test('a valid scenario is read whole', () => {
  const scenario = scenarioOf(valid);
  expect(scenario.name).toBe('small');
  expect(scenario.regions[0]?.extents).toHaveLength(4);
  expect(scenario.parameters).toEqual([
    { name: 'count', default: 2, values: { kind: 'range', min: 1, max: 4 }, generated: false },
  ]);
  expect(scenario.steps.map(({ kind }) => kind)).toEqual(['repeat', 'fsync', 'acknowledge']);
  expect(scenario.random).toBe(false);
  expect(structuredClone(scenario)).toEqual(scenario);
});

test.each([
  ['suite: completion', 'suite: complete', '3:8-16 `complete` is not accepted here'],
  ['summary: Writes and syncs.\n', '', '1:1-2 a scenario needs `summary`'],
  ['models:', 'model:', '5:1-6 a scenario has no `model` (did you mean `models`?)'],
  ['name: small', 'name: 7', '2:7-8 a name'],
  ['sectors: 16', 'sectors: 0', '6:18-19 0 is too small; 1 at least'],
  ['sectors: 16', 'sectors: 1.5', '6:18-21 expected a whole number, not `1.5`'],
  ['sectors: 16', 'sectors: "16"', '6:19-21 expected a whole number, not the text `16`'],
  ['sectors: 16', 'sectors: 16, atomicBytes: 4000', '6:35-39 `4000` is not accepted here'],
  ['sectors: 16', 'sectors: 16, atomicByte: 512', 'a disk has no `atomicByte`'],
  ['default: 2', 'default: 9', '8:21-22 the default 9 is not a whole number from 1 to 4'],
  [', max: 4', '', '8:3-8 `count` needs both `min` and `max`, or `choose` alone'],
  ['header: {', 'Header: {', '11:3-9 not a name for a region'],
  ['at: 8', 'at: 7', '11:3-9 `header` overlaps `log` at sector 7'],
  ['at: 8', 'at: 16', '11:3-9 `header` covers the sectors 16 to 16, and the disk has 16'],
  ['write: log[t]', 'wriet: log[t]', '16:9-14 `wriet` is not a step (did you mean `write`?)'],
  ['write: log[t]', 'write: lgo[t]', '16:16-19 no region is named `lgo` (did you mean `log`?)'],
  ['log[t]', 'log[u]', '16:20-21 no parameter or loop is named `u` (did you mean `t`?)'],
  [
    't + 1',
    'count + coutn',
    '17:30-35 no parameter or loop is named `coutn` (did you mean `count`?)',
  ],
  ['t + 1', 't +', '17:24-25 `t +`: cannot be read: Expected expression after +'],
  ['t + 1', 't ** 2', '17:24-26 `t ** 2`: not an operator here'],
  ['t + 1', 'process.exit', '17:22-34 `process.exit`: not a number that can be calculated here'],
  ['t + 1', 'floor(t)', '17:22-27 `floor(t)`: the only function is random(low, high)'],
  ['t + 1', '[1]', '17:22-25 expected a whole number or an expression, not a list'],
  [
    '        transaction',
    '        sectros: 1\n        transaction',
    '17:9-16 a write has no `sectros`',
  ],
  ['- fsync', '- fsycn', '18:5-10 `fsycn` is not accepted here (did you mean `fsync`?)'],
  ['- fsync', '- { fsync: 1 }', '18:7-12 `fsync` takes nothing (write it as `- fsync`)'],
  ['- fsync', '- { read: header, write: "log[0]" }', '18:7-11 one step is both `write` and `read`'],
  ['as: t', 'as: count', '14:9-14 `count` is taken already'],
  ['{ durable: log }', '{}', '19:18-20 this acknowledges nothing'],
  ['  - acknowledge: { durable: log }\n', '', '12:1-6 this scenario promises nothing'],
])('%j as %j: %s', (from, to, expected) => {
  expect(changed(from, to).join('\n')).toContain(expected);
});

test('all mistakes are reported together, in the order of the file', () => {
  const text = valid
    .replace('suite: completion', 'suite: slow')
    .replace('at: 8', 'at: 3')
    .replace('log[t]', 'log[x]')
    .replace('durable: log', 'durable: logs');
  expect(problems(text).map((line) => line.split(':')[0])).toEqual(['3', '11', '16', '19']);
});

test('a diagnostic shows the line', () => {
  const read = readScenario(valid.replace('suite: completion', 'suite: slow'), 'my.yaml');
  expect('diagnostics' in read && read.diagnostics[0]).toEqual({
    file: 'my.yaml',
    line: 3,
    column: 8,
    endColumn: 12,
    message: '`slow` is not accepted here',
    help: 'one of: completion, barrier, careless',
    sourceLine: 'suite: slow',
  });
});

describe('promises and recoveries', () => {
  const promising = (text: string) => problems(`${valid}${text}\n`).join('\n');

  test.each([
    ['promises: [{ ordered: { first: log, second: hedaer } }]', 'did you mean `header`?'],
    ['promises: [{ ordered: { first: log } }]', 'an order needs `second`'],
    ['promises: [{ durable: log }]', 'durability is promised by the step `acknowledge`'],
    ['promises: [{ atomic: "log[random(0, 3)]" }]', 'a promise cannot draw'],
    ['promises: []', 'a list that is not empty'],
    ['recovery: { shadow-pagin: {} }', 'did you mean `shadow-paging`?'],
    ['recovery: { shadow-paging: { roots: log, pages: log } }', '`roots` must be one sector'],
    ['recovery: { write-ahead-log: { log: lag } }', 'did you mean `log`?'],
    ['recovery: { write-ahead-log: {} }', 'a write-ahead log needs `log`'],
    ['pinned: [{ fault: power-los }]', 'did you mean `power-loss`?'],
  ])('%s', (text, expected) => {
    expect(promising(text)).toContain(expected);
  });
});

describe('hostile text', () => {
  const bomb = ['a: &a [1,1,1,1,1,1,1,1,1,1]'];
  for (let level = 0; level < 9; level += 1) {
    const [own, inner] = [String.fromCharCode(98 + level), String.fromCharCode(97 + level)];
    bomb.push(`${own}: &${own} [${Array(10).fill(`*${inner}`).join(',')}]`);
  }

  test.each([
    ['nothing', '', 'not a blkcheck scenario'],
    ['a number', '42', 'not a blkcheck scenario'],
    ['a later version', 'blkcheck: scenario/2', 'does not know `scenario/2`'],
    ['another document', `${valid}---\n${valid}`, 'a second document'],
    ['a duplicate key', `${valid}name: again\n`, 'this key was given before'],
    ['a prototype', `${valid}__proto__: { polluted: true }\n`, 'this cannot be a key'],
    ['a constructor', valid.replace('header:', 'constructor:'), 'this cannot be a key'],
    ['a key that is a list', `${valid}? [1]\n: 2\n`, 'a key must be text'],
    ['a tag', `${valid}x: !!js/function "1"\n`, 'tags'],
    ['an alias bomb', bomb.join('\n'), 'aliases'],
    ['an alias of itself', 'blkcheck: &a [*a]', 'nested too deeply'],
    ['an alias of nothing', 'blkcheck: *a', 'an alias of nothing'],
    ['a tower of brackets', '['.repeat(50_000), 'nested too deeply'],
    ['a tower of dashes', '- '.repeat(50_000), 'nested too deeply'],
    [
      'a tower of lines',
      Array.from({ length: 999 }, (_, n) => `${' '.repeat(n)}a:`).join('\n'),
      'nested too deeply',
    ],
    ['a huge file', ' '.repeat(limits.textLength + 1), 'the limit is'],
    ['a tab', 'blkcheck:\n\tx: 1', 'a tab where YAML wants spaces'],
    ['an open bracket', 'blkcheck: [1', 'not valid YAML'],
    ['a long expression', valid.replace('t + 1', `${'1+'.repeat(150)}1`), 'an expression'],
    ['a deep expression', valid.replace('t + 1', `${'('.repeat(90)}1${')'.repeat(90)}`), ''],
    ['a deep sum', valid.replace('t + 1', `${'1+'.repeat(30)}1`), 'nested deeper than'],
  ])('%s', (_, text, expected) => {
    const start = cpuTimeMs();
    const found = problems(text).join('\n');
    expect(found).toContain(expected);
    expect(found).not.toMatch(/Invalid|undefined|object Object/);
    expect(cpuTimeMs() - start).toBeLessThan(2_000);
  });

  test('many keys cost no more than they are', () => {
    const keys = Array.from({ length: 60_000 }, (_, n) => `k${n}: 1`).join('\n');
    const start = cpuTimeMs();
    expect(problems(`${valid}${keys}`).length).toBe(limits.diagnostics);
    expect(cpuTimeMs() - start).toBeLessThan(4_000);
    expect({}).not.toHaveProperty('polluted');
  });
});
