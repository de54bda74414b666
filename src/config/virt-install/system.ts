/** What libosinfo's database says of a system, as far as the kind of disk depends on it. */
export interface GuestSystem {
  readonly hasVirtio: boolean | null;
  /** A PC of the newer kind; null where nobody knows. */
  readonly hasQ35: boolean | null;
  readonly needsEfi: boolean;
}

const unknownSystem: GuestSystem = { hasVirtio: null, hasQ35: null, needsEfi: false };
const modern: GuestSystem = { hasVirtio: true, hasQ35: true, needsEfi: false };
const windows: GuestSystem = { hasVirtio: false, hasQ35: true, needsEfi: false };
const older: GuestSystem = { hasVirtio: false, hasQ35: false, needsEfi: false };

/**
 * Releases from which on virtio is there, and from which on a PC of the newer kind too; what is older, or not
 * named here, is left open. osinfo-db 20221130, for what its other releases agree on.
 */
const since: readonly (readonly [RegExp, number, number])[] = [
  [/^fedora(\d+)/, 10, 26],
  [/^ubuntu(\d+)/, 10, 18],
  [/^debian(\d+)/, 6, 10],
  [/^(?:rhel|centos|ol|almalinux|rocky)[-a-z]*(\d+)/, 6, 8],
  [/^opensuse(\d+)/, 13, 15],
  [/^sle[ds]?(\d+)/, 12, 15],
  [/^linux(\d{4})/, 2016, 2018],
  [/^freebsd(\d+)/, 10, 13],
];

const unknownPc: GuestSystem = { ...modern, hasQ35: null };
const withoutVirtio: GuestSystem = { ...unknownSystem, hasVirtio: false };

/** Names of releases, which libosinfo takes for their numbers. */
const named: readonly (readonly [RegExp, GuestSystem])[] = [
  [/^(fedora-unknown|fedora-rawhide|archlinux|centos-stream\d+|debiantesting)$/, modern],
  [/^debian(buster|bullseye|bookworm|trixie)$/, modern],
  [/^ubuntu(bionic|focal|jammy|noble)$/, modern],
  [/^debian(wheezy|jessie|stretch)$/, unknownPc],
  [/^ubuntu(trusty|xenial)$/, unknownPc],
  [/^win11$/, { ...windows, needsEfi: true }],
  [/^win(10|2k16|2k19|2k22|2k25)$/, windows],
  [/^(generic|win(7|8|8\.1|vista|2k8|2k8r2|2k12|2k12r2))$/, withoutVirtio],
  [/^(win(xp|2k|2k3|95|98|nt)|openbsd[1-4]\.)/, older],
];

/** libosinfo's short names; `detect=on` and the like leave everything open. */
export function systemOf(name: string): GuestSystem {
  const known = named.find(([pattern]) => pattern.test(name));
  if (known !== undefined) return known[1];
  const row = since.find(([pattern]) => pattern.test(name));
  if (row === undefined) return unknownSystem;
  const [pattern, virtio, q35] = row;
  const version = Number(pattern.exec(name)?.[1] ?? 0);
  if (version >= q35) return modern;
  return version >= virtio ? unknownPc : unknownSystem;
}
