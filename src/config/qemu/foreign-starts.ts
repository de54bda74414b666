import type { ConfigNote } from '../../model/vm-disk.js';
import { openNote } from '../draft.js';
import { isPage } from '../formats.js';
import { limits } from '../limits.js';
import { positionAt, type SourceText } from '../text.js';

/** @param verbs - what makes a machine; LXD's other words are those of Incus */
const ofIncus = (verbs: string): RegExp =>
  new RegExp(
    `^[ \\t]+((${verbs})[ \\t].*--vm\\b|config[ \\t]+device[ \\t]+(add|set|override)[ \\t].*(\\bdisk\\b|\\bio\\.))`,
  );

/** Programs that start machines with disks, or change these, by words that no reader reads. */
const launchers: Readonly<Record<string, RegExp>> = {
  bhyve: /^[ \t].*-s[ \t]*\S*(-blk|nvme|ahci-hd),/,
  crosvm: /^[ \t](.*[ \t])?run[ \t]/,
  firectl: /^[ \t].*--?(root-drive|add-drive)\b/,
  'gnt-instance': /^[ \t]+(add|modify|start|startup)\b/,
  incus: ofIncus('launch|init|create'),
  limactl: /^[ \t]+(start|create)\b/,
  lxc: ofIncus('launch|init'),
  quickemu: /^[ \t].*--vm\b/,
  vfkit: /^[ \t].*--?device\b/,
  xl: /^[ \t]+create\b/,
};

const names = new RegExp(`(?<![\\w.$-])(${Object.keys(launchers).join('|')})(?=[ \\t])`, 'g');

/** What may stand before a command in its line. */
const opening =
  /(^|[;&|(]|\b(sudo|exec|then|do|else|nohup|time))[ \t]*(\w+=[^\s;]{0,80}[ \t]+){0,8}[\w./~-]{0,200}$/;

/** No command of a person's is longer; a text may be all one line. */
const lengthMax = 2_000;

/** What other programs start in a script, so that nobody takes its QEMU's disks for all that there are. */
export function foreignStarts(source: SourceText): readonly ConfigNote[] {
  if (isPage(source.file) || /\.(ya?ml|json)$/i.test(source.file)) return [];
  // A continuation is blanks, so that every place stays.
  const text = source.text.replace(/\\(\r?\n)/g, (all) => ' '.repeat(all.length));
  const found: RegExpMatchArray[] = [];
  let looked = 0;
  for (const match of text.matchAll(names)) {
    looked += 1;
    if (looked > limits.options) break;
    if (isStart(text, match.index, match[1] ?? '')) found.push(match);
  }
  return found.slice(0, limits.notes).map(({ index = 0, 1: name = '' }) => {
    const message = `what \`${name}\` starts or changes here is not read`;
    return openNote(
      'unreadable',
      message,
      positionAt(source, { start: index, end: index + name.length }),
    );
  });
}

function isStart(text: string, index: number, name: string): boolean {
  const from = Math.max(text.lastIndexOf('\n', index - 1) + 1, index - lengthMax);
  const to = text.indexOf('\n', index);
  const after = text.slice(
    index + name.length,
    Math.min(to === -1 ? text.length : to, index + lengthMax),
  );
  return opening.test(text.slice(from, index)) && launchers[name]?.test(after) === true;
}
