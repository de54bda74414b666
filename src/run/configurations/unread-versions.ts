import type { UnknownCode } from '../../catalogue/evidence.js';
import { isNewerThanRead, linuxMeant } from '../../catalogue/releases/linux-releases.js';
import {
  isQemuVersion,
  machineMeant,
  releaseMeant,
} from '../../catalogue/releases/nearest-release.js';
import { isOfQemu } from '../../catalogue/releases/of-qemu.js';
import { machines, releasesOfToday } from '../../catalogue/releases/releases.js';
import { isEarlier, valueNamed } from '../../catalogue/releases/version-names.js';
import type { Configuration } from '../../model/configuration.js';
import type { RunOptions } from '../options.js';
import { usageError } from '../usage-error.js';
import { namesIn } from './filter.js';

/** A version that somebody names and nobody ran or read, and what is looked at for it. */
export interface UnreadVersion {
  readonly key: UnknownCode;
  readonly version: string;
  /** The value of the dimension. */
  readonly value: string;
}

interface Meant {
  readonly value: string;
  readonly isRead: boolean;
}

function qemuMeant(name: string): Meant | null {
  const meant = releaseMeant(name);
  return meant === null ? null : { value: meant.release, isRead: meant.takenFor === '' };
}

function guestMeant(name: string): Meant | null {
  const meant = linuxMeant(name);
  return meant === null ? null : { value: meant.kernel, isRead: meant.isRead };
}

/** @throws UsageError where a value is looked at for two names, so that its rows would be of neither. */
export function unreadVersions({
  qemu = [],
  guestKernels = [],
}: RunOptions): readonly UnreadVersion[] {
  return [
    ...unreadAmong('qemu', qemu, qemuMeant),
    ...unreadAmong('guest-kernel', guestKernels, guestMeant),
  ];
}

function unreadAmong(
  key: UnknownCode,
  words: readonly string[],
  meantBy: (name: string) => Meant | null,
): readonly UnreadVersion[] {
  const named = [...new Set(namesIn(words))].flatMap((version) => {
    const meant = meantBy(version);
    return meant === null ? [] : [{ key, version, ...meant }];
  });
  const unread = named.filter(({ isRead }) => !isRead);
  for (const { version, value } of unread) {
    const other = named.find((each) => each.version !== version && each.value === value);
    if (other === undefined) continue;
    const taken = `${ownerOf[key]} ${version} is taken for ${value}`;
    const help = `a run for ${version}, and one for ${other.version}`;
    throw usageError(`${taken}, and so is ${other.version}: name one of them`, help);
  }
  return unread.map(({ version, value }) => ({ key, version, value }));
}

const ownerOf = { qemu: 'QEMU', 'guest-kernel': 'Linux' } as const;

/** As it is named, and as it is looked at: `Linux 6.18 in the guest`, `Linux 6.12`. */
export function wordsOfUnread({ key, version, value }: UnreadVersion) {
  const where = key === 'qemu' ? '' : ' in the guest';
  return {
    named: `${ownerOf[key]} ${version}${where}`,
    looked: `${ownerOf[key]} ${value}`,
  };
}

/** The host's Linux where it is newer than all that were read, which is taken for the newest or refused. */
export function unreadHosts({ hostKernel = '' }: RunOptions): readonly string[] {
  if (!isNewerThanRead(hostKernel)) return [];
  return [`host-kernel-${hostKernel}:${linuxMeant(hostKernel)?.kernel}`];
}

/** Versions of machine types that are named and not told apart, each with the one that it is taken for. */
export function unreadMachines({ machines = [] }: RunOptions): readonly string[] {
  return [...new Set(namesIn(machines))]
    .filter((name) => isQemuVersion(name) && isBeforeAll(name) && !isToldApart(name))
    .map((name) => `machine-${name}:${machineMeant(name)}`);
}

function isBeforeAll(version: string): boolean {
  const first = releasesOfToday[0]?.first ?? '';
  return isEarlier(version, first);
}

function isToldApart(machine: string): boolean {
  const meant = valueNamed('machine', machine);
  return machines.some(({ id }) => id === meant);
}

/** The versions that a configuration is looked at for; none where it is of what was named. */
export function unreadOf(
  { frontend, qemu, guest }: Configuration,
  unread: readonly UnreadVersion[],
): readonly UnreadVersion[] {
  return unread.filter(({ key, value }) =>
    key === 'qemu' ? isOfQemu(frontend) && value === qemu.release : value === guest.kernel,
  );
}
