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
