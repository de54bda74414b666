// Copies the grammars of tree-sitter's parser beside the compiled files, each with its licence. The
// packages that they come from would compile binaries where they are installed.
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const packages = [
  ['hcl', '@tree-sitter-grammars/tree-sitter-hcl'],
  ['ruby', 'tree-sitter-ruby'],
];

for (const [name, from] of packages) {
  const copy = (file, to) =>
    cpSync(
      fileURLToPath(new URL(`node_modules/${from}/${file}`, root)),
      fileURLToPath(new URL(`grammars/${to}`, root)),
    );
  copy(`tree-sitter-${name}.wasm`, `tree-sitter-${name}.wasm`);
  copy('LICENSE', `tree-sitter-${name}.LICENSE`);
}
