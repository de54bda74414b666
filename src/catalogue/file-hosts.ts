import type { HostId } from '../model/storage.js';
import { hosts } from './dimensions/hosts.js';
import { rowOf } from './row-of.js';

/** Servers that keep the image in a file of theirs. */
const fileServers: readonly string[] = ['nfs', 'gluster'];

export function isInFile(storage: HostId): boolean {
  return fileServers.includes(storage) || rowOf(hosts, storage).isFile;
}
