// Joins the modules of the command to a few files: docs/decisions/0015-the-command-is-joined.md. What it
// depends on stays outside, as npm installed it.
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

const bundle = await rolldown({
  input: { main: `${dist}cli/main.js`, worker: `${dist}run/worker.js` },
  platform: 'node',
  external: /^[^./]/,
});
await bundle.write({
  // As deep as `dist/run`: modules find package.json, scenarios and grammars by where they are.
  dir: `${dist}command`,
  format: 'esm',
  cleanDir: true,
  entryFileNames: '[name].js',
  chunkFileNames: '[name]-[hash].js',
});
await bundle.close();
