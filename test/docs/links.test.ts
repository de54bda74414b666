import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageFiles, readPage } from './page-files.js';
import { anchorsOf, linksIn, shellCommandsIn } from './pages.js';
import { root } from './shell.js';

/** Why a link of a page leads nowhere; '' where it does not. */
function broken(file: string, link: string): string {
  const [path = '', anchor = ''] = link.split('#');
  const target = path === '' ? file : normalize(join(dirname(file), path));
  if (!existsSync(join(root, target))) return `${link}: there is no ${target}`;
  if (anchor === '' || anchorsOf(readPage(target)).includes(anchor)) return '';
  return `${link}: ${target} has no such heading`;
}

const npmsOwn = new Set(['ci', 'cit', 'pack', 'install', 'test']);

/** What a command asks of npm that is not there. */
function missing(command: string, scripts: Readonly<Record<string, string>>): readonly string[] {
  return [...command.matchAll(/\bnpm (run )?(\S+)/g)]
    .filter(([, run, word = '']) => !(run === undefined ? npmsOwn.has(word) : word in scripts))
    .map(([text]) => text);
}

describe.each(pageFiles)('%s', (file) => {
  it('links to what is there', () => {
    const problems = linksIn(readPage(file)).map((link) => broken(file, link));
    expect(problems.filter((problem) => problem !== '')).toEqual([]);
  });

  it('names commands of npm that are there', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const commands = shellCommandsIn(readPage(file));
    expect(commands.flatMap((command) => missing(command, scripts))).toEqual([]);
  });
});
