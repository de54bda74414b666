interface FormatWords {
  readonly cache: string;
  readonly aio?: string;
  readonly frontend?: string;
}

/** How definitions write what decides, where one word of theirs does it. */
const formats: Readonly<Record<string, FormatWords>> = {
  libvirt: { cache: 'cache of <driver>', aio: 'io of <driver>', frontend: 'bus of <target>' },
  kubevirt: { cache: 'cache of the disk', aio: 'io of the disk', frontend: 'bus of the disk' },
  proxmox: { cache: 'cache= of the drive', aio: 'aio= of the drive' },
  qemu: {
    cache: 'cache= of -drive, or cache.direct and others',
    aio: 'aio= of -drive or -blockdev',
  },
  'virt-install': { cache: 'cache= of --disk', aio: 'io= of --disk', frontend: 'bus= of --disk' },
  incus: { cache: 'io.cache', frontend: 'io.bus' },
  firecracker: { cache: 'cache_type of the drive', aio: 'io_engine of the drive' },
  'cloud-hypervisor': { cache: 'direct= of --disk' },
};

const settings: Readonly<Record<string, keyof FormatWords>> = {
  writeback: 'cache',
  direct: 'cache',
  noFlush: 'cache',
  aio: 'aio',
  frontend: 'frontend',
};

/** A field in the words of a format; '' where there is no such word, or it is not known. */
export function fieldWords(format: string, field: string): string {
  const setting = settings[field];
  return setting === undefined ? '' : (formats[format]?.[setting] ?? '');
}

/** What a cure says of QEMU, as KubeVirt has it; what KubeVirt has not is left out of a list. */
const kubevirtWords: readonly (readonly [RegExp, string])[] = [
  [/cache=directsync with aio=native, or /gu, ''],
  [/, or cache=directsync with aio=native| or directsync|, or the default \(enospc\)/gu, ''],
  [/virtio-blk/gu, 'bus: virtio'],
  [/werror=/gu, 'errorPolicy: '],
  [/cache=/gu, 'cache: '],
  [/aio=/gu, 'io: '],
];

/** What has to be changed, in the words of a format. */
export function changeWords(format: string, change: string): string {
  if (format !== 'kubevirt') return change;
  return kubevirtWords.reduce((text, [from, to]) => text.replaceAll(from, to), change);
}
