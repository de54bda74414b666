import { join } from 'node:path';
import { afterAll, describe, it, vi } from 'vitest';
import { pageFiles, readPage } from './page-files.js';
import { refresh } from './pages.js';
import { sectionsFrom } from './sections.js';
import { openShell, root } from './shell.js';

// A page is one command after the other; two at once is what a small machine has room for.
vi.setConfig({ maxConcurrency: 2, testTimeout: 300_000 });

const shell = openShell();
afterAll(shell.remove);

describe('a page shows what its commands print; `-u` rewrites it', () => {
  it.concurrent.for(pageFiles)('%s', async (file, { expect }) => {
    const fresh = await refresh(readPage(file), shell.run, sectionsFrom(shell));
    await expect(fresh).toMatchFileSnapshot(join(root, file));
  });
});
