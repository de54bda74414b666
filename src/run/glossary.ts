import { packageFile } from './package-files.js';

export interface GlossaryRow {
  readonly id: string;
  readonly sentence: string;
}

/** The words of docs/GLOSSARY.md, whose tables have a word and its meaning in each row. */
export function glossary(): readonly GlossaryRow[] {
  const rows = packageFile('docs/GLOSSARY.md').matchAll(/^\| ([^|]+) \| (.+) \|$/gmu);
  return [...rows]
    .map(([, id = '', meaning = '']) => ({ id, sentence: withoutMarks(meaning) }))
    .filter(({ id }) => id !== 'word' && !id.startsWith('---'));
}

/** On a terminal a link is its text, and nothing stands out. */
function withoutMarks(meaning: string): string {
  return meaning.replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, '$1').replaceAll(/[*`]/gu, '');
}
