import type { Fact, VmDisk, VmFrontend } from '../../model/vm-disk.js';
import { byDefault, unresolved, written } from '../fact.js';
import { scsiFrontend } from '../qemu/controllers.js';
import { machineVersion } from '../qemu/machine.js';
import { isUnknown } from '../shell/word.js';
import { positionAt, type SourceText, type Span } from '../text.js';
import { type Settings, settingText } from './settings.js';

export interface ProxmoxMachine {
  readonly machineType: Fact<string> | null;
  /** As it is written, without options; '' for Proxmox VE's default. */
  readonly type: string;
  /** '' where nobody says. */
  readonly qemuVersion: string;
  /** Disks are made with -blockdev: machine types from 10.0 on. */
  readonly usesBlockdev: boolean;
  readonly isTemplate: boolean;
  /** Its memory is hidden from the host: the firmware takes no variables. OVMF.pm, print_ovmf_commandline. */
  readonly isConfidential: boolean;
  readonly arch: string;
  /** The SCSI controller of all scsiN. */
  readonly scsi: Fact<string>;
}

export function machineOf(
  source: SourceText,
  settings: Settings,
  qemuVersion: string,
): ProxmoxMachine {
  const machineType = machineTypeOf(source, settings);
  const type = machineType?.known === true ? machineType.value : '';
  const version = machineVersion(type) ?? versionPair(qemuVersion);
  return {
    machineType,
    type,
    qemuVersion,
    usesBlockdev: version === null || version[0] >= 10,
    isTemplate: settingText(settings, 'template') === '1',
    isConfidential:
      /(^|[,=])snp(,|$)/.test(settingText(settings, 'amd-sev')) ||
      settingText(settings, 'intel-tdx') !== '',
    arch: settingText(settings, 'arch') || 'x86_64',
    scsi: scsiOf(source, settings),
  };
}

function machineTypeOf(source: SourceText, settings: Settings): Fact<string> | null {
  const given = settings.entries.get('machine');
  const type = (given?.value.text ?? '').replace(/^type=/, '').replace(/,.*$/s, '');
  const at = given === undefined ? settings.at : positionAt(source, given.value);
  if (given === undefined && !settings.isWhole) return unresolved(ofVm, at);
  if (isUnknown(type))
    return unresolved(
      given === undefined ? '' : source.text.slice(given.value.start, given.value.end),
      at,
    );
  const pinned = pinnedType(settings, type);
  if (pinned !== type) return byDefault(pinned, 'Proxmox VE for Windows guests', at);
  return given === undefined ? null : written(type, at);
}

/** Windows keeps the machine of the release that made it. Machine.pm, get_vm_machine. */
function pinnedType(settings: Settings, type: string): string {
  const isWindows = /^w(in|xp|2k|vista)/.test(settingText(settings, 'ostype'));
  if (!isWindows || !settings.isFile || !/^(pc|q35|virt|)$/.test(type)) return type;
  const created = /creation-qemu=(\d+)\.(\d+)/.exec(settingText(settings, 'meta'));
  const isPinned = created !== null && Number(created[1]) * 100 + Number(created[2]) >= 901;
  const version = isPinned ? `${created[1]}.${created[2]}` : '5.1';
  if (type === 'q35') return `pc-q35-${version}`;
  return type === 'virt' ? `virt-${version}` : `pc-i440fx-${version}`;
}

function versionPair(version: string): readonly [number, number] | null {
  const [major, minor] = version.split('.').map(Number);
  return version === '' || major === undefined ? null : [major, minor ?? 0];
}

/** A script that changes a VM says nothing of what it leaves as it is. */
const ofVm = 'what the VM has already';

function scsiOf(source: SourceText, settings: Settings): Fact<string> {
  const given = settings.entries.get('scsihw');
  if (given === undefined && !settings.isWhole) return unresolved(ofVm, settings.at);
  if (given === undefined) return byDefault('lsi', 'Proxmox VE', settings.at);
  const at = positionAt(source, given.value);
  const { text } = given.value;
  if (isUnknown(text)) return unresolved(source.text.slice(given.value.start, given.value.end), at);
  return written(text, at);
}

/** QEMU's name of what `scsihw` says. */
export function scsiModel(scsihw: string): string {
  if (scsihw === 'virtio-scsi-single') return 'virtio-scsi-pci';
  return scsihw;
}

type Front = Pick<VmDisk, 'frontend' | 'device' | 'controller'>;

/** A setting that is a drive. */
export interface DriveSetting {
  /** As in `scsi0`. */
  readonly key: string;
  readonly source: SourceText;
  readonly span: Span;
  readonly isPassthrough: boolean;
}

export function frontOf(
  { key, source, span, isPassthrough }: DriveSetting,
  { type, scsi, machineType }: ProxmoxMachine,
): Front {
  const at = positionAt(source, span);
  if (!/^(virtio|sata|efidisk|ide|scsi)\d+$/.test(key)) {
    const text = source.text.slice(span.start, span.end);
    const values: VmFrontend[] = ['virtio-blk', 'virtio-scsi', 'scsi', 'ahci', 'ide', 'other'];
    return { frontend: unresolved(text, at, values), device: '', controller: '' };
  }
  const plain = (frontend: VmFrontend, device: string, controller = ''): Front => ({
    frontend: written(frontend, at),
    device,
    controller,
  });
  if (key.startsWith('virtio')) return plain('virtio-blk', 'virtio-blk');
  if (key.startsWith('sata')) return plain('ahci', 'ide-hd', 'ahci');
  if (key.startsWith('efidisk')) return plain('pflash', 'cfi.pflash01');
  if (key.startsWith('ide') && machineType?.known === false) {
    const { text } = machineType.origin;
    return { frontend: unresolved(text, at, ['ide', 'ahci']), device: 'ide-hd', controller: '' };
  }
  if (key.startsWith('ide')) {
    // The built-in controller of q35 is AHCI, whatever the key says.
    return /q35/.test(type)
      ? plain('ahci', 'ide-hd', 'built-in ahci')
      : plain('ide', 'ide-hd', 'built-in ide');
  }
  const device = isPassthrough ? 'scsi-block' : 'scsi-hd';
  if (!scsi.known) {
    const { text, at: where } = scsi.origin;
    const values: VmFrontend[] = ['scsi', 'virtio-scsi', 'megasas', 'other'];
    return { frontend: unresolved(text, where, values), device, controller: '' };
  }
  const model = scsiModel(scsi.value);
  const frontend: Fact<VmFrontend> = { ...scsi, value: scsiFrontend(model) };
  return { frontend, device, controller: model };
}
