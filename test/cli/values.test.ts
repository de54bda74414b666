import { describe, expect, it } from 'vitest';
import {
  parseCount,
  parseParameter,
  parseReporter,
  parseSeconds,
  parseSeed,
  parseSwitch,
} from '../../src/cli/values.js';
import { UsageError } from '../../src/run/usage-error.js';

describe('--seed', () => {
  it.each([
    ['0', 0],
    ['42', 42],
    ['0x2A', 42],
    ['0XFFFFFFFF', 4_294_967_295],
  ])('takes %s', (text, seed) => {
    expect(parseSeed(text)).toBe(seed);
  });

  it('draws one for `random`', () => {
    expect(parseSeed('random')).toBeLessThan(2 ** 32);
  });

  it.each(['', '-1', '1.5', '1e3', '4294967296', '0x', '0xg', 'abc', ' 1'])(
    'refuses %j',
    (text) => {
      expect(() => parseSeed(text)).toThrow(UsageError);
    },
  );
});

describe('numbers', () => {
  it.each(['', '-1', '1.5', '1e3', 'many', '1'.repeat(16)])('--runs refuses %j', (text) => {
    expect(() => parseCount('--runs')(text)).toThrow('--runs is a whole number');
  });

  it('--time takes fractions', () => {
    expect(parseSeconds('0.5')).toBe(0.5);
  });

  it.each(['0', '', '-1', '1m', 'Infinity'])('--time refuses %j', (text) => {
    expect(() => parseSeconds(text)).toThrow('--time is a number of seconds');
  });
});

describe('assignments', () => {
  it('are collected', () => {
    expect(parseParameter('pages=8', { commits: 3 })).toEqual({ commits: 3, pages: 8 });
    expect(parseSwitch('odirect-no-flush=on', {})).toEqual({ 'odirect-no-flush': true });
  });

  it.each(['pages', '=8', ''])('--param refuses %j', (text) => {
    expect(() => parseParameter(text)).toThrow('--param needs NAME=VALUE');
  });

  it('--param refuses what is no whole number', () => {
    expect(() => parseParameter('pages=8k')).toThrow('--param pages is a whole number, not `8k`');
  });

  it('--host-note refuses what is neither on nor off', () => {
    expect(() => parseSwitch('ext3-no-barrier=yes')).toThrow('on or off, not `yes`');
  });
});

describe('--reporter', () => {
  it('takes a name, or a name and a file', () => {
    const first = parseReporter('json=out=1.json');
    expect(parseReporter('pretty', first)).toEqual([
      { name: 'json', file: 'out=1.json' },
      { name: 'pretty', file: '' },
    ]);
  });

  it('takes one on standard output', () => {
    const first = parseReporter('json');
    expect(() => parseReporter('pretty', first)).toThrow(
      'two reporters write to standard output: json and pretty',
    );
  });

  it('takes one for each file', () => {
    const first = parseReporter('json=out');
    expect(() => parseReporter('junit=out', first)).toThrow('two reporters write to out');
    expect(() => parseReporter('junit=./out', first)).toThrow('two reporters write to ./out');
  });

  it('proposes the nearest name', () => {
    try {
      parseReporter('jsno');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError);
      expect((error as UsageError).diagnostics[0]?.help).toContain('did you mean `json`?');
    }
  });
});
