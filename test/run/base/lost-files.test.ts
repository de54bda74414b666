import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lostFilesOf } from '../../../src/run/base/lost-files.js';

it('a file that is lost is looked for once, however many disks it had', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'blkcheck-lost-files-'));
  try {
    const file = join(folder, 'a.xml');
    writeFileSync(file, 'no definition');
    const asked: string[] = [];
    const placesOf = (name: string) => {
      asked.push(name);
      return [name];
    };
    const before = { files: [{ file }, { file }] };
    const lostFileOf = await lostFilesOf({ files: [] }, before, { placesOf }, []);
    expect(lostFileOf(file)?.file).toBe(file);
    expect(asked).toEqual([file]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
