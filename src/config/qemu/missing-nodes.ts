import type { ConfigNote } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { isUnknown } from '../shell/word.js';
import { isProtocol, type NamedNodes } from './node.js';
import { type Option, type Options, option, positionOf } from './options.js';
import type { Setup } from './setup.js';

/** Where a node names another; below a driver that does the I/O itself `file` and others are words of its own. */
const child = /^(|.*\.)(file|backing|data-file)$/;

/**
 * Names of nodes that are defined nowhere: QEMU does not start. Only where all nodes can be read; QEMU's own
 * names begin with `#`.
 */
export function missingNodes(setup: Setup, named: NamedNodes): readonly ConfigNote[] {
  const all = [...setup.drives, ...setup.blockdevs];
  const isOpen =
    setup.notes.some(({ ofAllDisks }) => ofAllDisks === true) ||
    all.some(({ opaque }) => opaque !== null) ||
    [...named.keys()].some(isUnknown);
  if (isOpen) return [];
  const isMissing = ({ value }: Option) =>
    !['', 'null'].includes(value) && !/^#/.test(value) && !isUnknown(value) && !named.has(value);
  return setup.blockdevs
    .flatMap((options) => referencesIn(options).filter(isMissing))
    .map((found) =>
      note(
        'refused-by-qemu',
        `there is no node \`${found.value}\`: QEMU does not start`,
        positionOf(found),
      ),
    );
}

function referencesIn(options: Options): readonly Option[] {
  return options.list.filter(({ key }) => {
    const [, prefix] = child.exec(key) ?? [];
    if (prefix === undefined) return false;
    return !isProtocol(option(options, `${prefix}driver`)?.value ?? '');
  });
}
