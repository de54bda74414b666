import fc from 'fast-check';

export const modes = {
  none: [true, true, false],
  writeback: [true, false, false],
  writethrough: [false, false, false],
  directsync: [false, true, false],
  unsafe: [true, false, true],
} as const;

/** A disk of a generated machine. */
export interface Spec {
  readonly frontend: 'virtio-blk' | 'virtio-scsi' | 'ahci' | 'ide';
  readonly cache: keyof typeof modes;
  readonly aio: 'threads' | 'native' | 'io_uring';
  readonly format: 'raw' | 'qcow2';
  readonly discard: 'ignore' | 'unmap';
  readonly werror: 'report' | 'stop' | 'enospc';
  readonly name: string;
}

const spec: fc.Arbitrary<Spec> = fc
  .record({
    frontend: fc.constantFrom(
      'virtio-blk' as const,
      'virtio-scsi' as const,
      'ahci' as const,
      'ide' as const,
    ),
    cache: fc.constantFrom(...(Object.keys(modes) as (keyof typeof modes)[])),
    aio: fc.constantFrom('threads' as const, 'native' as const, 'io_uring' as const),
    format: fc.constantFrom('raw' as const, 'qcow2' as const),
    discard: fc.constantFrom('ignore' as const, 'unmap' as const),
    werror: fc.constantFrom('report' as const, 'stop' as const, 'enospc' as const),
    // What a shell, QEMU and XML each have their own way of writing.
    name: fc.stringMatching(/^\/srv\/[a-z ,='"&<$\\.-]{1,12}$/),
  })
  .map((each) =>
    each.aio === 'native' && !modes[each.cache][1] ? { ...each, aio: 'threads' } : each,
  );

/** Machines have as many slots as libvirt and Proxmox VE name them. */
export const machine = fc.array(spec, { minLength: 1, maxLength: 4 });

const shellQuoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;
const comma = (value: string) => value.replaceAll(',', ',,');

const devices: Readonly<Record<Spec['frontend'], string>> = {
  'virtio-blk': 'virtio-blk-pci',
  'virtio-scsi': 'scsi-hd,bus=s.0',
  ahci: 'ide-hd,bus=h.0',
  ide: 'ide-hd,bus=ide.0',
};

const controllers = ['-device', 'virtio-scsi-pci,id=s', '-device', 'ahci,id=h'];

function line(words: readonly string[]): string {
  return `${['qemu-system-x86_64', '-M', 'pc', ...controllers, ...words].map(shellQuoted).join(' ')}\n`;
}

export function asDrives(specs: readonly Spec[]): string {
  const words = specs.flatMap(({ frontend, cache, aio, format, discard, werror, name }, index) => [
    '-drive',
    `file=${comma(name)},if=none,id=d${index},format=${format},cache=${cache},aio=${aio},discard=${discard},werror=${werror}`,
    '-device',
    `${devices[frontend]},drive=d${index}`,
  ]);
  return line(words);
}

export function asNodes(specs: readonly Spec[], json: boolean): string {
  const words = specs.flatMap((each, index) => {
    const { frontend, cache, aio, format, discard, werror, name } = each;
    const [writeback, direct, noFlush] = modes[cache];
    const file = {
      driver: 'file',
      filename: name,
      aio,
      'node-name': `f${index}`,
      discard: 'unmap',
    };
    const flags = { direct, 'no-flush': noFlush };
    const top = { driver: format, 'node-name': `n${index}`, discard };
    const onOff = (value: boolean) => (value ? 'on' : 'off');
    const dotted =
      `driver=${format},node-name=n${index},discard=${discard},file.driver=file,` +
      `file.filename=${comma(name)},file.aio=${aio},cache.direct=${onOff(direct)},cache.no-flush=${onOff(noFlush)}`;
    const nodes = json
      ? [
          '-blockdev',
          JSON.stringify({ ...file, cache: flags }),
          '-blockdev',
          JSON.stringify({ ...top, file: `f${index}` }),
        ]
      : ['-blockdev', dotted];
    const device = `${devices[frontend]},drive=n${index},write-cache=${onOff(writeback)},werror=${werror}`;
    return [...nodes, '-device', device];
  });
  return line(words);
}

const buses: Readonly<Record<Spec['frontend'], readonly [string, string]>> = {
  'virtio-blk': ['virtio', 'vd'],
  'virtio-scsi': ['scsi', 'sd'],
  ahci: ['sata', 'sd'],
  ide: ['ide', 'hd'],
};

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&apos;');

export function asXml(specs: readonly Spec[]): string {
  const disks = specs.map(({ frontend, cache, aio, format, discard, werror, name }, index) => {
    const [bus, prefix] = buses[frontend];
    const policy = werror === 'enospc' ? 'enospace' : werror;
    return `<disk type='file' device='disk'>
      <driver name='qemu' type='${format}' cache='${cache}' io='${aio}' discard='${discard}' error_policy='${policy}'/>
      <source file='${escaped(name)}'/>
      <target dev='${prefix}${String.fromCharCode(97 + index)}' bus='${bus}'/>
    </disk>`;
  });
  return `<domain type='kvm'><name>t</name><os><type machine='pc'>hvm</type></os><devices>
    <controller type='scsi' index='0' model='virtio-scsi'/>${disks.join('\n')}</devices></domain>`;
}

const keys: Readonly<Record<Spec['frontend'], string>> = {
  'virtio-blk': 'virtio',
  'virtio-scsi': 'scsi',
  ahci: 'sata',
  ide: 'ide',
};

/** A path with a comma or an equals sign is more than Proxmox VE's own format can hold. */
export function asConf(specs: readonly Spec[]): string {
  const lines = specs.map(({ frontend, cache, aio, format, discard, werror, name }, index) => {
    const unmap = discard === 'unmap' ? 'on' : 'ignore';
    return `${keys[frontend]}${index}: ${name},format=${format},cache=${cache},aio=${aio},discard=${unmap},werror=${werror}`;
  });
  return `name: t\nscsihw: virtio-scsi-pci\n${lines.join('\n')}\n`;
}

/** A name that every form can hold. */
export function plain(specs: readonly Spec[]): readonly Spec[] {
  return specs.map((each) => ({ ...each, name: each.name.replace(/[,=\s]/g, '.') }));
}
