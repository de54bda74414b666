import { isIncus, terraformJson } from './companions.js';

/** A format of VM definitions, and how its texts are told from others. */
export interface ConfigFormat {
  readonly id: DefinitionFormat;
  readonly sentence: string;
  /** @param name - of the file; '' for standard input */
  readonly recognises: (text: string, name: string) => boolean;
}

export const formatIds = [
  'libvirt',
  'kubevirt',
  'incus',
  'terraform',
  'packer',
  'vagrant',
  'firecracker',
  'cloud-hypervisor',
  'openstack',
  'virt-install',
  'proxmox',
  'qemu',
] as const;
/** A format of definitions of virtual machines. */
export type DefinitionFormat = (typeof formatIds)[number];

/** Others have domains too, with a name or a number in them. */
const libvirtDomain =
  /<domain(\s[^<>]*)?>\s*(<|\{|$)|<domain\s[^<>]*\btype\s*=|<devices>\s*<disk\s/;

const kubevirtKind =
  /(^|[\s{,])["']?kind["']?\s*:\s*["']?(VirtualMachine(Instance(ReplicaSet)?|Pool|Preference|ClusterPreference)?|KubevirtMachineTemplate)["']?\s*(#.*)?[\r\n,}]/;

/** Resources that are machines, in HCL, in HCL's JSON, in plans and in states. */
const terraformMachine =
  /"(proxmox_virtual_environment_(cloned_)?vm2?|proxmox_(cloned_)?vm|proxmox_vm_qemu|libvirt_domain|harvester_virtualmachine)"/;
const terraformSyntax =
  /^\s*resource[ \t]+"|"(resource|resource_changes|planned_values|values|terraform_version)"\s*:/m;

/** Builders in HCL and in the old JSON. */
const packerBuilder =
  /^\s*source[ \t]+"(qemu|proxmox(-iso|-clone)?)"|"type"\s*:\s*"(qemu|proxmox(-iso|-clone)?)"/m;
const packerSyntax = /^\s*source[ \t]+"|"builders"\s*:/m;

const vagrantCall = /^Vagrant\.configure\b/m;
const vagrantLibvirt = /\.provider[ \t(]+(:libvirt\b|["']libvirt["'])/;

const firecrackerDrive = /\\?"(drive_id|path_on_host)\\?"\s*:/;
const cloudHypervisorCall =
  /(^|[\s/"'`])cloud-hypervisor[\w-]*["']?[\s\\\0][^|;&]{0,2000}?--(disk|kernel|firmware|api-socket)[\s=\0]/;
const cloudHypervisorBody =
  /"disks"\s*:\s*\[\s*\{[^\]]{0,1000}?"(path|vhost_socket|vhost_user|readonly|direct)"\s*:/;
const cloudHypervisorConfig = /"(payload|cpus|boot_vcpus|memory)"\s*:/;

const novaSection = /^\s*\[libvirt\]\s*$/m;
const novaSetting =
  /^\s*(disk_cachemodes|images_type|virt_type|hw_disk_discard|images_rbd_pool|images_volume_group)\s*=/m;
const imageProperty = /["']?hw_(disk_bus|scsi_model)["']?\s*:/;

const virtInstallCall =
  /(^|[\s/"'`])virt-install[ \t\\]+[^\n]*(\\\n[^\n]*)*--(disk|name|import|cdrom|location|boot|memory|ram)\b/;

/** VMware's `scsi0:0.fileName = "a"` is another matter. */
const driveLine =
  /^(ide[0-3]|sata[0-5]|scsi\d+|virtio\d+|efidisk0|tpmstate0|unused\d+):(?!\d+\.\w+[ \t]*=)[ \t]*\S/m;
const vmLine =
  /^((scsihw|bootdisk|ostype|vmgenid|smbios1|amd-sev|intel-tdx):[ \t]*\S|rootfs:[ \t]*[\w./-]+:\S|machine:[ \t]*(type=)?(pc|q35|virt)\b|(agent|vga):[ \t]*(\d|enabled=|clipboard=|type=|std|qxl|virtio|serial\d))/m;
const qmCall =
  /(^|[\s;&|(/])(qm|pvesh|["']?\$\{?\w{0,40}(?:qm|QM|pvesh|PVESH)\w{0,40}\}?["']?)[ \t]+(create|set)\s/m;
const qmCallInQuotes = /["'`](qm|pvesh)[ \t]+(create|set)[ \t]/;
/** A text in quotes that is a command by itself: a task of Ansible. */
export const qmQuoted = /[:[,-][ \t]*(?=["'](?:sudo[ \t]+)?(?:qm|pvesh)[ \t]+(?:create|set)[ \t])/g;

/** A list of arguments: `argv` of Ansible, `runcmd` of cloud-init. */
export const qmListed =
  /(?:\[\s*|-[ \t]*)["']?(?:qm|pvesh)["']?[ \t]*(?:,|\r?\n[ \t]*-)\s*["']?(?:set|create)\b/g;

/** In a script another shell may be given it: `ssh host "qm set ..."`. */
export function callsQm(text: string, name: string): boolean {
  if (qmCall.test(text)) return true;
  if (isScript(text, name) || isPage(name)) return qmCallInQuotes.test(text);
  const isListed = !isProgram(name, text) && text.search(qmListed) !== -1;
  return isListed || text.search(qmQuoted) !== -1;
}

const qemuProgram =
  /(^|[\s\\/"'`=@[-])(qemu-system-[\w-]+|qemu-kvm|kvm-spice)(\.exe)?(["'\s\0$,\]]|$)|qemu-system-\$[({]/m;
/** Names that are words too, and the program's only with an option right after them; not `/dev/kvm`. */
const shortProgram = /(^|[\s/"'`;&|(])(?<!\/dev\/)(qemu|kvm)["']?([\s\0]|\\\r?\n)+--?[A-Za-z]/m;
const qemuOption = /(^|[\s\0"'([+])--?(drive|blockdev|device|hd[abcd])["']?,?[\s\0]+\S/m;
/** An image without an option is the first disk. */
const bareImage =
  /(^|[\s/"'`])qemu-system-[\w-]+(\.exe)?["']?[ \t]+["']?[\w./~${}-]+\.(qcow2?|img|raw|vmdk|vdi|vhdx?)\b/m;
const iniSection = /^\s*\[(drive|device|machine|blockdev)(\s+"[^"]*")?\s*\]\s*$/m;

function namesQemu(text: string): boolean {
  return qemuProgram.test(text) || shortProgram.test(text);
}

/** A page that quotes definitions is none itself. */
export function isPage(name: string): boolean {
  return /\.(mdx?|markdown|rst|adoc|html?)$/i.test(name);
}

/** One that writes definitions in another language than its own. */
export function isScript(text: string, name: string): boolean {
  return text.startsWith('#!') || /\.(sh|bash|bats)$/i.test(name);
}

/** Pages, and translations of what a program says. */
function isProse(name: string): boolean {
  return isPage(name) || /\.(txt|pot?)$/i.test(name);
}

const programName =
  /\.([cm]?[jt]sx?|py|go|rs|[ch](c|pp|xx)?|java|kt|scala|cs|php|p[lm]|lua|swift|hs|ml|ex|exs|erl)$/i;
const programStart = /^#![^\n]*\b(python|perl|ruby|node|deno|bun|php|lua|tclsh|expect|awk)/;

/** A program may hold definitions in its strings, and is one of its own: read only where it is named. */
export function isProgram(name: string, text: string): boolean {
  return programName.test(name) || programStart.test(text);
}

/** In the order in which they are asked: who is surest comes first. */
export const configFormats: readonly ConfigFormat[] = [
  {
    id: 'libvirt',
    sentence: 'libvirt domain XML: domains, snapshots, dumps of several',
    recognises: (text) =>
      (libvirtDomain.test(text) && /^[^<]{0,4096}</.test(text)) || /^\s*<disk\s/.test(text),
  },
  {
    id: 'kubevirt',
    sentence: 'KubeVirt machines and preferences, YAML or JSON',
    recognises: (text) => kubevirtKind.test(`${text}\n`) && !terraformJson.test(text),
  },
  {
    id: 'incus',
    sentence: 'Incus and LXD: instances, profiles and preseeds, YAML or JSON',
    recognises: (text, name) => !isProse(name) && !isScript(text, name) && isIncus(text),
  },
  {
    id: 'terraform',
    sentence: 'Terraform: `terraform show -json` of plans and states, .tf, .tf.json',
    recognises: (text, name) =>
      !isProse(name) && terraformMachine.test(text) && terraformSyntax.test(text),
  },
  {
    id: 'packer',
    sentence: 'Packer: builders of QEMU and Proxmox VE, in HCL and the old JSON',
    recognises: (text, name) =>
      !isProse(name) && packerBuilder.test(text) && packerSyntax.test(text),
  },
  {
    id: 'vagrant',
    sentence: 'Vagrantfiles for libvirt: literal settings',
    recognises: (text, name) =>
      !isProse(name) &&
      !isScript(text, name) &&
      vagrantCall.test(text) &&
      vagrantLibvirt.test(text),
  },
  {
    id: 'firecracker',
    sentence: 'Firecracker: configuration files, requests for drives',
    recognises: (text) => firecrackerDrive.test(text),
  },
  {
    id: 'cloud-hypervisor',
    sentence: 'Cloud Hypervisor: command lines, bodies of its API',
    recognises: (text) =>
      cloudHypervisorCall.test(text) ||
      (cloudHypervisorBody.test(text) && cloudHypervisorConfig.test(text)),
  },
  {
    id: 'openstack',
    sentence: 'OpenStack: a nova.conf, properties of images',
    recognises: (text, name) =>
      !isProse(name) &&
      ((novaSection.test(text) && novaSetting.test(text)) || imageProperty.test(text)),
  },
  {
    id: 'virt-install',
    sentence: 'virt-install command lines',
    recognises: (text) => virtInstallCall.test(text),
  },
  {
    id: 'proxmox',
    sentence: 'Proxmox VE: files of /etc/pve/qemu-server, scripts that call qm',
    recognises: (text, name) =>
      callsQm(text, name) ||
      (!/\.(ya?ml|json|xml)$/.test(name) && (driveLine.test(text) || vmLine.test(text))),
  },
  {
    id: 'qemu',
    sentence:
      'QEMU command lines: shell, batch and PowerShell scripts, Makefiles, systemd units, Dockerfiles and Compose, argument lists in JSON and YAML, /proc/PID/cmdline, -readconfig files',
    recognises: (text) =>
      iniSection.test(text) ||
      bareImage.test(text) ||
      (qemuOption.test(text) &&
        (namesQemu(text) || /^\s*(--?[a-z]|#!|\S*(kvm|qemu))/i.test(text))) ||
      (namesQemu(text) &&
        /[\s\0]-(hd[abcd]|cdrom|readconfig|M|machine|kernel|m|snapshot)[\s\0]/.test(text)),
  },
];

/** Programs that a script may start, one beside another. */
export function scriptsOf(text: string, name: string): readonly DefinitionFormat[] {
  if (/^\s*[{[]/.test(text)) return [];
  const isOfScript = ({ id }: ConfigFormat): boolean =>
    id === 'proxmox' ? callsQm(text, name) : scriptFormats.has(id);
  return configFormats
    .filter((format) => isOfScript(format) && format.recognises(text, name))
    .map(({ id }) => id);
}

const scriptFormats: ReadonlySet<DefinitionFormat> = new Set([
  'qemu',
  'virt-install',
  'cloud-hypervisor',
  'firecracker',
]);

/** null where no format takes it for its own. */
export function recognise(text: string, name: string): DefinitionFormat | null {
  return configFormats.find((format) => format.recognises(text, name))?.id ?? null;
}
