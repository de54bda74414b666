import { expect, it } from 'vitest';
import { readIncus } from '../../src/config/incus/read.js';
import { readVirtInstall } from '../../src/config/virt-install/read.js';
import { only, read } from './reading.js';

const open = { rule: 'unreadable', ofAllDisks: true };

it('a mistake in raw.qemu of Incus is told', () => {
  const text = `name: a
config: { raw.qemu: "-device virtio-blk-pci,drive='x" }
devices: { root: { type: disk, path: /, pool: default } }
`;
  expect(only(read(readIncus, text)).notes).toMatchObject([
    { ...open, message: expect.stringContaining('quote is not closed') },
  ]);
});

it('what rewrites the configuration of Incus may change every disk', () => {
  const text = `name: a
config: { raw.qemu.conf: "[device x]" }
devices: { root: { type: disk, path: /, pool: default } }
`;
  expect(only(read(readIncus, text)).notes).toMatchObject([
    { rule: 'passthrough', ofAllDisks: true },
  ]);
});

it('a mistake in the command line that virt-install passes on is told', () => {
  const text = `virt-install --import --disk /a --qemu-commandline="-device 'x"\n`;
  expect(only(read(readVirtInstall, text)).notes).toMatchObject([
    { ...open, message: expect.stringContaining('quote is not closed') },
  ]);
});

it('words of virt-install that nobody can read may change every disk', () => {
  const text = 'virt-install --import --disk /a $EXTRA\n';
  expect(only(read(readVirtInstall, text)).notes).toMatchObject([open]);
  const harmless = 'EXTRA=\nif x; then EXTRA="--vcpus 2"; fi\n';
  expect(only(read(readVirtInstall, harmless + text)).notes).toEqual([]);
});
