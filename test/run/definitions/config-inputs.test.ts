import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readInputs } from '../../../src/run/definitions/config-inputs.js';
import { UsageError } from '../../../src/run/usage-error.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'blkcheck-inputs-'));
  writeFileSync(join(folder, 'good.xml'), '<domain/>');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const domain = "<domain type='kvm'><name>b\u00fcro</name></domain>";

const named = (...names: readonly string[]) => ({ names, found: [], stdinName: '' });

it('a file that is named twice, or beside its folder, is one that is named', async () => {
  const file = join(folder, 'good.xml');
  for (const names of [
    [file, `${folder}/./good.xml`],
    [folder, file],
    [file, folder],
  ]) {
    const { inputs } = await readInputs(named(...names), '');
    expect(inputs.map(({ name, isNamed }) => [name, isNamed])).toEqual([[file, true]]);
  }
});

it('folders with what others copied are passed over, and read where they are named', async () => {
  const copied = ['.terraform/modules', 'node_modules/x', '.git', '.blkcheck'];
  for (const each of copied) {
    mkdirSync(join(folder, 'deep', each), { recursive: true });
    writeFileSync(join(folder, 'deep', each, 'vm.xml'), domain);
  }
  const namesIn = async (...names: readonly string[]) =>
    (await readInputs(named(...names), '')).inputs.map(({ name }) => name);
  expect(await namesIn(folder)).toEqual([join(folder, 'good.xml')]);
  for (const each of copied) {
    const file = join(folder, 'deep', each, 'vm.xml');
    expect(await namesIn(join(folder, 'deep', each))).toEqual([file]);
    expect(await namesIn(file)).toEqual([file]);
  }
});

it('a file and links to it are one, by the path that is no link', async () => {
  const real = join(folder, 'good.xml');
  mkdirSync(join(folder, 'autostart'));
  const link = join(folder, 'autostart', 'good.xml');
  symlinkSync('../good.xml', link);
  symlinkSync('.', join(folder, 'again'));
  const through = join(folder, 'again', 'good.xml');
  const other = join(folder, 'autostart', 'own.xml');
  writeFileSync(other, '<domain/>');
  const namesOf = async (...names: readonly string[]) =>
    (await readInputs(named(...names), '')).inputs.map(({ name, isNamed }) => [name, isNamed]);
  expect(await namesOf(folder)).toEqual([
    [real, false],
    [other, false],
  ]);
  expect(await namesOf(link, real)).toEqual([[real, true]]);
  expect(await namesOf(through, real)).toEqual([[real, true]]);
  expect(await namesOf(link, through)).toEqual([[through, true]]);
  expect(await namesOf(link)).toEqual([[link, true]]);
});

it('a name with a slip is told with the file that was meant', async () => {
  const help = async (name: string) => {
    const error = await readInputs(named(join(folder, name)), '').catch((caught) => caught);
    return error.diagnostics.map((each: { readonly help: string }) => each.help);
  };
  expect(await help('godo.xml')).toEqual([`did you mean \`${join(folder, 'good.xml')}\`?`]);
  expect(await help('quite-another.conf')).toEqual(['']);
});

async function mistakesIn(name: string, root = ''): Promise<readonly string[]> {
  try {
    await readInputs(named(name), root);
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.diagnostics.map(
      ({ file, line, message }) => `${file.split('/').at(-1)}:${line}: ${message}`,
    );
  }
}

describe('a folder with what nobody may pass over as judged', () => {
  it.each([
    ['Latin-1', Buffer.from(domain, 'latin1')],
    ['UTF-16', Buffer.from(`\ufeff${domain}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\ufeff${domain}`, 'utf16le').swap16()],
  ])('a definition in %s', async (_, bytes) => {
    writeFileSync(join(folder, 'vm.xml'), bytes);
    expect(await mistakesIn(folder)).toEqual(['vm.xml:1: the file is not UTF-8 text']);
  });

  it('a definition that is too large', async () => {
    writeFileSync(join(folder, 'vm.xml'), `${domain}${' '.repeat(16 * 1_048_576)}`);
    const size = statSync(join(folder, 'vm.xml')).size;
    expect(await mistakesIn(folder)).toEqual([
      `vm.xml:1: the file is larger than 16 MiB: ${size} bytes`,
    ]);
  });

  it('files that cannot be read, all of them', async () => {
    for (const name of ['a.xml', 'b.xml']) symlinkSync('/proc/self/mem', join(folder, name));
    const what = 'cannot read the file: input/output error';
    expect(await mistakesIn(folder)).toEqual([`a.xml:0: ${what}`, `b.xml:0: ${what}`]);
  });
});

it('bytes that are no definition are passed over in a folder', async () => {
  writeFileSync(join(folder, 'key.bin'), Buffer.from([0xff, 0x00, 0xc3, 0x28]));
  writeFileSync(join(folder, 'notes'), Buffer.from('gr\u00fcn', 'latin1'));
  const { inputs } = await readInputs(named(folder), '');
  expect(inputs.map(({ name }) => name)).toEqual([join(folder, 'good.xml')]);
});

it('a mistake of the past stops nothing', async () => {
  mkdirSync(join(folder, 'vms'));
  writeFileSync(join(folder, 'vms', 'vm.xml'), Buffer.from(domain, 'latin1'));
  expect(await mistakesIn('vms', folder)).toEqual([]);
  expect(await mistakesIn('vms/vm.xml', folder)).toEqual([]);
});

it('an empty name is no folder: a variable of a script may be empty', async () => {
  expect(await mistakesIn('')).toEqual([':0: the name of a file is empty']);
});

it('what a pattern fits may be anything, as in a folder', async () => {
  writeFileSync(join(folder, 'key.bin'), Buffer.from([0xff, 0x00, 0xc3, 0x28]));
  const files = ['good.xml', 'key.bin'].map((name) => join(folder, name));
  const { inputs } = await readInputs({ names: files, found: files, stdinName: '' }, '');
  expect(inputs.map(({ name, isNamed }) => [name, isNamed])).toEqual([[files[0], false]]);
});
