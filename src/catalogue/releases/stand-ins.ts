import type { Configuration, QemuReleaseId, QemuSettings } from '../../model/configuration.js';
import { isOlder, machineRelease, neighboursOf } from './releases.js';

/** The machine type stays what it is, as far as the other release has it. */
function machineOn(release: QemuReleaseId, qemu: QemuSettings): QemuSettings['machine'] {
  const own = machineRelease(qemu.release, qemu.machine);
  return own !== '0.11' && isOlder(own, release) ? own : 'newest';
}

function withRelease(configuration: Configuration, release: QemuReleaseId): Configuration {
  const { qemu } = configuration;
  return {
    ...configuration,
    qemu: { ...qemu, release, machine: machineOn(release, qemu) },
  };
}

/** The same machine on each of the releases that may stand in for its own, the nearest first. */
export function standInsOf(configuration: Configuration): readonly Configuration[] {
  return neighboursOf(configuration.qemu.release).map((release) =>
    withRelease(configuration, release),
  );
}

/** Reads of the other only what is read of it. */
function readThrough(read: Configuration, release: QemuReleaseId): Configuration {
  return {
    get guest() {
      return read.guest;
    },
    get frontend() {
      return read.frontend;
    },
    get device() {
      return read.device;
    },
    qemu: {
      release,
      get machine() {
        return machineOn(release, read.qemu);
      },
      get aio() {
        return read.qemu.aio;
      },
      get werror() {
        return read.qemu.werror;
      },
    },
    get cache() {
      return read.cache;
    },
    get image() {
      return read.image;
    },
    get host() {
      return read.host;
    },
    get disk() {
      return read.disk;
    },
    get patches() {
      return read.patches;
    },
  };
}

/**
 * What a function says of all machines that stand for this one: the one itself, or those on the
 * neighbours of a release that nobody knows. For what notes which fields a function reads.
 */
export function ofStandIns<Result>(
  configuration: Configuration,
  of: (configuration: Configuration) => Result,
): readonly Result[] {
  const releases = neighboursOf(configuration.qemu.release);
  if (releases.length === 0) return [of(configuration)];
  return releases.map((release) => of(readThrough(configuration, release)));
}
