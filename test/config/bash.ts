import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
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
  qm: `printf '%s\\0' qm "$@" >>"$CALLS"; printf '\\n' >>"$CALLS"`,
  // The number that a new machine would have is another one each time.
  pvesh: `[ "$1" = get ] || { printf '%s\\0' pvesh "$@" >>"$CALLS"; printf '\\n' >>"$CALLS"; exit; }
echo x >>"$CALLS.numbers"; echo $((999 + $(wc -l <"$CALLS.numbers")))`,
};

/** A folder of its own for one script, with programs that record how they are started. */
export class Bash {
  readonly #folder = mkdtempSync(join(tmpdir(), 'blkcheck-bash-'));
  readonly #record = join(this.#folder, 'record');
  readonly #calls = join(this.#folder, 'calls');

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
    this.#run(script, words, variables);
    return readdirSync(this.#record).map((name) =>
      readFileSync(join(this.#record, name), 'utf8').replace(/\0$/, '').split('\0'),
    );
  }

  /** The calls of `qm` and `pvesh` that the script makes, in their order. */
  called(
    script: string,
    words: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): readonly (readonly string[])[] {
    this.#run(script, words, variables);
    if (!existsSync(this.#calls)) return [];
    const calls = readFileSync(this.#calls, 'utf8').split('\0\n').slice(0, -1);
    return calls.map((call) => call.split('\0'));
  }

  #run(
    script: string,
    words: readonly string[],
    variables: Readonly<Record<string, string>>,
  ): void {
    rmSync(this.#record, { recursive: true, force: true });
    for (const file of [this.#calls, `${this.#calls}.numbers`]) rmSync(file, { force: true });
    mkdirSync(this.#record);
    writeFileSync(join(this.#folder, 'vm.sh'), script);
    const path = [this.#folder, '/usr/bin', '/bin'].join(delimiter);
    spawnSync('bash', ['./vm.sh', ...words], {
      cwd: this.#folder,
      env: { PATH: path, RECORD: this.#record, CALLS: this.#calls, ...variables },
      stdio: 'ignore',
      timeout: 10_000,
    });
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
