import type { SaidOfGuest } from '../model/disk-source.js';
import type { SiteSystem } from '../model/site.js';
import type { Position } from '../model/vm-disk.js';
import { unresolved, written } from './fact.js';

/**
 * How the systems are called that definitions name: short ids of libosinfo (win11, freebsd14.0), the first
 * part of its long ones (http://microsoft.com/win/11), Proxmox VE's (w2k, l26), names of distributions.
 */
const systems: readonly (readonly [RegExp, SiteSystem])[] = [
  [/^(win(dows|\d|2k|xp|nt|vista|me\b|$)|w2k|w?xp$|wvista|microsoft)/u, 'windows'],
  [/^freebsd/u, 'freebsd'],
  [
    /^(linux|l2[46]$|fedora|silverblue|rhel|rhl|redhat|centos|ol\d|oracle|alma|rocky|scientific|eurolinux|circle\d|ubuntu|debian|mint\b|kali|pop[!_-]?os)/u,
    'linux',
  ],
  [
    /^(opensuse|suse|sle[sd]?\b|sle[sd]?\d|caasp|arch(linux|$)|manjaro|gentoo|alpine|nixos|void(linux|$)|slackware|mageia|mandrake|mandriva|alt(linux|\.|\d)|amzn|amazon|cirros|coreos|flatcar|photon|openeuler|asianux)/u,
    'linux',
  ],
];

/** Systems of which nobody says what they do about flushes. */
const others =
  /^(openbsd|netbsd|dragonfly|macosx?\b|macos|darwin|solaris|opensolaris|openindiana|illumos|omnios|smartos|haiku|hurd|minix|reactos|freedos|msdos|netware|os2|plan9|vmware|android-x86|freenas|truenas|pfsense|opnsense)/u;

/** undefined for a name that says nothing. */
export function guestNamed(name: string, at: Position): SaidOfGuest | undefined {
  const word = name.trim().toLowerCase();
  const found = systems.find(([pattern]) => pattern.test(word));
  if (found !== undefined) {
    // Proxmox VE's: Linux 2.4; l26 is Linux 2.6 and all that came after it.
    return { system: written(found[1], at), kernel: word === 'l24' ? '2.4' : '', other: '' };
  }
  return others.test(word)
    ? { system: unresolved(word, at, ['linux']), kernel: '', other: word }
    : undefined;
}

/** A long id of libosinfo: `http://microsoft.com/win/11`. */
export function guestOfId(id: string, at: Position): SaidOfGuest | undefined {
  return guestNamed(/^https?:\/\/[^/]+\/([^/]+)/u.exec(id)?.[1] ?? '', at);
}
