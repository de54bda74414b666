import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { bareContext } from '../../src/config/reader.js';
import type { Fact, VmDefinition, VmDisk } from '../../src/model/vm-disk.js';
import { readText } from '../../src/run/definitions/read-text.js';
import { Bash, hasBash } from './bash.js';

// A script is read as bash carries it out, or what is not known of it is said: of every disk that the
// script starts there is one among those that were read that may be it.

const drive = (file: string, cache: string): string =>
  `-drive file=${file},format=raw,if=virtio,cache=${cache}`;
const short: Readonly<Record<string, string>> = {
  '@Q': 'qemu-system-x86_64',
  '@N': drive('/n', 'none'),
  '@U': drive('/u', 'unsafe'),
  '@V': drive('/n', '$C'),
};
const file = new URL('../fixtures/shell/started-by-bash.txt', import.meta.url);
const [, ...scripts] = readFileSync(file, 'utf8').trimEnd().split('\n----\n');

const differs = /^# differs: /m;
const surroundings = [
  { words: [], variables: {} },
  { words: ['unsafe', 'b'], variables: { C: 'unsafe', O: '-snapshot' } },
];

async function definitionsOf(name: string, text: string): Promise<readonly VmDefinition[] | null> {
  const result = await readText(
    { name, text, path: name, isNamed: true },
    name === 'vm.sh' ? null : 'qemu',
    bareContext,
  );
  return result !== null && 'read' in result ? result.read.definitions : null;
}

const isOpen = (definitions: readonly VmDefinition[]): boolean =>
  definitions.some(({ notes }) =>
    notes.some((note) => note.rule === 'unreadable' && note.ofAllDisks === true),
  );

function mayBe<T>(read: Fact<T>, real: Fact<T>): boolean {
  if (!real.known) return true;
  if (read.known) return read.value === real.value;
  return read.values.length === 0 || read.values.includes(real.value);
}

function stands(read: VmDisk, real: VmDisk): boolean {
  const isLike =
    mayBe(read.writeback, real.writeback) &&
    mayBe(read.direct, real.direct) &&
    mayBe(read.noFlush, real.noFlush) &&
    mayBe(read.frontend, real.frontend) &&
    mayBe(read.format, real.format);
  return isLike && (read.disposable === '' || real.disposable !== '');
}

const isRefused = ({ notes }: Pick<VmDisk, 'notes'>): boolean =>
  notes.some(({ rule }) => rule === 'refused-by-qemu');

/** The disks that bash starts and nobody read. */
async function missed(
  read: readonly VmDefinition[],
  commands: readonly (readonly string[])[],
): Promise<readonly string[]> {
  const disks = read.flatMap((definition) => definition.disks);
  const found: string[] = [];
  for (const command of commands) {
    for (const real of (await definitionsOf('cmdline', `${command.join('\0')}\0`)) ?? []) {
      const started = real.disks.filter((disk) => !isRefused(disk));
      if (isRefused(real) || started.every((disk) => disks.some((own) => stands(own, disk))))
        continue;
      found.push(command.join(' '));
    }
  }
  return found;
}

type Outcome = 'as it is' | 'left open' | 'refused' | readonly string[];

async function outcomeOf(bash: Bash, script: string): Promise<Outcome> {
  const read = await definitionsOf('vm.sh', script);
  if (read === null) return 'refused';
  if (isOpen(read)) return 'left open';
  const commands = surroundings.flatMap(({ words, variables }) =>
    bash.started(script, words, variables),
  );
  const wrong = await missed(read, commands);
  return wrong.length === 0 ? 'as it is' : wrong;
}

describe.skipIf(!hasBash)('what bash starts is what is read', () => {
  const bash = new Bash();
  const outcomes: Outcome[] = [];
  afterAll(() => bash.remove());

  it.each(scripts.map((script) => [script.replaceAll('\n', ' ~ '), script]))(
    '%s',
    async (_, written = '') => {
      const script = `${written.replace(/@[QNUV]/g, (mark) => short[mark] ?? mark)}\n`;
      const outcome = await outcomeOf(bash, script);
      outcomes.push(outcome);
      if (differs.test(script)) expect(outcome).toBeInstanceOf(Array);
      else expect(outcome).toBeTypeOf('string');
    },
  );

  it('and little of it is left open', () => {
    const share = (kind: Outcome): number =>
      outcomes.filter((outcome) => outcome === kind).length / outcomes.length;
    expect(share('as it is')).toBeGreaterThan(0.75);
    expect(share('refused')).toBeLessThan(0.02);
  });
});
