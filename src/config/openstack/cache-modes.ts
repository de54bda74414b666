import { orMeant } from '../../model/nearest-word.js';
import type { ConfigNote, Fact, Position } from '../../model/vm-disk.js';
import { givenText, isThere, positionOf, type View } from '../document/view.js';
import { modeNames, note } from '../draft.js';
import { unresolved, written } from '../fact.js';
import { isTemplate } from '../template.js';
import { positionAt } from '../text.js';

/** By libvirt's type of source, the mode that a host gives to all disks of that type. */
export type CacheModes = ReadonlyMap<string, Fact<string>>;

/** libvirt's types of which there are disks of Nova. */
const types = ['file', 'block', 'network'];
const modesOfDisks = ['none', 'writethrough', 'writeback', 'directsync', 'unsafe'];
const valid = ['default', ...modeNames];

/** `disk_cachemodes = file=none,network=writeback`: what is no mode is passed over with a warning. */
export function readCacheModes(view: View, notes: ConfigNote[]): CacheModes {
  const modes = new Map<string, Fact<string>>();
  const fact = givenText(view);
  if (fact === null || !isThere(view)) return modes;
  const text = fact.known ? fact.value : fact.origin.text;
  let offset = view.span.start;
  for (const part of text.split(',')) {
    const [type = '', mode = ''] = part.trim().split('=');
    if (isTemplate(part)) {
      const open = unresolved(part.trim(), positionOf(view), modesOfDisks);
      for (const each of isTemplate(type) ? types : [type]) modes.set(each, open);
      continue;
    }
    const start = view.source.text.indexOf(mode, offset);
    const where: Position =
      start === -1 || start > view.span.end
        ? positionOf(view)
        : positionAt(view.source, { start, end: start + mode.length });
    offset = Math.max(offset, start);
    if (!valid.includes(mode)) {
      const message = `Nova knows no cache mode \`${mode}\`${orMeant(mode, valid)}, and passes it over with a warning`;
      notes.push(note('no-effect', message, where));
    } else modes.set(type, written(mode, where));
  }
  return modes;
}
