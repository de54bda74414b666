import { isUnknown, partOf, type Word } from '../shell/word.js';

/** One option of virt-install with what follows it. */
export interface InstallOption {
  /** Without dashes, by its full name. */
  readonly name: string;
  readonly value: Word | null;
  readonly word: Word;
}

/** Old and short spellings. */
const names: Readonly<Record<string, string>> = {
  n: 'name',
  f: 'file',
  s: 'file-size',
  c: 'cdrom',
  l: 'location',
  'os-variant': 'osinfo',
};

/** Options that take nothing. */
const switches =
  /^(import|nodisks|pxe|livecd|hvm|paravirt|noautoconsole|noreboot|print-xml|dry-run|quiet|debug|force|prompt|nonetworks|nographics|transient|autostart|container|nonsparse|accelerate|noacpi|noapic|q|v|p|d)$/;

export function readInstallOptions(words: readonly Word[]): readonly InstallOption[] {
  const found: InstallOption[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    const match = /^--?([A-Za-z][\w-]*)(=)?/.exec(word?.text ?? '');
    if (word === undefined || match === null) continue;
    const given = match[1] ?? '';
    const name = Object.hasOwn(names, given) ? (names[given] ?? given) : given;
    if (match[2] === '=') {
      found.push({ name, word, value: partOf(word, match[0].length) });
      continue;
    }
    const next = words[index + 1];
    const isSwitch = switches.test(given) || next === undefined || isOption(next);
    found.push({ name, word, value: isSwitch ? null : next });
    if (!isSwitch) index += 1;
  }
  return found;
}

/** argparse takes a word with a space in it for no option, whatever it starts with. */
const isOption = ({ text }: Word): boolean => /^--?[A-Za-z]\S*$/.test(text);

/** Words that may hold options of their own. */
export function hiddenWords(words: readonly Word[]): readonly Word[] {
  return words.filter(({ text }, index) => {
    const before = words[index - 1]?.text ?? '';
    return isUnknown(text) && !/[=/.,]/.test(text) && !before.startsWith('-');
  });
}
