import type { DiskSource } from '../../model/disk-source.js';
import type { Fact, SourceKind } from '../../model/vm-disk.js';
import { unresolved, written } from '../fact.js';
import { sourceOfDriver, sourceOfName } from '../sources.js';
import { isTemplate } from '../template.js';
import { positionAt, type SourceText } from '../text.js';
import { type Attribute, attribute, attributeText, child, type Element } from '../xml/element.js';

/** libvirt's protocols are called as the drivers of QEMU that speak them. */
const protocols: ReadonlySet<string> = new Set([
  'nbd',
  'rbd',
  'iscsi',
  'nfs',
  'gluster',
  'ssh',
  'http',
  'https',
  'ftp',
  'ftps',
  'tftp',
  'sheepdog',
  'vxhs',
]);

/** What `<source>` names, by the disk's type; null for a drive with nothing in it. */
export function sourceOf(source: SourceText, disk: Element): DiskSource | null {
  const element = child(disk, 'source');
  const type = attributeText(disk, 'type') || 'file';
  const fact = (kind: SourceKind, by: Attribute | undefined): Fact<SourceKind> =>
    written(kind, positionAt(source, by?.span ?? element?.span ?? disk.span));
  const named = (kind: SourceKind, key: string): DiskSource | null => {
    const name = attribute(element, key);
    if (name === undefined || name.value === '') return null;
    return { kind: fact(kind, name), name: name.value };
  };
  if (type === 'file') {
    const isDevice = sourceOfName(attributeText(element, 'file')) === 'block';
    const kind = isDevice ? 'block' : 'file';
    return named(attribute(element, 'fdgroup') === undefined ? kind : 'fd', 'file');
  }
  if (type === 'block') return named('block', 'dev');
  if (type === 'dir') return named('dir', 'dir');
  if (element === undefined) return null;
  if (type === 'network') return networkSource(source, element);
  if (type === 'volume') {
    const pool = attribute(element, 'pool');
    const name = `${pool?.value ?? ''}/${attributeText(element, 'volume')}`;
    return { kind: fact('volume', pool), name };
  }
  if (type === 'nvme') {
    return { kind: fact('nvme-host', undefined), name: pciAddress(child(element, 'address')) };
  }
  if (type === 'vhostuser') {
    return {
      kind: fact('vhost-user', attribute(element, 'path')),
      name: attributeText(element, 'path'),
    };
  }
  if (type === 'vhostvdpa') {
    return {
      kind: fact('vhost-vdpa', attribute(element, 'dev')),
      name: attributeText(element, 'dev'),
    };
  }
  const at = positionAt(source, attribute(disk, 'type')?.span ?? disk.span);
  return { kind: isTemplate(type) ? unresolved(type, at) : written('other', at), name: '' };
}

function networkSource(source: SourceText, element: Element): DiskSource {
  const protocol = attribute(element, 'protocol');
  const word = protocol?.value ?? '';
  const at = positionAt(source, protocol?.span ?? element.span);
  const kind: Fact<SourceKind> = isTemplate(word)
    ? unresolved(word, at)
    : written(protocols.has(word) ? sourceOfDriver(word) : 'other', at);
  return { kind, name: attributeText(element, 'name') };
}

function pciAddress(address: Element | undefined): string {
  const part = (key: string, digits: number) =>
    attributeText(address, key).replace(/^0x/, '').padStart(digits, '0');
  return `${part('domain', 4)}:${part('bus', 2)}:${part('slot', 2)}.${part('function', 1)}`;
}
