// Joins the modules of the command to a few files: docs/decisions/0015-the-command-is-joined.md. What it
// depends on stays outside, as npm installed it.
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

// What is loaded together, with all that it needs and what comes before has not: to start, to explain, in
// each worker, by `run`, and to read a command line of QEMU. Without this there is a file for each set of commands that share a module.
const groups = [
  { name: 'start', test: /dist\/cli\/main\.js$/, priority: 3 },
  { name: 'rules', test: /dist\/cli\/commands\/explain\.js$/, priority: 2.5 },
  { name: 'engine', test: /dist\/run\/worker\.js$/, priority: 2 },
  { name: 'run', test: /dist\/(cli\/commands\/run(-gate)?|run\/run-plan)\.js$/, priority: 1 },
  { name: 'qemu', test: /dist\/config\/qemu\/read\.js$/, priority: 0.5 },
];

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
  codeSplitting: { groups },
});
await bundle.close();
