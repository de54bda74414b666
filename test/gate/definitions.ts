import type { DefinitionFormat } from '../../src/config/formats.js';
import type { NotationId } from '../../src/model/notation.js';

/** One disk as its settings, by the keys of dimensions; '' where nothing is said. */
export type Said = Readonly<
  Record<'frontend' | 'cache' | 'aio' | 'werror' | 'dpofua' | 'format' | 'config-wce', string>
>;

export interface Definition {
  readonly notation: NotationId;
  readonly format: DefinitionFormat;
  /** A disk of its own format that has these settings; null where it cannot say one of them. */
  readonly write: (said: Said) => string;
  /** Devices that it can have, those that nobody would change to among them. */
  readonly frontends: readonly string[];
  readonly caches: readonly string[];
  readonly engines: readonly string[];
  readonly policies: readonly string[];
}

const modes = ['none', 'writeback', 'writethrough', 'directsync', 'unsafe'] as const;
const engines = ['threads', 'native', 'io_uring'] as const;
const policies = ['', 'ignore', 'stop'] as const;

/** Words around a value, where there is one. */
const given = (value: string, words: (value: string) => string): string =>
  value === '' ? '' : words(value);

const globals = (said: Said): string =>
  [
    given(said.dpofua, (value) => `-global scsi-hd.dpofua=${value}`),
    given(said['config-wce'], (value) => `-global ${said.frontend}-pci.config-wce=${value}`),
  ]
    .filter((each) => each !== '')
    .join(' ');

const buses: Readonly<Record<string, readonly [bus: string, model: string]>> = {
  'virtio-blk': ['virtio', ''],
  'virtio-scsi': ['scsi', 'virtio-scsi'],
  scsi: ['scsi', 'lsilogic'],
  megasas: ['scsi', 'lsisas1078'],
  ahci: ['sata', ''],
  'usb-storage': ['usb', ''],
  sd: ['sd', ''],
};

function busOf(frontend: string): readonly [string, string] {
  return buses[frontend] ?? ['', ''];
}

const libvirtPolicy = (value: string): string => (value === 'enospc' ? 'enospace' : value);

function asLibvirt(said: Said): string {
  const [bus, model] = busOf(said.frontend);
  const driver = [
    "name='qemu'",
    `type='${said.format}'`,
    given(said.cache, (value) => `cache='${value}'`),
    given(said.aio, (value) => `io='${value}'`),
    given(said.werror, (value) => `error_policy='${libvirtPolicy(value)}'`),
  ].join(' ');
  const properties = (['dpofua', 'config-wce'] as const)
    .filter((key) => said[key] !== '')
    .map((key) => `<q:property name='${key}' type='bool' value='${said[key] === 'on'}'/>`);
  const override =
    properties.length === 0
      ? ''
      : `<q:override><q:device alias='ua-a'><q:frontend>${properties.join('')}</q:frontend></q:device></q:override>`;
  return `<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><name>a</name>
  <os><type machine='q35'>hvm</type></os><devices>
  ${model === '' ? '' : `<controller type='scsi' index='0' model='${model}'/>`}
  <disk type='file' device='disk'><driver ${driver}/><source file='/srv/a'/>
  <target dev='xa' bus='${bus}'/><alias name='ua-a'/></disk></devices>${override}</domain>`;
}

const devices: Readonly<Record<string, string>> = {
  'virtio-blk': 'virtio-blk-pci',
  'virtio-scsi': 'scsi-hd,bus=s.0',
  scsi: 'scsi-hd,bus=s.0',
  megasas: 'scsi-hd,bus=s.0',
  ahci: 'ide-hd,bus=ide.0',
  'usb-storage': 'usb-storage',
  nvme: 'nvme,serial=a',
  sd: 'sd-card',
};
const controllers: Readonly<Record<string, string>> = {
  'virtio-scsi': '-device virtio-scsi-pci,id=s',
  scsi: '-device lsi53c895a,id=s',
  megasas: '-device megasas,id=s',
};

const asDevice = (said: Said, more: string): string =>
  [
    controllers[said.frontend] ?? '',
    `-device ${devices[said.frontend]},drive=a${more}`,
    given(said.dpofua, (value) => `-global scsi-hd.dpofua=${value}`),
    given(said['config-wce'], (value) => `-global virtio-blk-pci.config-wce=${value}`),
  ].join(' ');

function asDrive(said: Said): string {
  const drive = [
    'file=/srv/a,if=none,id=a',
    `format=${said.format}`,
    `cache=${said.cache}`,
    given(said.aio, (value) => `aio=${value}`),
    given(said.werror, (value) => `werror=${value}`),
  ].filter((part) => part !== '');
  return `qemu-system-x86_64 -M q35 -drive ${drive.join(',')} ${asDevice(said, '')}\n`;
}

function asNode(said: Said): string {
  const isDirect = /none|directsync/.test(said.cache);
  const node = [
    'driver=file,filename=/srv/a,node-name=f',
    `cache.direct=${isDirect ? 'on' : 'off'}`,
    `cache.no-flush=${said.cache === 'unsafe' ? 'on' : 'off'}`,
    given(said.aio, (value) => `aio=${value}`),
  ].filter((part) => part !== '');
  const caches = `,write-cache=${/writethrough|directsync/.test(said.cache) ? 'off' : 'on'}`;
  const more = caches + given(said.werror, (value) => `,werror=${value}`);
  return (
    `qemu-system-x86_64 -M q35 -blockdev ${node.join(',')} ` +
    `-blockdev driver=${said.format},file=f,node-name=a ${asDevice(said, more)}\n`
  );
}

function asVirtInstall(said: Said): string {
  const [bus, model] = busOf(said.frontend);
  const disk = [
    `path=/srv/a,format=${said.format},bus=${bus}`,
    given(said.cache, (value) => `cache=${value}`),
    given(said.aio, (value) => `io=${value}`),
    given(said.werror, (value) => `error_policy=${libvirtPolicy(value)}`),
  ].filter((part) => part !== '');
  return [
    'virt-install --name a --memory 1024 --import --osinfo debian12',
    given(model, (value) => `--controller type=scsi,model=${value}`),
    `--disk ${disk.join(',')}`,
    given(globals(said), (words) => `--qemu-commandline="${words}"`),
  ].join(' ');
}

const driveKeys: Readonly<Record<string, readonly [key: string, controller: string]>> = {
  'virtio-blk': ['virtio', 'virtio-scsi-pci'],
  'virtio-scsi': ['scsi', 'virtio-scsi-pci'],
  scsi: ['scsi', 'lsi'],
  megasas: ['scsi', 'megasas'],
  ahci: ['sata', 'lsi'],
  ide: ['ide', 'lsi'],
};

function driveKey(frontend: string): readonly [string, string] {
  return driveKeys[frontend] ?? ['', ''];
}

function asProxmox(said: Said): string {
  const [key, controller] = driveKey(said.frontend);
  const options = [
    `local:101/vm-101-disk-0.${said.format}`,
    given(said.cache, (value) => `cache=${value}`),
    given(said.aio, (value) => `aio=${value}`),
    given(said.werror, (value) => `werror=${value}`),
    'size=32G',
  ].filter((part) => part !== '');
  const args = given(globals(said), (words) => `args: ${words}\n`);
  return `${args}memory: 1024\nscsihw: ${controller}\n${key}0: ${options.join(',')}\n`;
}

function asBpg(said: Said): string {
  const [key, controller] = driveKey(said.frontend);
  return `resource "proxmox_virtual_environment_vm" "a" {
  name = "a"
  scsi_hardware = "${controller}"
  ${given(globals(said), (words) => `kvm_arguments = "${words}"`)}
  disk {
    interface = "${key}0"
    datastore_id = "local"
    file_format = "${said.format}"
    ${given(said.cache, (value) => `cache = "${value}"`)}
    ${given(said.aio, (value) => `aio = "${value}"`)}
  }
}
`;
}

function asTelmate(said: Said): string {
  const [key, controller] = driveKey(said.frontend);
  return `resource "proxmox_vm_qemu" "a" {
  name = "a"
  scsihw = "${controller}"
  ${given(globals(said), (words) => `args = "${words}"`)}
  disk {
    slot = "${key}0"
    storage = "local"
    format = "${said.format}"
    ${given(said.cache, (value) => `cache = "${value}"`)}
    ${given(said.aio, (value) => `asyncio = "${value}"`)}
  }
}
`;
}

function asDmacvicar(said: Said): string {
  const [bus, model] = busOf(said.frontend);
  const controller = `controllers = [{ type = "scsi", index = 0, model = "${model}" }]`;
  return `resource "libvirt_domain" "a" {
  name = "a"
  type = "kvm"
  os = { type = "hvm", type_machine = "q35" }
  devices = {
    ${model === '' ? '' : controller}
    disks = [{
      driver = {
        type = "${said.format}"
        ${given(said.cache, (value) => `cache = "${value}"`)}
        ${given(said.aio, (value) => `io = "${value}"`)}
        ${given(said.werror, (value) => `error_policy = "${libvirtPolicy(value)}"`)}
      }
      source = { file = { file = "/srv/a" } }
      target = { dev = "xa", bus = "${bus}" }
    }]
  }
}
`;
}

function asVagrant(said: Said): string {
  const [bus] = busOf(said.frontend);
  const options = [
    ":size => '20G'",
    `:type => '${said.format}'`,
    `:bus => '${bus}'`,
    given(said.cache, (value) => `:cache => '${value}'`),
    given(said.aio, (value) => `:io => '${value}'`),
  ].filter((part) => part !== '');
  const args = globals(said)
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => `    libvirt.qemuargs :value => '${word}'`);
  return `Vagrant.configure("2") do |config|
  config.vm.provider :libvirt do |libvirt|
    libvirt.storage :file, ${options.join(', ')}
${args.join('\n')}
  end
end
`;
}

function asPackerQemu(said: Said): string {
  const faces: Readonly<Record<string, string>> = { 'virtio-blk': 'virtio' };
  const lists = globals(said).split(' ');
  return `source "qemu" "a" {
  vm_name = "a"
  machine_type = "q35"
  format = "${said.format}"
  disk_interface = "${faces[said.frontend] ?? said.frontend}"
  disk_cache = "${said.cache}"
  ${lists.length < 2 ? '' : `qemuargs = [["${lists.join('", "')}"]]`}
}
`;
}

function asPackerProxmox(said: Said): string {
  const [key, controller] = driveKey(said.frontend);
  return `source "proxmox-iso" "a" {
  vm_name = "a"
  scsi_controller = "${controller}"
  ${given(globals(said), (words) => `qemu_additional_args = "${words}"`)}
  disks {
    type = "${key}"
    storage_pool = "local"
    format = "${said.format}"
    ${given(said.cache, (value) => `cache_mode = "${value}"`)}
    ${given(said.aio, (value) => `asyncio = "${value}"`)}
  }
}
`;
}

const kubeBuses: Readonly<Record<string, string>> = {
  'virtio-blk': 'virtio',
  'virtio-scsi': 'scsi',
  ahci: 'sata',
  'usb-storage': 'usb',
};

function asKubevirt(said: Said): string {
  const lines = [
    given(said.cache, (value) => `cache: ${value}`),
    given(said.aio, (value) => `io: ${value}`),
    given(said.werror, (value) => `errorPolicy: ${libvirtPolicy(value)}`),
  ].filter((line) => line !== '');
  return `apiVersion: kubevirt.io/v1
kind: VirtualMachineInstance
metadata: { name: a }
spec:
  domain:
    devices:
      disks:
        - name: root
          disk: { bus: ${kubeBuses[said.frontend]} }
          # disk: bus: ${kubeBuses[said.frontend]}
${lines.map((line) => `          ${line}\n`).join('')}
  volumes:
    - name: root
      persistentVolumeClaim: { claimName: root }
`;
}

function asHarvester(said: Said): string {
  return `resource "harvester_virtualmachine" "a" {
  name = "a"
  disk {
    name = "root"
    bus = "${kubeBuses[said.frontend]}"
    cache_mode = "${said.cache}"
  }
}
`;
}

function asIncus(said: Said): string {
  const bus = said.frontend === 'usb-storage' ? 'usb' : said.frontend;
  const raw = given(globals(said), (words) => `\n  raw.qemu: ${words}`);
  return `name: a
type: virtual-machine
config:
  limits.cpu: 2${raw}
devices:
  root:
    type: disk
    path: /
    pool: default
    io.bus: ${bus}
    io.cache: ${said.cache}
`;
}

function asFirecracker(said: Said): string {
  const caches: Readonly<Record<string, string>> = { writeback: 'Writeback', unsafe: 'Unsafe' };
  const drive = {
    drive_id: 'a',
    path_on_host: '/srv/a',
    is_root_device: false,
    is_read_only: false,
    cache_type: caches[said.cache],
    io_engine: said.aio === 'io_uring' ? 'Async' : 'Sync',
  };
  return JSON.stringify({ drives: [drive], 'machine-config': { vcpu_count: 1 } }, null, 1);
}

function asCloudHypervisor(said: Said): string {
  const isDirect = said.cache === 'none' ? 'on' : 'off';
  return `cloud-hypervisor --kernel k --disk path=/srv/a,direct=${isDirect} --cpus boot=1\n`;
}

function asNova(said: Said): string {
  return `[libvirt]
virt_type = kvm
images_type = ${said.format === 'raw' ? 'raw' : said.format}
disk_cachemodes = file=${said.cache}
`;
}

function asImage(said: Said): string {
  const [bus, model] = busOf(said.frontend);
  return `name: a
properties:
  # hw_disk_bus=${bus}
  hw_disk_bus: ${bus}
  ${model === '' ? '' : `hw_scsi_model: ${model}`}
`;
}

function asBlocks(said: Said): string {
  return `resource "libvirt_domain" "a" {
  name = "a"
  disk {
    file = "/srv/a"
    scsi = ${said.frontend === 'virtio-scsi'}
  }
}
`;
}

const all = { caches: modes, engines, policies: [''] } as const;
const ofLibvirt = ['virtio-blk', 'virtio-scsi', 'scsi', 'megasas', 'ahci', 'usb-storage', 'sd'];
const ofProxmox = ['virtio-blk', 'virtio-scsi', 'scsi', 'megasas', 'ahci', 'ide'];
const ofQemu = [...Object.keys(devices)];
const kube = { caches: ['none', 'writeback', 'writethrough'], frontends: Object.keys(kubeBuses) };

export const definitions: readonly Definition[] = [
  { ...all, notation: 'qemu-drive', format: 'qemu', write: asDrive, frontends: ofQemu, policies },
  { ...all, notation: 'qemu-blockdev', format: 'qemu', write: asNode, frontends: ofQemu, policies },
  {
    ...all,
    notation: 'libvirt',
    format: 'libvirt',
    write: asLibvirt,
    frontends: ofLibvirt,
    policies,
  },
  {
    ...all,
    notation: 'virt-install',
    format: 'virt-install',
    write: asVirtInstall,
    frontends: ofLibvirt,
    policies,
  },
  {
    ...all,
    notation: 'proxmox',
    format: 'proxmox',
    write: asProxmox,
    frontends: ofProxmox,
    policies,
  },
  { ...all, notation: 'bpg', format: 'terraform', write: asBpg, frontends: ofProxmox },
  { ...all, notation: 'telmate', format: 'terraform', write: asTelmate, frontends: ofProxmox },
  {
    ...all,
    notation: 'dmacvicar',
    format: 'terraform',
    write: asDmacvicar,
    frontends: ofLibvirt,
    policies,
  },
  {
    ...all,
    notation: 'vagrant',
    format: 'vagrant',
    write: asVagrant,
    frontends: ['virtio-blk', 'ahci', 'usb-storage', 'sd'],
  },
  {
    ...all,
    notation: 'packer-qemu',
    format: 'packer',
    write: asPackerQemu,
    frontends: ['virtio-blk', 'virtio-scsi'],
    engines: [''],
  },
  {
    ...all,
    notation: 'packer-proxmox',
    format: 'packer',
    write: asPackerProxmox,
    frontends: ['virtio-blk', 'virtio-scsi', 'scsi', 'ahci', 'ide'],
  },
  {
    ...kube,
    notation: 'kubevirt',
    format: 'kubevirt',
    write: asKubevirt,
    engines: ['threads', 'native'],
    policies,
  },
  {
    ...kube,
    notation: 'harvester',
    format: 'terraform',
    write: asHarvester,
    engines: [''],
    policies: [''],
  },
  {
    notation: 'incus',
    format: 'incus',
    write: asIncus,
    frontends: ['virtio-blk', 'virtio-scsi', 'nvme', 'usb-storage'],
    caches: ['none', 'writeback', 'unsafe'],
    engines: [''],
    policies: [''],
  },
  {
    notation: 'firecracker',
    format: 'firecracker',
    write: asFirecracker,
    frontends: ['firecracker'],
    caches: ['writeback', 'unsafe'],
    engines: ['threads', 'io_uring'],
    policies: [''],
  },
  {
    notation: 'cloud-hypervisor',
    format: 'cloud-hypervisor',
    write: asCloudHypervisor,
    frontends: ['cloud-hypervisor'],
    caches: ['none', 'writeback'],
    engines: [''],
    policies: [''],
  },
  {
    ...all,
    notation: 'nova',
    format: 'openstack',
    write: asNova,
    frontends: ['virtio-blk'],
    engines: [''],
  },
  {
    notation: 'image-properties',
    format: 'openstack',
    write: asImage,
    frontends: ['virtio-blk', 'virtio-scsi', 'ahci'],
    caches: [''],
    engines: [''],
    policies: [''],
  },
  {
    notation: 'dmacvicar-blocks',
    format: 'terraform',
    write: asBlocks,
    frontends: ['virtio-blk', 'virtio-scsi'],
    caches: [''],
    engines: [''],
    policies: [''],
  },
];
