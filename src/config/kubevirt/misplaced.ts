import type { ConfigNote } from '../../model/vm-disk.js';
import { at, isThere, positionOf, type View } from '../document/view.js';
import { note } from '../draft.js';

/** Of a Disk, and of none of its targets (types Disk, DiskTarget and LunTarget of kubevirt.io/api). */
const ofDisk = ['cache', 'io', 'errorPolicy', 'shareable'] as const;
const ofTarget = ['bus', 'readonly'] as const;

/** Settings one level too deep or too high: the API server drops what the type there has not. */
export function misplacedNotes(element: View, kind: 'disk' | 'lun'): readonly ConfigNote[] {
  const target = at(element, kind);
  const there = (view: View, key: string, where: string): readonly ConfigNote[] => {
    if (!isThere(view)) return [];
    const message = `\`${key}\` has no effect: KubeVirt has it ${where} \`${kind}:\``;
    return [note('no-effect', message, positionOf(view))];
  };
  return [
    ...ofDisk.flatMap((key) => there(at(target, key), key, 'beside')),
    ...ofTarget.flatMap((key) => there(at(element, key), key, 'in')),
  ];
}
