import type { VmDefinition } from '../../model/vm-disk.js';
import { block, blocks, hiddenBlocks, isGiven } from '../document/blocks.js';
import { at, givenText, isThere, textOf, type View } from '../document/view.js';
import { counted, element, given, own, templateOf, withText } from '../libvirt/synthetic.js';
import type { ReadContext } from '../reader.js';
import type { Attribute, Element } from '../xml/element.js';
import { libvirtMachine } from './libvirt-machine.js';
import type { Module, Resource } from './resource.js';

/** libvirt_domain up to 0.8: `disk` blocks. dmacvicar v0.8.3, libvirt/domain.go and disk_def.go. */
export function readLibvirtBlocks(
  resource: Resource,
  module: Module,
  context: ReadContext,
): VmDefinition {
  const { body } = resource;
  const disks = blocks(body, 'disk');
  const count = { isos: 0, scsi: 0 };
  const elements = disks.map((disk, index) => diskElement(disk, index, count, module));
  const controller =
    count.scsi === 0
      ? null
      : element('controller', body.span, {
          type: own('scsi', body.span),
          index: own('0', body.span),
          model: own('virtio-scsi', body.span),
        });
  const devices = element('devices', body.span, {}, [controller, ...elements]);
  const kind = at(body, 'type');
  const domain = element('domain', body.span, { type: given(kind) ?? own('kvm', body.span) }, [
    osElement(body),
    devices,
  ]);
  const notes = hiddenBlocks(body, 'disk', 'disks');
  const heads = [body, ...disks];
  const xslt = at(block(body, 'xml'), 'xslt');
  const notation = 'dmacvicar-blocks';
  return libvirtMachine({ resource, domain, heads, notes, xslt, notation }, context);
}

function osElement(body: View): Element {
  const { span } = body;
  const type = element('type', span, {
    arch: given(at(body, 'arch')),
    machine: given(at(body, 'machine')),
  });
  const firmware = given(at(body, 'firmware'));
  const loader =
    firmware === null
      ? null
      : withText(
          element('loader', firmware.span, {
            readonly: own('yes', firmware.span),
            type: own('pflash', firmware.span),
          }),
          firmware,
        );
  const nvram = blocks(body, 'nvram').map((view) =>
    withText(element('nvram', view.span), given(at(view, 'file'))),
  );
  return element('os', span, {}, [type, loader, ...(loader === null ? [] : nvram)]);
}

interface Count {
  isos: number;
  scsi: number;
}

interface Target {
  readonly device: string;
  readonly dev: string;
  readonly bus: Attribute;
}

function diskElement(disk: View, index: number, count: Count, module: Module): Element {
  const { span } = disk;
  const { attributes, source, format } = sourceOf(disk, module);
  const { device, dev, bus } = targetOf(disk, index, count);
  return element('disk', span, { ...attributes, device: own(device, span) }, [
    element('driver', span, { name: own('qemu', span), type: format }),
    source,
    element('target', span, { dev: counted(dev, span), bus }),
  ]);
}

function targetOf(disk: View, index: number, count: Count): Target {
  const path = textOf(at(disk, 'file')) || textOf(at(disk, 'url'));
  if (/\.iso$/.test(path)) {
    count.isos += 1;
    return { device: 'cdrom', dev: name('hd', count.isos - 1), bus: own('ide', disk.span) };
  }
  const scsi = at(disk, 'scsi');
  const isScsi = givenText(scsi);
  if (isScsi?.known === false) {
    const bus = { value: templateOf(isScsi.origin.text), span: scsi.span };
    return { device: 'disk', dev: name('vd', index), bus };
  }
  if (isScsi?.value !== 'true') {
    return { device: 'disk', dev: name('vd', index), bus: own('virtio', disk.span) };
  }
  count.scsi += 1;
  return {
    device: 'disk',
    dev: name('sd', count.scsi - 1),
    bus: { value: 'scsi', span: scsi.span },
  };
}

/** `vda`, `vdb`, ... `vdaa`. */
function name(prefix: string, index: number): string {
  const letters: string[] = [];
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters.unshift(String.fromCharCode(97 + (rest % 26)));
  }
  return prefix + letters.join('');
}

/** A file is raw whatever its name ends with: for `.qcow2` the driver is left as it was, which is raw. */
interface Source {
  readonly attributes: { readonly type: Attribute };
  readonly source: Element | null;
  /** null where the volume decides. */
  readonly format: Attribute | null;
}

function sourceOf(disk: View, module: Module): Source {
  const { span } = disk;
  const [volume, url, file, device] = ['volume_id', 'url', 'file', 'block_device'].map((key) =>
    at(disk, key),
  );
  const typed = (type: string, view: View, attributes: Record<string, Attribute | null>) => ({
    attributes: { type: own(type, span) },
    source: element('source', view.span, attributes),
  });
  if (volume !== undefined && isGiven(volume)) return volumeSource(disk, volume, module);
  if (url !== undefined && isGiven(url)) {
    const [, protocol = 'http', rest = ''] = /^(\w+):\/\/(.*)$/s.exec(textOf(url)) ?? [];
    const made = typed('network', url, {
      protocol: own(protocol, url.span),
      name: own(rest, url.span),
    });
    return { ...made, format: own('raw', span) };
  }
  if (file !== undefined && isGiven(file)) {
    return { ...typed('file', file, { file: given(file) }), format: own('raw', span) };
  }
  if (device !== undefined && isGiven(device)) {
    return { ...typed('block', device, { dev: given(device) }), format: own('raw', span) };
  }
  return { attributes: { type: own('file', span) }, source: null, format: own('raw', span) };
}

/** The provider looks the volume up; here it may stand in the same module. */
function volumeSource(disk: View, volume: View, { resources }: Module): Source {
  const { span } = disk;
  const id = volume.node?.kind === 'unknown' ? volume.node.text : textOf(volume);
  const reference = /^(?:module\.[\w.]+\.)?libvirt_volume\.([\w-]+)(\[[^\]]*\])?\.(id|key)$/.exec(
    id,
  )?.[1];
  const found = resources.find(
    ({ type, address, body }) =>
      type === 'libvirt_volume' &&
      (reference === undefined
        ? isThere(at(body, 'id')) && textOf(at(body, 'id')) === id
        : address.replace(/\[.*$/, '') === `libvirt_volume.${reference}`),
  );
  const text = (key: string) => (found === undefined ? null : given(at(found.body, key)));
  // What is not downloaded is made, as qcow2.
  const made = found === undefined || text('source') !== null ? null : own('qcow2', span);
  return {
    attributes: { type: own('volume', span) },
    source: element('source', volume.span, {
      pool: text('pool') ?? own(found === undefined ? '' : 'default', volume.span),
      volume: text('name') ?? given(volume),
    }),
    format: text('format') ?? made,
  };
}
