import {
  allEngines,
  allModes,
  asGlobal,
  convertible,
  each,
  type NotationRow,
  type Spellings,
} from './notation.js';

/** libvirt's buses, by what they are to the guest. */
const buses = {
  'virtio-blk': 'virtio',
  'virtio-scsi': 'scsi',
  ahci: 'sata',
  'usb-storage': 'usb',
} as const;

const policies = { enospc: 'enospace', report: 'report', stop: 'stop' } as const;

/** Its own values, each in the words of those who write them. */
function written<Values extends Readonly<Record<string, string>>>(
  values: Values,
  write: (value: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, write(value)]));
}

const source = 'libvirt 11.3.0 docs/formatdomain.rst, src/conf/schemas/domaincommon.rng';

const policiesOf = (write: (value: string) => string): Spellings => ({
  werror: written(policies, write),
});

/** Domains of libvirt, and those who write them in words of their own. */
export const notationsOfLibvirt: readonly NotationRow[] = [
  {
    id: 'libvirt',
    name: 'libvirt',
    fields: { cache: 'cache of <driver>', aio: 'io of <driver>', frontend: 'bus of <target>' },
    settings: {
      cache: each(allModes, (mode) => `cache='${mode}'`),
      aio: each(allEngines, (engine) => `io='${engine}'`),
      frontend: {
        ...written(buses, (bus) => `bus='${bus}'`),
        'virtio-scsi': "bus='scsi' on model='virtio-scsi'",
      },
      ...policiesOf((policy) => `error_policy='${policy}'`),
    },
    passes: ({ name, value }) => `${name}=${value} by <qemu:override>`,
    formats: convertible,
    source: `${source}; docs/kbase/qemu-passthrough-security.rst (qemu:override since 8.2.0)`,
  },
  {
    id: 'virt-install',
    name: 'virt-install',
    fields: { cache: 'cache= of --disk', aio: 'io= of --disk', frontend: 'bus= of --disk' },
    settings: {
      cache: each(allModes, (mode) => `cache=${mode}`),
      aio: each(allEngines, (engine) => `io=${engine}`),
      frontend: {
        ...written(buses, (bus) => `bus=${bus}`),
        'virtio-scsi': 'bus=scsi with --controller type=scsi,model=virtio-scsi',
      },
      ...policiesOf((policy) => `error_policy=${policy}`),
    },
    passes: asGlobal((words) => `--qemu-commandline="${words}"`),
    formats: convertible,
    source: 'virt-manager 2450354 man/virt-install.rst',
  },
  {
    id: 'dmacvicar',
    name: 'the provider dmacvicar/libvirt',
    fields: { cache: 'cache of driver', aio: 'io of driver', frontend: 'bus of target' },
    settings: {
      cache: each(allModes, (mode) => `cache = "${mode}"`),
      aio: each(allEngines, (engine) => `io = "${engine}"`),
      frontend: {
        ...written(buses, (bus) => `bus = "${bus}"`),
        'virtio-scsi': 'bus = "scsi" on model = "virtio-scsi"',
      },
      ...policiesOf((policy) => `error_policy = "${policy}"`),
    },
    passes: null,
    formats: convertible,
    source: 'dmacvicar 6bd1e07 docs/resources/domain.md',
  },
  {
    id: 'dmacvicar-blocks',
    name: 'the provider dmacvicar/libvirt up to 0.8',
    fields: {},
    settings: { frontend: { 'virtio-blk': 'scsi = false', 'virtio-scsi': 'scsi = true' } },
    passes: null,
    elsewhere: {
      cache: each(allModes, (mode) => `xslt: cache='${mode}'`),
      aio: each(allEngines, (engine) => `xslt: io='${engine}'`),
    },
    formats: convertible,
    source: 'dmacvicar v0.8.3 libvirt/disk_def.go',
  },
  {
    id: 'vagrant',
    name: 'vagrant-libvirt',
    fields: { cache: ':cache of the disk', aio: ':io of the disk', frontend: 'bus of the disk' },
    settings: {
      cache: each(allModes, (mode) => `:cache => '${mode}'`),
      aio: each(allEngines, (engine) => `:io => '${engine}'`),
      frontend: written(buses, (bus) => `:bus => '${bus}'`),
    },
    passes: asGlobal((words) => `libvirt.qemuargs ${words}`),
    formats: convertible,
    source: 'vagrant-libvirt a94ce0d lib/vagrant-libvirt/config.rb, templates/domain.xml.erb',
  },
  {
    id: 'nova',
    name: 'nova.conf',
    fields: { cache: 'disk_cachemodes' },
    settings: {},
    together: (key, to, { image, host }) => {
      if (key !== 'cache') return null;
      const isBlock = host.storage === 'block-device' || host.storage === 'lvm';
      const type = image.format === 'network' ? 'network' : isBlock ? 'block' : 'file';
      return `disk_cachemodes = ${type}=${to}`;
    },
    passes: null,
    elsewhere: { frontend: written(buses, (bus) => `hw_disk_bus=${bus} of the image`) },
    formats: convertible,
    source: 'nova 00a0304 nova/virt/libvirt/driver.py, nova/conf/libvirt.py',
  },
  {
    id: 'image-properties',
    name: 'properties of an image',
    fields: { frontend: 'hw_disk_bus' },
    settings: {
      frontend: {
        ...written(buses, (bus) => `hw_disk_bus=${bus}`),
        'virtio-scsi': 'hw_disk_bus=scsi with hw_scsi_model=virtio-scsi',
      },
    },
    passes: null,
    elsewhere: { cache: each(allModes, (mode) => `disk_cachemodes of nova.conf: ${mode}`) },
    formats: convertible,
    source:
      'glance metadefs/compute-libvirt-image.json; nova 00a0304 nova/virt/libvirt/blockinfo.py',
  },
];
