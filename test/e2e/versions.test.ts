import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blkcheck, temporaryFolder } from './command.js';

const site = 'default: { image: { allocation: full }, faults: [power-loss] }\n';
const virtio = '-drive file=a,format=raw,if=virtio';

async function judged(machine: string, drive: string, ...flags: readonly string[]) {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'blkcheck.config.yaml'), site);
  writeFileSync(join(cwd, 'vm.sh'), `qemu-system-x86_64 -M ${machine} ${drive}\n`);
  const words = ['run', 'vm.sh', '--scenario', 'wal-commit', '--reporter', 'json', ...flags];
  const { status, stdout } = await blkcheck(words, { cwd });
  const { disks, assumptions } = JSON.parse(stdout);
  const [{ verdict, reason, findings }] = disks;
  const rules = findings.map(({ rule }: { rule: string }) => rule);
  const qemu = assumptions.find(({ key }: { key: string }) => key === 'qemu');
  return { status, verdict, reason, rules, qemu: `${qemu?.value}: ${qemu?.by}` };
}

describe('a machine type whose QEMU nobody ran or read', () => {
  const open = 'each from 7.2 on: at least, by the machine type: nobody ran or read QEMU 6.2';

  it('is inconclusive where the releases that have it differ', async () => {
    expect(await judged('pc-q35-6.2', `${virtio},cache=directsync`)).toMatchObject({
      status: 3,
      verdict: 'inconclusive',
      reason: 'unsafe if qemu=10.0 or 10.1 or 10.2 or 11.1, which the file does not say',
      qemu: open,
    });
  });

  it('is what all of them are where they do not', async () => {
    expect(await judged('pc-q35-6.2', `${virtio},cache=none`)).toMatchObject({
      status: 0,
      verdict: 'safe',
      qemu: open,
    });
    expect(await judged('pc-q35-6.2', `${virtio},cache=unsafe`)).toMatchObject({ status: 1 });
  });

  it('is as the first of them where --assume nearest says so', async () => {
    const directsync = `${virtio},cache=directsync`;
    expect(await judged('pc-q35-6.2', directsync, '--assume', 'nearest')).toMatchObject({
      status: 0,
      verdict: 'safe',
      qemu: '7.2: by the machine type, taken for 7.2',
    });
  });
});

it('a machine type of a version that never was does not start', async () => {
  expect(await judged('pc-q35-9.7', `${virtio},cache=none`)).toMatchObject({
    status: 1,
    verdict: 'unsafe',
    rules: ['refused-by-qemu'],
  });
});

it('an engine that came later does not start, where the version is given', async () => {
  const uring = `${virtio},cache=none,aio=io_uring`;
  const { status, rules } = await judged('q35', uring, '--qemu', '4.2');
  expect([status, rules]).toEqual([1, ['refused-by-qemu']]);
});
