import { describe, expect, it } from 'vitest';
import { checkWithDefinitions, checkWithoutDefinitions } from '../../src/cli/definition-flags.js';
import type { RunFlags } from '../../src/cli/flags.js';
import { machineFlags } from '../../src/cli/machine-flags.js';
import { UsageError } from '../../src/run/usage-error.js';

function messagesOf(check: () => void): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.diagnostics.map(({ message }) => message);
  }
}

const nameOf = (syntax: string) => syntax.split(' ')[0] ?? '';
const keyOf = (flag: string) =>
  flag.slice(2).replaceAll(/-(.)/gu, (_, letter: string) => letter.toUpperCase());

describe('with definitions', () => {
  const machine = machineFlags
    .map(({ syntax }) => nameOf(syntax))
    .filter((name) => name !== '--qemu');

  it.each([...machine, '--frontend', '--cache', '--fault'])('%s is not passed over', (flag) => {
    const flags = { [keyOf(flag)]: ['x'] } as RunFlags;
    const messages = messagesOf(() => checkWithDefinitions(flags));
    expect(messages).toEqual([`${flag} is not for definitions of machines`]);
  });

  it('every such flag is told', () => {
    const flags: RunFlags = { cache: ['none'], host: ['file'], qemu: ['9.2', '10.0'] };
    expect(messagesOf(() => checkWithDefinitions(flags))).toHaveLength(3);
  });

  it('the others may stand there', () => {
    const flags: RunFlags = { qemu: ['9.2'], scenario: ['wal'], base: 'HEAD', runs: 3, jobs: 1 };
    expect(messagesOf(() => checkWithDefinitions(flags))).toEqual([]);
  });
});

it.each<RunFlags>([
  { base: 'HEAD' },
  { waivers: 'x' },
  { reporter: [{ name: 'sarif', file: '' }] },
])('without definitions %j means nothing', (flags) => {
  expect(messagesOf(() => checkWithoutDefinitions(flags))).toHaveLength(1);
  expect(messagesOf(() => checkWithoutDefinitions({ cache: ['none'] }))).toEqual([]);
});
