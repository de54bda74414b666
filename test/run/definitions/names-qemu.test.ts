import { expect, it } from 'vitest';
import { readDefinitions } from '../../../src/library/of-definitions.js';

const lima =
  'vmType: null\n# On Linux this is:\n#   qemu-system-aarch64 -accel kvm -cpu host -M virt\ndisk: null\n';

it('what only names QEMU in a comment is called by its own name', async () => {
  const definitions = [{ name: 'default.yaml', text: lima }];
  await expect(readDefinitions({ definitions })).rejects.toThrow('an instance of Lima');
});

it('a start without disks is one in a script of its own', async () => {
  const definitions = [
    { name: 'boot.sh', text: 'qemu-system-x86_64 -m 64 -kernel /k -nographic\n' },
  ];
  const { files, disks } = await readDefinitions({ definitions });
  expect([files.length, disks]).toEqual([1, []]);
});
