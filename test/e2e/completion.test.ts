import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { blkcheck } from './command.js';

/** What bash offers for the last of some words. */
function offered(script: string, words: readonly string[]): readonly string[] {
  const list = words.map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _blkcheck; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', `${script}\n${ask}`], { encoding: 'utf8' })
    .trim()
    .split('\n');
}

it('bash completes commands, and the flags of each', async () => {
  const { stdout, status } = await blkcheck(['completion', 'bash']);
  expect(status).toBe(0);
  expect(offered(stdout, ['blkcheck', 're'])).toEqual(['replay']);
  expect(offered(stdout, ['blkcheck', 'ini'])).toEqual(['init']);
  expect(offered(stdout, ['blkcheck', 'init', '--dr'])).toEqual(['--dry-run']);
  expect(offered(stdout, ['blkcheck', 'run', '--last'])).toEqual(['--last-failed']);
  expect(offered(stdout, ['blkcheck', 'config', '--last'])).toEqual(['']);
});

it('fish and zsh have theirs, other shells none', async () => {
  expect((await blkcheck(['completion', 'fish'])).stdout).toMatch(
    /seen_subcommand_from run' -l base$/m,
  );
  expect((await blkcheck(['completion', 'zsh'])).stdout).toMatch(/^#compdef blkcheck\n/);
  expect((await blkcheck(['completion', 'csh'])).status).toBe(2);
});
