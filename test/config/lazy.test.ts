import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../src/', import.meta.url));

/** Everything that a file loads at once: `import()` is what it loads later. */
function loadedBy(start: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const pending = [join(root, start)];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, kind, name = ''] of text.matchAll(
      /^import (type )?[^'"]*?['"]([^'"]+)['"];$/gms,
    )) {
      if (kind !== undefined) continue;
      if (name.startsWith('.')) pending.push(join(dirname(file), name.replace(/\.js$/, '.ts')));
      else seen.add(name);
    }
  }
  return seen;
}

it('the command loads no parser before it knows the format', () => {
  const loaded = loadedBy('cli/commands/config.ts');
  expect(loaded).toContain('chalk');
  for (const library of ['saxes', 'yaml', 'valibot', 'fast-check', 'commander']) {
    expect(loaded).not.toContain(library);
  }
});

it('the reader of one format loads no parser of another', () => {
  expect(loadedBy('config/qemu/read.ts')).not.toContain('saxes');
  expect(loadedBy('config/proxmox/read.ts')).not.toContain('yaml');
  expect(loadedBy('config/libvirt/read.ts')).toContain('saxes');
  expect(loadedBy('config/libvirt/read.ts')).not.toContain('yaml');
  expect(loadedBy('config/kubevirt/read.ts')).not.toContain('saxes');
});
