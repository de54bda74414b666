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

/** Releases from which on both are there; what is older, or not named here, is left open. */
const since: readonly (readonly [RegExp, number])[] = [
  [/^fedora(\d+)/, 26],
  [/^ubuntu(\d+)/, 18],
  [/^debian(\d+)/, 10],
  [/^(?:rhel|centos|ol|almalinux|rocky)[-a-z]*(\d+)/, 8],
  [/^opensuse(\d+)/, 15],
  [/^sles?(\d+)/, 15],
  [/^linux(\d{4})/, 2018],
  [/^freebsd(\d+)/, 13],
];

/** libosinfo's short names; `detect=on` and the like leave everything open. */
export function systemOf(name: string): GuestSystem {
  if (/^(fedora-unknown|fedora-rawhide|archlinux|centos-stream\d+|debiantesting)$/.test(name)) {
    return modern;
  }
  if (name === 'win11') return { ...windows, needsEfi: true };
  if (/^win(10|2k16|2k19|2k22|2k25)$/.test(name)) return windows;
  if (/^(win(xp|2k|2k3|95|98|nt)|openbsd[1-4]\.)/.test(name)) return older;
  const row = since.find(([pattern]) => pattern.test(name));
  const version = row === undefined ? 0 : Number(row[0].exec(name)?.[1] ?? 0);
  return row !== undefined && version >= row[1] ? modern : unknownSystem;
}
