import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import type { Configuration } from '../../../src/model/configuration.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import { configurationFrom, type Random } from './small-scripts.js';

/** Stacks of today that keep most promises, so that what a second fault alone can break shows. */
const sound = [
  'virtio-blk/none',
  'virtio-blk/writeback@aio=io_uring',
  'virtio-blk/none@format=qcow2,allocation=sparse',
  'virtio-blk/writethrough@aio=io_uring,allocation=sparse',
  'virtio-blk/directsync@format=qcow2',
  'ahci/none@atomic-unit=4096',
  'virtio-blk/writeback@format=network,host=rbd',
  'firecracker/writeback',
].map((name) => configurationNamed(name, defaultProfile));

/** One of these, or any other. */
export function soundOrNot(random: Random): Configuration {
  const configuration = random(2) === 0 ? sound[random(sound.length)] : undefined;
  return configuration ?? configurationFrom(random);
}
