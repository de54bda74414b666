import { callsQm } from '../formats.js';
import { foreign, type ReadContext, type Reader, type ReadResult } from '../reader.js';
import { diagnosticAt, nulIn, type SourceText } from '../text.js';
import { readMachines } from '../vm-file.js';
import type { DocumentOf } from './commands.js';
import { isDriveKey } from './drive.js';
import { readScript } from './script.js';
import { readConf, type Settings } from './settings.js';
import { storageAssumption } from './storage.js';
import { proxmoxVm } from './vm.js';

/** A VM's file of Proxmox VE, or a script that makes VMs with `qm`. */
export const readProxmox: Reader = proxmoxReader(() => null);

export function proxmoxReader(documentOf: DocumentOf): Reader {
  return (source, context) => {
    const { text, file } = source;
    return callsQm(text, file)
      ? fromScript(source, context, documentOf)
      : fromFile(source, context);
  };
}

function fromFile(source: SourceText, context: ReadContext): ReadResult {
  const nul = nulIn(source);
  if (nul !== null) return { diagnostics: [nul] };
  const settings = readConf(source);
  const refusal = refusalOf(settings);
  if (refusal !== '') {
    return foreign(source, refusal);
  }
  return result(source, [settings], context);
}

function refusalOf({ entries }: Settings): string {
  if (entries.has('rootfs')) return 'this is a container, which has no disks of QEMU';
  const known =
    /^(cores|memory|scsihw|ostype|bootdisk|boot|net\d|smbios1|vmgenid|sockets|machine|bios|name|agent|args|cpu|template|arch|serial\d|parent|snaptime|vga|amd-sev|intel-tdx)$/;
  const isVm = [...entries.keys()].some((key) => isDriveKey(key) || known.test(key));
  return isVm ? '' : 'no setting of a VM of Proxmox VE is found here';
}

function fromScript(source: SourceText, context: ReadContext, documentOf: DocumentOf): ReadResult {
  const { vms, error } = readScript(source, documentOf);
  if (error !== null) return { diagnostics: [diagnosticAt(source, error, error.message)] };
  if (vms.length === 0) {
    const message = 'no call of `qm create` or `qm set` is found here';
    return foreign(source, message);
  }
  return result(source, vms, context);
}

function result(source: SourceText, vms: readonly Settings[], context: ReadContext): ReadResult {
  return readMachines(source, context, {
    format: 'proxmox',
    machines: vms,
    read: (settings) => proxmoxVm(source, settings, context),
    assumptions: storageAssumption(context),
  });
}
