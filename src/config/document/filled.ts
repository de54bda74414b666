import type { ConfigNote } from '../../model/vm-disk.js';
import { openNote } from '../draft.js';
import { isTemplate } from '../template.js';
import { positionOf, textOf, type View } from './view.js';

/** `volumes: {{ .Values.volumes }}`, where a list or a mapping would be, may be any number of disks. */
export function filledNotes(views: readonly View[]): readonly ConfigNote[] {
  const first = views.find((view) => isTemplate(textOf(view)));
  if (first === undefined) return [];
  const message = `what \`${textOf(first)}\` stands for is not known: it may have any number of disks`;
  return [openNote('unreadable', message, positionOf(first))];
}
