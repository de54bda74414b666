import { unreadTypes } from './terraform/unread-types.js';

/** What others write of virtual machines, and what to give instead; it is told from nonsense, not read. */
export interface Stranger {
  readonly what: string;
  readonly instead: string;
  /** It changes machines that other files define: what these say is not all. */
  readonly changesOthers?: boolean;
  /** None of its disks is QEMU's, Cloud Hypervisor's or Firecracker's: nobody misses it. */
  readonly isElsewhere?: boolean;
  /** All of them are in it. None looks back over what it has passed: the text may be hostile. */
  readonly signs: readonly RegExp[];
}

const commandLine =
  'give the command line of the running QEMU: /proc/PID/cmdline, or a file of `ps -o args= -p PID`';
const dumpxml = 'give the XML of the machine: `virsh dumpxml --inactive NAME`';
const notQemu = 'its disks are not served by QEMU, Cloud Hypervisor or Firecracker';

/** The surest come first. */
const strangers: readonly Stranger[] = [
  {
    what: 'a scenario of blkcheck',
    instead: 'name the file: of a folder only the machines are taken',
    signs: [/^blkcheck[ \t]*:[ \t]*["']?scenario\//m],
  },
  {
    what: 'an OpenNebula template',
    instead: dumpxml,
    signs: [/^[ \t]*DISK[ \t]*=[ \t]*\[|<TEMPLATE>/m, /DISK/],
  },
  {
    what: 'a Nix expression',
    instead: 'give what it builds: the XML, or the script `result/bin/run-NAME-vm`',
    signs: [
      /\bvirtualisation\.(qemu|diskImage|emptyDiskImages|libvirtd|useBootLoader)\b|\bmicrovm[ \t]*(=[ \t]*\{|\.)|\bNixVirt\b|\bdevices[ \t]*=/,
      /^[ \t]*(\{|in\b|let\b|with\b)/m,
      /=[^=\n]*;[ \t]*\r?$/m,
    ],
  },
  {
    what: "the settings of OpenNebula's KVM driver",
    instead: dumpxml,
    signs: [
      /^[ \t]*(export\s+)?(LIBVIRT_URI|QEMU_PROTOCOL|DEFAULT_ATTACH_CACHE|DEFAULT_ATTACH_DISCARD)=/m,
    ],
  },
  {
    what: 'a configuration of Kata Containers',
    instead: commandLine,
    signs: [
      /^[ \t]*\[hypervisor\.(qemu|clh|cloud_hypervisor|firecracker|stratovirt|dragonball|remote|acrn)\]/m,
    ],
  },
  {
    what: 'a command of crosvm',
    instead: notQemu,
    isElsewhere: true,
    signs: [/(^|[\s/"'`])crosvm[\w.-]*["']?\s+(\\\r?\n\s*)?(--[\w-]+(=\S+)?\s+)*(run|device)\s/m],
  },
  {
    what: 'a configuration of Ganeti',
    instead: commandLine,
    signs: [/"hvparams"\s*:|"disk_templates?"\s*:|(^|\s)gnt-(instance|cluster)\s/m],
  },
  {
    what: 'a configuration of vdsm (oVirt)',
    instead: 'give the XML of the machine: `virsh -r dumpxml NAME` on the host',
    signs: [
      /^[ \t]*qemu_drive_cache\s*=|^[ \t]*\[vars\]\s*$|"propagateErrors"\s*:|"kvmEnable"\s*:/m,
    ],
  },
  {
    what: 'an OVF envelope, which names no cache mode',
    instead: 'give what the host makes of it, as with `virsh dumpxml --inactive NAME`',
    signs: [/<(\w+:)?Envelope[\s>]/, /\bovf\b/i],
  },
  {
    what: 'a definition for an image that starts QEMU in a container',
    instead:
      'give the command line of the QEMU in the container: `docker exec NAME cat /proc/PID/cmdline`',
    signs: [/image:\s*["']?([\w.-]+\/)?(dockurr?|qemux|qemus|sickcodes)\/[\w-]+/],
  },
  {
    what: "Ansible's tasks",
    instead:
      'give what they make: /etc/pve/qemu-server/VMID.conf, or `virsh dumpxml --inactive NAME`',
    signs: [
      /^[ \t]*(-\s+)?(community\.(general|proxmox|libvirt)\.)?(proxmox_(kvm|disk)|virt|virt_volume)\s*:\s*$/m,
    ],
  },
  {
    what: "Terraform's machines of a provider that is not read",
    instead: 'give what they become: `virsh dumpxml --inactive NAME`, or `kubectl get vm -o yaml`',
    signs: [
      new RegExp(`"(${unreadTypes})"`),
      /^[ \t]*resource[ \t]+"|"(resource|resource_changes|planned_values|terraform_version)"\s*:/m,
    ],
  },
  {
    what: 'a job of Nomad that starts QEMU',
    instead: commandLine,
    signs: [/\bdriver["']?\s*[=:]\s*["'](qemu|virt)["']/im, /\btask\b|"Tasks"/],
  },
  {
    what: 'an instance of Lima',
    instead: 'give the command line of its QEMU: `limactl start --debug`, or /proc/PID/cmdline',
    signs: [/^(vmType|minimumLimaVersion|mountType|mountTypesUnsupported|vmOpts)\s*:/m],
  },
  {
    what: 'a configuration of quickemu',
    instead: 'give the script that quickemu writes beside the disks: NAME/NAME.sh',
    signs: [/^[ \t]*(guest_os|disk_img)\s*=/m],
  },
  {
    what: 'a machine of UTM',
    instead: 'give the command line: "Export QEMU Command" in the settings of the machine',
    signs: [
      /<plist/,
      /<key>(Backend|ConfigurationVersion)<\/key>/,
      /<key>(Drives?|ImageName)<\/key>/,
    ],
  },
  {
    what: 'a patch of Kustomize, which changes machines of other files',
    instead: 'check what comes out: `kubectl kustomize FOLDER`',
    changesOthers: true,
    signs: [
      /^kind[ \t]*:[ \t]*["']?(Kustomization|Component)\b|^(resources|bases|components)[ \t]*:|["']?\bop["']?[ \t]*:[ \t]*["']?(add|replace|remove|test|copy|move)\b/m,
      /^[ \t]*(patches|patchesStrategicMerge|patchesJson6902|replacements)[ \t]*:|["']?\bpath["']?[ \t]*:[ \t]*["']?\/spec\//m,
    ],
  },
  {
    what: 'a StorageClass of Kubernetes, which has no machines',
    isElsewhere: true,
    instead:
      "give what uses it: a VirtualMachine of KubeVirt, or the machine's file on the Proxmox VE host",
    signs: [/^[ \t]*kind\s*:\s*["']?StorageClass\b/m],
  },
  {
    what: "the configuration of Xen's xl",
    instead: 'give its XML: `virsh -c xen:///system domxml-from-native xen-xl FILE`',
    // Each of them says where its data lies and what the guest sees, with a comma between.
    signs: [/^[ \t]*disk\s*=\s*\[\s*("[^"\n,\]]*,|'[^'\n,\]]*,)/m],
  },
  {
    what: 'a machine of VMware',
    instead: notQemu,
    isElsewhere: true,
    signs: [/^[ \t]*(virtualHW\.version|config\.version)\s*=/m],
  },
  {
    what: 'a machine of VirtualBox',
    instead: notQemu,
    isElsewhere: true,
    signs: [/<VirtualBox[\s>]/],
  },
  {
    what: 'a Vagrantfile without the libvirt provider',
    isElsewhere: true,
    instead: 'blkcheck reads what `config.vm.provider :libvirt` says',
    signs: [/^[ \t]*Vagrant\.configure\b/m],
  },
  {
    what: 'the configuration of a container, which has no disks of QEMU',
    isElsewhere: true,
    instead: 'give the files of the machines',
    signs: [/^[ \t]*lxc\.(rootfs|uts|mount|net)\b/m],
  },
];

/** What a file is shows at its beginning. */
const headLength = 65_536;

/** null for what nobody knows. */
export function strangerOf(text: string): Stranger | null {
  const head = text.slice(0, headLength);
  return strangers.find(({ signs }) => signs.every((sign) => sign.test(head))) ?? null;
}
