import { type Attributes, counted, element, own, templateOf } from '../libvirt/synthetic.js';
import { type Option, type Options, option, rawText } from '../qemu/options.js';
import { isUnknown } from '../shell/word.js';
import { sourceOfName } from '../sources.js';
import type { Span } from '../text.js';
import type { Attribute, Element } from '../xml/element.js';

/** What a machine gives to the disks that are made for it. */
export interface DiskSurroundings {
  /** The bus of a disk that names none, at the place that says where it comes from. */
  readonly bus: Attribute;
  readonly targets: Set<string>;
  /** Something rewrites the disks of the domain that comes of all this. */
  readonly isRewritten: boolean;
}

/** The last of several spellings of one setting. */
function find(options: Options, ...keys: readonly string[]): Option | undefined {
  return options.list.findLast(({ key }) => keys.includes(key));
}

function attribute(found: Option | undefined): Attribute | null {
  if (found === undefined || found.value === '') return null;
  const value = isUnknown(found.value) ? templateOf(rawText(found)) : found.value;
  return { value, span: found.span };
}

const isOn = (found: Option | undefined): boolean =>
  found !== undefined && /^(on|yes|true|1)$/.test(found.value);

/**
 * A `--disk`, as virt-install hands it to libvirt. virt-manager 2450354, virtinst/cli.py (ParserDisk),
 * virtinst/devices/disk.py (set_defaults).
 */
export function diskElement(options: Options, around: DiskSurroundings): Element {
  const { span } = options;
  const source = sourceOf(options);
  const device = attribute(find(options, 'device'));
  const isDisk = device === null || device.value === 'disk';
  const perms = find(options, 'perms');
  const bus =
    attribute(find(options, 'bus', 'target.bus')) ??
    attribute(options.opaque ?? undefined) ??
    busOf(device?.value ?? 'disk', around, span);
  const target = attribute(find(options, 'target', 'target.dev'));
  const name = target ?? counted(nextTarget(bus.value, around.targets), span);
  around.targets.add(name.value);
  const flag = (key: string, on: boolean, at: Option | undefined) =>
    on ? element(key, at?.span ?? span) : null;
  const readonly = find(options, 'readonly');
  const shareable = find(options, 'shareable');
  const transient = find(options, 'transient');
  return element('disk', span, { type: source.type, device }, [
    driverElement(options, source.type.value, isDisk, around.isRewritten),
    source.element,
    element('target', target?.span ?? span, { dev: name, bus }),
    addressElement(options),
    flag('readonly', isOn(readonly) || perms?.value === 'ro', readonly ?? perms),
    flag('shareable', isOn(shareable) || perms?.value === 'sh', shareable ?? perms),
    flag('transient', isOn(transient), transient),
  ]);
}

/** No CD-ROM is on virtio. */
function busOf(device: string, { bus }: DiskSurroundings, span: Span): Attribute {
  if (device === 'floppy') return own('fdc', span);
  return device === 'cdrom' && bus.value !== 'ide' ? own('sata', span) : bus;
}

function driverElement(
  options: Options,
  type: string,
  isDisk: boolean,
  isRewritten: boolean,
): Element {
  const { span } = options;
  const xpath = options.list.find(({ key }) => /^xpath\d*\./.test(key));
  const others = attribute(options.opaque ?? undefined);
  const open =
    xpath !== undefined || isRewritten
      ? { value: templateOf('an XPath option rewrites it'), span: xpath?.span ?? span }
      : others;
  const isBlock = isDisk && type === 'block';
  const size = find(options, 'size');
  const sparse = find(options, 'sparse');
  // An image that is made, sparse as it is by default.
  const isNew = isDisk && size !== undefined && (sparse === undefined || isOn(sparse));
  const defaults = (on: boolean, value: string) => {
    if (isDisk && type === 'volume') return { value: templateOf('the pool decides'), span };
    return on ? own(value, span) : null;
  };
  const attributes: Attributes = {
    name: own('qemu', span),
    type: formatOf(options, type),
    cache:
      open ??
      attribute(find(options, 'cache', 'driver.cache', 'driver_cache')) ??
      defaults(isBlock, 'none'),
    io:
      open ??
      attribute(find(options, 'io', 'driver.io', 'driver_io')) ??
      defaults(isBlock, 'native'),
    discard:
      others ??
      attribute(find(options, 'discard', 'driver.discard', 'driver_discard')) ??
      defaults(isBlock || isNew, 'unmap'),
    detect_zeroes: others ?? attribute(find(options, 'detect_zeroes', 'driver.detect_zeroes')),
    error_policy: others ?? attribute(find(options, 'error_policy', 'driver.error_policy')),
  };
  return element('driver', span, attributes);
}

/** Of an image that is there, its own whatever `format` says; of one that is made, qcow2 unless the pool has no formats. */
function formatOf(options: Options, type: string): Attribute {
  const { span } = options;
  const isMade = ['size', 'backing_store', 'pool'].some((key) => find(options, key) !== undefined);
  const given =
    attribute(find(options, 'driver.type', 'driver_type')) ??
    (isMade ? attribute(find(options, 'format')) : null);
  if (given !== null) return given;
  if (type === 'block' || type === 'network') return own('raw', span);
  return { value: templateOf(isMade ? 'the pool decides' : 'the image decides'), span };
}

interface Source {
  readonly type: Attribute;
  readonly element: Element | null;
}

const schemes = /^([a-z]+)(\+\w+)?:\/\/(.*)$/s;

function sourceOf(options: Options): Source {
  const { span } = options;
  const type = attribute(find(options, 'type'));
  const made = (kind: string, at: Span, attributes: Attributes): Source => ({
    type: type ?? own(kind, span),
    element: element('source', at, attributes),
  });
  const protocol = attribute(find(options, 'source.protocol', 'source_protocol'));
  if (protocol !== null) {
    const name = attribute(find(options, 'source.name', 'source_name'));
    return made('network', protocol.span, { protocol, name });
  }
  const volume = volumeOf(options);
  if (volume !== null) return made('volume', volume.span, volume.attributes);
  if (type?.value === 'nvme') {
    const namespace = attribute(find(options, 'source.namespace'));
    return made('nvme', span, { type: attribute(find(options, 'source.type')), namespace });
  }
  const path = attribute(find(options, 'path', 'source.file', 'source.dev', 'source.dir'));
  if (path === null) {
    const isMade = find(options, 'size') !== undefined;
    return isMade
      ? made('file', span, { file: own('a new image', span) })
      : { type: type ?? own('file', span), element: null };
  }
  const url = schemes.exec(path.value);
  if (url !== null && url[1] !== 'file') {
    const name = own(url[3] ?? '', path.span);
    return made('network', path.span, { protocol: own(url[1] ?? '', path.span), name });
  }
  const isDirectory = find(options, 'source.dir') !== undefined || type?.value === 'dir';
  if (isDirectory) return made('dir', path.span, { dir: path });
  const isBlock =
    type?.value === 'block' ||
    find(options, 'source.dev') !== undefined ||
    sourceOfName(path.value) === 'block';
  return isBlock
    ? made('block', path.span, { dev: path })
    : made('file', path.span, { file: path });
}

function volumeOf(
  options: Options,
): { readonly attributes: Attributes; readonly span: Span } | null {
  const both = find(options, 'vol');
  if (both !== undefined) {
    const [pool = '', volume = ''] = both.value.split('/');
    const { span } = both;
    return { attributes: { pool: own(pool, span), volume: own(volume, span) }, span };
  }
  const pool = attribute(find(options, 'source.pool', 'source_pool'));
  const volume = attribute(find(options, 'source.volume', 'source_volume'));
  if (pool !== null || volume !== null) {
    return { attributes: { pool, volume }, span: (volume ?? pool)?.span ?? options.span };
  }
  const made = attribute(find(options, 'pool'));
  if (made === null || option(options, 'path') !== undefined) return null;
  return { attributes: { pool: made, volume: own('a new volume', made.span) }, span: made.span };
}

function addressElement(options: Options): Element | null {
  const found = options.list.filter(({ key }) => key.startsWith('address.'));
  const type = found.find(({ key }) => key === 'address.type');
  if (type?.value !== 'drive') return null;
  const pairs = found.map((each) => [each.key.slice('address.'.length), attribute(each)] as const);
  return element('address', type.span, Object.fromEntries(pairs));
}

const prefixes: Readonly<Record<string, string>> = {
  virtio: 'vd',
  xen: 'xvd',
  fdc: 'fd',
  ide: 'hd',
  sata: 'sd',
  scsi: 'sd',
  usb: 'sd',
  sd: 'sd',
};

/** The first name that is free; where the bus is not known, a number stands for it. */
function nextTarget(bus: string, taken: ReadonlySet<string>): string {
  const prefix = Object.hasOwn(prefixes, bus) ? prefixes[bus] : undefined;
  for (let index = 0; ; index += 1) {
    const name = prefix === undefined ? `disk${index}` : prefix + letters(index);
    if (!taken.has(name)) return name;
  }
}

function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last;
}
