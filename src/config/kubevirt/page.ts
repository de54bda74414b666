import type { ConfigNote } from '../../model/vm-disk.js';
import { at, isThere, type View, viewOf } from '../document/view.js';
import { readYaml } from '../document/yaml.js';
import { note } from '../draft.js';
import { positionAt, type SourceText, sourceText } from '../text.js';

/** What the blocks of a page hold, and which of them are no whole definitions. */
export interface PageRead {
  readonly documents: readonly View[];
  readonly notes: readonly ConfigNote[];
}

/** Beyond this nobody wrote the page. */
const blocksMax = 200;

const fence = /^[ \t]*(`{3,}|~{3,})[ \t]*([\w.+-]*)[^\n]*\n/gm;
const ofData = /^(ya?ml|json[c5]?|)$/i;
const ofDisks =
  /\bkind["']?\s*:\s*["']?(VirtualMachine|KubevirtMachine)|\b(disks|volumes)["']?\s*:/;

/** Blocks of YAML between fences, each read by itself; null where a text has none. */
export function readBlocks(source: SourceText): PageRead | null {
  const blocks = blocksOf(source.text);
  if (blocks === null) return null;
  const documents: View[] = [];
  const notes: ConfigNote[] = [];
  for (const block of blocks.slice(0, blocksMax)) {
    const found = readBlock(source, block);
    if ('documents' in found) documents.push(...found.documents);
    else notes.push(found);
  }
  const next = blocks[blocksMax];
  if (next !== undefined) notes.push(unread(source, next, `more than ${blocksMax} blocks`));
  return { documents, notes };
}

interface Block {
  readonly from: number;
  readonly to: number;
}

/** What stands between fences and may be about disks. */
function blocksOf(text: string): readonly Block[] | null {
  const blocks: Block[] = [];
  let last = -1;
  for (const { index, 0: head, 1: sign = '', 2: language = '' } of text.matchAll(fence)) {
    if (index < last) continue;
    const from = index + head.length;
    const end = new RegExp(`^[ \\t]*${sign}${sign[0] ?? ''}*[ \\t]*\\r?$`, 'm');
    const length = text.slice(from).search(end);
    const to = length === -1 ? text.length : from + length;
    last = to + 1;
    if (ofData.test(language) && ofDisks.test(text.slice(from, to))) blocks.push({ from, to });
  }
  return last === -1 ? null : blocks;
}

function readBlock(source: SourceText, block: Block): { documents: readonly View[] } | ConfigNote {
  const { line } = positionAt(source, { start: block.from, end: block.from });
  // Lines and columns are those of the page.
  const text = '\n'.repeat(line - 1) + source.text.slice(block.from, block.to);
  const own = sourceText(source.file, text);
  const yaml = readYaml(own);
  if ('diagnostics' in yaml) return unread(source, block, 'no valid YAML');
  const documents = yaml.documents.map((document) => viewOf(own, document));
  const isWhole = documents.some((document) => isThere(at(document, 'kind')));
  return isWhole ? { documents } : unread(source, block, 'no whole definition');
}

function unread(source: SourceText, { from, to }: Block, why: string): ConfigNote {
  const message = `not read: this block of the page is ${why}`;
  return note('unreadable', message, positionAt(source, { start: from, end: to }));
}
