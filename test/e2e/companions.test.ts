import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blkcheck, temporaryFolder } from './command.js';

const files = {
  'data.yaml': `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { volumeMode: Block }
`,
  'service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\n',
  'vm.yaml': `apiVersion: kubevirt.io/v1
kind: VirtualMachine
metadata: { name: db }
spec:
  template:
    spec:
      domain: { devices: { disks: [{ name: d, disk: { bus: virtio } }] } }
      volumes: [{ name: d, persistentVolumeClaim: { claimName: data } }]
`,
};

async function run(names: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries({ ...files, ...more }))
    writeFileSync(join(cwd, name), text);
  const words = ['run', ...names, '--scenario', 'wal-commit', '--quiet'];
  const { status, stderr } = await blkcheck(words, { cwd });
  return { status, stderr };
}

it('what a machine refers to counts where a shell names it, as in the folder', async () => {
  expect(await run(['.'])).toEqual({ status: 0, stderr: '' });
  expect(await run(['data.yaml', 'vm.yaml'])).toEqual({ status: 0, stderr: '' });
  expect(await run(['vm.yaml'])).toMatchObject({ status: 3 });
});

it('a claim that two files say differently is not known', async () => {
  const other = files['data.yaml'].replace('{ volumeMode: Block }', '{}');
  expect(await run(['.'], { 'prod.yaml': other })).toMatchObject({ status: 3 });
});

it('what it does not refer to is refused where it is named, with a way to pass it over', async () => {
  const all = Object.keys(files);
  expect(await run(all)).toEqual({
    status: 2,
    stderr: expect.stringMatching(/service\.yaml:1:1[\s\S]*--ignore-unknown/u),
  });
  expect(await run(['--ignore-unknown', ...all])).toEqual({ status: 0, stderr: '' });
  expect(await run(['data.yaml'])).toMatchObject({ status: 2 });
});
