import type { VmDefinition } from '../../model/vm-disk.js';
import { hiddenBlocks, isTrue } from '../document/blocks.js';
import { at, isThere, items, members, type View } from '../document/view.js';
import { type Attributes, element, given, own, withText } from '../libvirt/synthetic.js';
import type { ReadContext } from '../reader.js';
import type { Attribute, Element } from '../xml/element.js';
import { libvirtMachine } from './libvirt-machine.js';
import type { Resource } from './resource.js';

/**
 * libvirt_domain from 0.9 on: libvirt's own elements and attributes under other names. dmacvicar
 * 6bd1e07, docs/resources/domain.md and docs/schema-mapping.md.
 */
export function readLibvirtAttributes(resource: Resource, context: ReadContext): VmDefinition {
  const { body } = resource;
  const devices = at(body, 'devices');
  const disks = items(at(devices, 'disks'));
  const children = [
    ...items(at(devices, 'controllers')).map(controllerElement),
    ...disks.map(diskElement),
  ];
  const domain = element('domain', body.span, { type: given(at(body, 'type')) }, [
    osElement(at(body, 'os')),
    element('devices', devices.span, {}, children),
  ]);
  const notes = [
    ...(devices.node?.kind === 'unknown' ? hiddenBlocks(body, 'devices', 'disks') : []),
    ...hiddenBlocks(devices, 'disks', 'disks'),
  ];
  return libvirtMachine(
    {
      resource,
      domain,
      heads: [body, ...disks],
      notes,
      xslt: at(body, 'xslt'),
      notation: 'dmacvicar',
    },
    context,
  );
}

function osElement(os: View): Element {
  const { span } = os;
  const text = (key: string) => given(at(os, key));
  const loader = text('loader');
  const nvram = at(os, 'nv_ram');
  const hasLoader =
    loader !== null || text('loader_readonly') !== null || text('loader_type') !== null;
  return element('os', span, { firmware: text('firmware') }, [
    element('type', span, { arch: text('type_arch'), machine: text('type_machine') }),
    hasLoader
      ? withText(
          element('loader', loader?.span ?? span, {
            readonly: yesNo(at(os, 'loader_readonly')),
            type: text('loader_type'),
            stateless: yesNo(at(os, 'loader_stateless')),
            format: text('loader_format'),
          }),
          loader,
        )
      : null,
    isThere(nvram) ? nvramElement(nvram) : null,
  ]);
}

function nvramElement(nvram: View): Element {
  const attributes = {
    format: given(at(nvram, 'format')),
    templateFormat: given(at(nvram, 'template_format')),
  };
  return withText(element('nvram', nvram.span, attributes), given(at(nvram, 'nv_ram')));
}

/** Truth values where libvirt has yes and no. */
function yesNo(view: View): Attribute | null {
  const found = given(view);
  if (found?.value === 'true') return { ...found, value: 'yes' };
  return found?.value === 'false' ? { ...found, value: 'no' } : found;
}

function controllerElement(controller: View): Element {
  const [type, index, model] = ['type', 'index', 'model'].map((key) => given(at(controller, key)));
  return element('controller', controller.span, {
    type: type ?? null,
    index: index ?? null,
    model: model ?? null,
  });
}

function diskElement(disk: View): Element {
  const { span } = disk;
  const source = sourceOf(at(disk, 'source'));
  const target = at(disk, 'target');
  const alias = at(disk, 'alias');
  return element('disk', span, { type: source.type, device: given(at(disk, 'device')) }, [
    driverElement(at(disk, 'driver')),
    source.element,
    element('target', isThere(target) ? target.span : span, {
      dev: given(at(target, 'dev')),
      bus: given(at(target, 'bus')),
    }),
    addressElement(at(disk, 'address')),
    isThere(alias) ? element('alias', alias.span, { name: given(at(alias, 'name')) }) : null,
    flagElement('readonly', at(disk, 'read_only')),
    flagElement('shareable', at(disk, 'shareable')),
    isThere(at(disk, 'transient')) ? element('transient', at(disk, 'transient').span) : null,
    encryptionElement(at(disk, 'encryption')),
  ]);
}

function flagElement(name: string, view: View): Element | null {
  return isTrue(view) ? element(name, view.span) : null;
}

/** By libvirt's name of each attribute, what the provider calls it. */
const driverKeys: Readonly<Record<string, string>> = {
  name: 'name',
  type: 'type',
  cache: 'cache',
  io: 'io',
  discard: 'discard',
  detect_zeroes: 'detect_zeros',
  error_policy: 'error_policy',
  rerror_policy: 'rerror_policy',
};

function driverElement(driver: View): Element | null {
  if (!isThere(driver)) return null;
  const attributes = Object.entries(driverKeys).map(([key, name]) => [
    key,
    given(at(driver, name)),
  ]);
  return element('driver', driver.span, Object.fromEntries(attributes) as Attributes);
}

function encryptionElement(encryption: View): Element | null {
  if (!isThere(encryption)) return null;
  const [format, engine] = ['format', 'engine'].map((key) => given(at(encryption, key)));
  return element('encryption', encryption.span, { format: format ?? null, engine: engine ?? null });
}

function addressElement(address: View): Element | null {
  const drive = at(address, 'drive');
  if (!isThere(drive)) return null;
  const numbers = members(drive).map(([key, view]) => [key, given(view)]);
  const attributes = Object.fromEntries(numbers) as Attributes;
  return element('address', drive.span, { type: own('drive', drive.span), ...attributes });
}

interface Source {
  readonly type: Attribute | null;
  readonly element: Element | null;
}

/** The branch that is there says what type the disk has. */
const branches: readonly (readonly [
  branch: string,
  type: string,
  keys: Readonly<Record<string, string>>,
])[] = [
  ['file', 'file', { file: 'file', fdgroup: 'fd_group' }],
  ['block', 'block', { dev: 'dev' }],
  ['dir', 'dir', { dir: 'dir' }],
  ['network', 'network', { protocol: 'protocol', name: 'name' }],
  ['volume', 'volume', { pool: 'pool', volume: 'volume' }],
  ['nvme', 'nvme', {}],
  ['vhost_user', 'vhostuser', { path: 'path' }],
  ['vhost_vdpa', 'vhostvdpa', { dev: 'dev' }],
];

function sourceOf(source: View): Source {
  if (source.node?.kind === 'unknown') {
    return { type: given(source), element: element('source', source.span) };
  }
  const found = branches.find(([branch]) => isThere(at(source, branch)));
  if (found === undefined) return { type: null, element: null };
  const [branch, type, keys] = found;
  const view = at(source, branch);
  const typed = own(type, view.span);
  const inside = Object.entries(keys).map(([key, name]) => [key, given(at(view, name))]);
  const attributes: Attributes =
    view.node?.kind === 'map' ? (Object.fromEntries(inside) as Attributes) : flat(branch, source);
  const children = [encryptionElement(at(source, 'encryption'))];
  return { type: typed, element: element('source', view.span, attributes, children) };
}

/** 0.9.0 had plain values: `source = { pool = "...", volume = "..." }`. */
function flat(branch: string, source: View): Attributes {
  const view = given(at(source, branch));
  if (branch === 'volume') return { pool: given(at(source, 'pool')), volume: view };
  return branch === 'block' ? { dev: view } : { [branch]: view };
}
