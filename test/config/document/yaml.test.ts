import { expect, it } from 'vitest';
import { readYaml } from '../../../src/config/document/yaml.js';
import { sourceText } from '../../../src/config/text.js';

function entriesOf(text: string): unknown {
  const read = readYaml(sourceText('vm.yaml', text));
  if (!('documents' in read)) throw new Error(JSON.stringify(read.diagnostics));
  const [document] = read.documents;
  return document?.kind === 'map' ? document.entries.map(({ key, value }) => [key, value]) : null;
}

it('leaves letters alone that stand for those of an expression elsewhere', () => {
  expect(entriesOf('n\ue241me: \ue26eone\n')).toMatchObject([['n\ue241me', { text: '\ue26eone' }]]);
});

it('gives back what it hides of an expression that is no YAML', () => {
  expect(entriesOf('name: {{ .n }}-vm\n')).toMatchObject([['name', { text: '{{ .n }}-vm' }]]);
});
