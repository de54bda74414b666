import { element } from '../libvirt/synthetic.js';
import { unknownWord } from '../shell/word.js';
import type { Element } from '../xml/element.js';
import type { Setting } from './program.js';
import type { Provider } from './provider.js';

export function commandLine({ settings, span }: Provider): Element | null {
  const words = argumentsOfQemu(settings).flatMap(({ word, condition }) => {
    if (word === null) return [];
    // What may make all disks disposable does not surely do so.
    const isOpen = condition !== '' && /^--?snapshot$/.test(word.text);
    const said = isOpen ? unknownWord(word) : word;
    return [element('qemu:arg', said, { value: { value: said.text, span: said, word: said } })];
  });
  return words.length === 0 ? null : element('qemu:commandline', span, {}, words);
}

/** Each block has a list of its own, and the last that has one counts (Vagrant's merge of any setting). */
function argumentsOfQemu(settings: readonly Setting[]): readonly Setting[] {
  const found = settings.filter(({ word }) => word !== null);
  const sure = found.findLast(({ condition }) => condition === '');
  return found.slice(
    Math.max(
      0,
      found.findIndex(({ block }) => block === sure?.block),
    ),
  );
}

/** Arguments of QEMU that are about disks of other arguments, and of libvirt. */
export function changesOthers({ word }: Setting): boolean {
  return word !== null && /^--?(set|global|snapshot|readconfig)$/.test(word.text);
}
