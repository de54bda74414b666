import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './command.js';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A domain with one disk. */
export const domain = (cache: string, name = 'db') => `<domain type='kvm'>
<name>${name}</name>
<devices>
<disk type='block' device='disk'>
<driver name='qemu' type='raw' cache='${cache}'/>
<source dev='/dev/vg0/${name}'/>
<target dev='vda' bus='virtio'/>
</disk>
</devices>
</domain>
`;

/** A clone as a forge's machine has it, in which npm finds this checkout without asking anybody. */
export function clone(files: Readonly<Record<string, string>>) {
  const cwd = temporaryFolder();
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
      cwd,
      encoding: 'utf8',
    }).trim();
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  };
  const commit = () => {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'change');
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet');
  write('.gitignore', 'node_modules\n');
  for (const [name, text] of Object.entries(files)) write(name, text);
  mkdirSync(join(cwd, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(root, join(cwd, 'node_modules', 'blkcheck'), 'dir');
  symlinkSync('../blkcheck/bin/blkcheck.js', join(cwd, 'node_modules', '.bin', 'blkcheck'));
  return { cwd, write, commit, git };
}

export interface Shown {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a script in a clone, with what a runner puts into its environment. */
export function inShell(
  words: readonly [string, ...string[]],
  script: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Shown> {
  const file = join(temporaryFolder(), 'script.sh');
  writeFileSync(file, script);
  const [program, ...more] = words;
  const path = [join(cwd, 'node_modules', '.bin'), dirname(process.execPath), process.env['PATH']];
  const child = spawn(program, [...more, file], {
    cwd,
    env: { PATH: path.join(delimiter), HOME: cwd, LANG: 'C', npm_config_offline: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}
