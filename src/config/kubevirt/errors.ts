import type { ConfigNote, ErrorPolicy, Position, VmDisk } from '../../model/vm-disk.js';
import { at, isThere, positionOf, textOf, type View } from '../document/view.js';
import { note } from '../draft.js';
import { byDefault, unresolved, written } from '../fact.js';
import { isTemplate } from '../template.js';

/** What happens to an error of the volume, and a note where KubeVirt does not know the word. */
export interface KubeErrors {
  readonly policies: Pick<VmDisk, 'werror' | 'rerror'>;
  readonly notes: readonly ConfigNote[];
}

const policies: Readonly<Record<string, ErrorPolicy>> = {
  stop: 'stop',
  report: 'report',
  ignore: 'ignore',
  enospace: 'enospc',
};

export function errorsOf(element: View, where: Position): KubeErrors {
  const given = at(element, 'errorPolicy');
  if (!isThere(given)) {
    const stop = byDefault<ErrorPolicy>('stop', 'KubeVirt', where);
    return { policies: { werror: stop, rerror: stop }, notes: [] };
  }
  const word = textOf(given);
  const position = positionOf(given);
  const known = Object.hasOwn(policies, word) ? policies[word] : undefined;
  const werror =
    known === undefined
      ? unresolved(word, position, Object.values(policies))
      : written(known, position);
  const rerror = known === 'enospc' ? byDefault<ErrorPolicy>('report', 'QEMU', where) : werror;
  const isUnknown = known === undefined && !isTemplate(word);
  const message = `KubeVirt knows no error policy \`${word}\``;
  const notes = isUnknown ? [note('refused-by-qemu', message, position)] : [];
  return { policies: { werror, rerror }, notes };
}
