import type { NotationId } from '../../model/notation.js';
import type { ConfigNote, VmDefinition } from '../../model/vm-disk.js';
import { positionOf, type View } from '../document/view.js';
import { finishDisk } from '../draft.js';
import { readDomain } from '../libvirt/domain.js';
import type { ReadContext } from '../reader.js';
import { withToolDefaults } from '../tool-defaults.js';
import { writtenIn } from '../written-in.js';
import type { Element } from '../xml/element.js';
import { nameOf, type Resource } from './resource.js';
import { opened, styled } from './xslt.js';

interface LibvirtDraft {
  readonly resource: Resource;
  readonly domain: Element;
  readonly heads: readonly View[];
  readonly notes: readonly ConfigNote[];
  readonly xslt: View;
  readonly notation: NotationId;
}

const tool = 'the provider dmacvicar/libvirt';

/** What libvirt makes of the domain that a provider sends it. */
export function libvirtMachine(
  { resource, domain, heads, notes, xslt, notation }: LibvirtDraft,
  context: ReadContext,
): VmDefinition {
  const style = styled(domain, xslt, context);
  const found = readDomain(resource.body.source, style.domain, context);
  const places = heads.map(positionOf);
  const disks = found.disks.map((disk) => {
    const own = writtenIn(withToolDefaults(disk, tool, places), 'libvirt', notation);
    return style.isOpen ? finishDisk({ ...opened(own, xslt), notes: [] }) : own;
  });
  const all = [...found.notes, ...style.notes, ...notes];
  return { ...found, name: nameOf(resource), disks, notes: all };
}
