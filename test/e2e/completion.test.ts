import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { shells } from '../../src/cli/completion/completed.js';
import { blkcheck } from './command.js';

const scripts = new Map<string, string>();
/** It has a LICENSE. */
const cwd = fileURLToPath(new URL('../../', import.meta.url));

beforeAll(async () => {
  for (const shell of shells) {
    const { stdout, status } = await blkcheck(['completion', shell]);
    expect(status).toBe(0);
    scripts.set(shell, stdout);
  }
}, 60_000);

const scriptFor = (shell: string): string => scripts.get(shell) ?? '';
const run = (shell: string, words: readonly string[]): readonly string[] =>
  execFileSync(shell, words, { encoding: 'utf8', cwd })
    .split('\n')
    .filter((line) => line !== '');

/** What bash offers for the last of some words; nothing where it goes on with names of files. */
function byBash(words: readonly string[]): readonly string[] {
  const list = words.map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _blkcheck; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return run('bash', ['-c', `${scriptFor('bash')}\n${ask}`]);
}

/** The same of zsh, whose own functions say what they are given. */
function byZsh(words: readonly string[]): readonly string[] {
  const list = words.map((word) => `'${word}'`).join(' ');
  const own = [
    'compdef() {}',
    `compset() { typed="\${typed##*[,=]}"; }`,
    `compadd() { for each in \${(P)@[-1]}; do [[ $each = $typed* ]] && print -r -- $each; done; }`,
    '_files() { for each in *(N); do [[ $each = $typed* ]] && print -r -- $each; done; }',
  ];
  const ask = `words=(${list}); CURRENT=${words.length}; typed="$words[CURRENT]"; _blkcheck; true`;
  return run('zsh', ['-f', '-c', [...own, scriptFor('zsh'), ask].join('\n')]);
}

/** The same of fish. */
function byFish(words: readonly string[]): readonly string[] {
  const line = words.join(' ');
  const offered = run('fish', ['--no-config', '-c', `${scriptFor('fish')}\ncomplete -C '${line}'`]);
  return offered.map((each) => each.split('\t')[0] ?? '');
}

const isThere = (shell: string) => spawnSync(shell, ['--version']).status === 0;

const last = (word: string): string => word.replace(/^.*[,=]/u, '');

describe.each([
  ['bash', byBash],
  ['zsh', byZsh],
  ['fish', byFish],
] as const)('%s', (shell, offered) => {
  const offers = (...words: readonly string[]) => offered(['blkcheck', ...words]);

  it.skipIf(!isThere(shell))('completes commands, and the flags of each', () => {
    expect(offers('re')).toEqual(['replay']);
    expect(offers('init', '--dr')).toEqual(['--dry-run']);
    expect(offers('run', '--last')).toEqual(['--last-failed']);
    expect(offers('config', '--last').filter((word) => word.startsWith('-'))).toEqual([]);
  });

  it.skipIf(!isThere(shell)).each([
    ['run --cache none-n', ['none-noflush']],
    ['run --fault qemu', ['qemu-kill']],
    ['run --fail-on n', ['never']],
    ['run --assume w', ['worst']],
    ['run --profile 2009-0', ['2009-08']],
    ['run --reporter sa', ['sarif']],
    ['run --scenario wal-co', ['wal-commit']],
    ['run --format pro', ['protocol']],
    ['config --format open', ['openstack']],
    ['config --input-format open', ['openstack']],
    ['matrix --reporter m', ['markdown']],
    ['matrix --vary front', ['frontend']],
    ['fix --disk-class sata', ['sata-ssd']],
    ['fix --keep front', ['frontend']],
    [
      'explain BLK00',
      ['BLK001', 'BLK002', 'BLK003', 'BLK004', 'BLK005', 'BLK006', 'BLK007', 'BLK008', 'BLK009'],
    ],
    ['explain reord', ['reordered']],
    ['list fau', ['faults']],
    ['completion f', ['fish']],
  ] as const)('completes %s', (words, expected) => {
    expect([...offers(...words.split(' '))].sort()).toEqual(expected);
  });

  it.skipIf(!isThere(shell))('completes one name after the other of a list', () => {
    const found = offers('run', '--cache', 'none,uns');
    expect(found.map(last)).toEqual(['unsafe']);
    expect(offers('run', '--profile', 'default,2009')).not.toContain('2009-08');
  });

  it.skipIf(!isThere(shell))('leaves files to where files are', () => {
    // bash itself goes on with names of files where nothing is offered.
    const files = shell === 'bash' ? [] : ['LICENSE'];
    for (const words of ['run LICEN', 'explain LICEN', 'run --waivers LICEN', 'replay LICEN']) {
      expect(offers(...words.split(' '))).toEqual(files);
    }
    expect(offers('list', 'LICEN')).toEqual([]);
  });
});

it('bash takes an equals sign for a word', () => {
  expect(byBash(['blkcheck', 'run', '--cache', '=', 'unsa'])).toEqual(['unsafe']);
  expect(byBash(['blkcheck', 'run', '--cache', '='])).toContain('none');
  expect(scriptFor('bash')).toMatch(/^complete -o default /mu);
});

it('other shells have none', async () => {
  expect(scriptFor('zsh')).toMatch(/^#compdef blkcheck\n/);
  expect((await blkcheck(['completion', 'csh'])).status).toBe(2);
});
