import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

export const hasBash = spawnSync('bash', ['--version']).status === 0;

const programs: Readonly<Record<string, string>> = {
  // A file for each process: two that run together would write into one another's record.
  'qemu-system-x86_64': `printf '%s\\0' qemu-system-x86_64 "$@" >"$RECORD/$$"`,
  sudo: 'exec "$@"',
};

/** A folder of its own for one script, with programs that record how they are started. */
export class Bash {
  readonly #folder = mkdtempSync(join(tmpdir(), 'blkcheck-bash-'));
  readonly #record = join(this.#folder, 'record');

  constructor() {
    for (const [name, text] of Object.entries(programs)) {
      const file = join(this.#folder, name);
      writeFileSync(file, `#!/bin/sh\n${text}\n`);
      chmodSync(file, 0o755);
    }
  }

  /** The arguments of each QEMU that the script starts. */
  started(
    script: string,
    words: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): readonly (readonly string[])[] {
    rmSync(this.#record, { recursive: true, force: true });
    mkdirSync(this.#record);
    writeFileSync(join(this.#folder, 'vm.sh'), script);
    const path = [this.#folder, '/usr/bin', '/bin'].join(delimiter);
    spawnSync('bash', ['./vm.sh', ...words], {
      cwd: this.#folder,
      env: { PATH: path, RECORD: this.#record, ...variables },
      stdio: 'ignore',
      timeout: 10_000,
    });
    return readdirSync(this.#record).map((name) =>
      readFileSync(join(this.#record, name), 'utf8').replace(/\0$/, '').split('\0'),
    );
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
