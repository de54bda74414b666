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

  const worst = ['--assume', 'worst'] as const;
  const assumed =
    'the worst from 7.2 on: at least, by the machine type: nobody ran or read QEMU 6.2';

  it('is as the worst of them where --assume worst says so', async () => {
    expect(await judged('pc-q35-6.2', `${virtio},cache=directsync`, ...worst)).toEqual({
      status: 1,
      verdict: 'unsafe',
      reason: '',
      rules: ['BLK011'],
      qemu: assumed,
    });
    expect(await judged('pc-q35-6.2', `${virtio},cache=none`, ...worst)).toMatchObject({
      status: 0,
      verdict: 'safe',
    });
  });

  it('leaves open what another thing decides', async () => {
    const drive = '-drive file=a,format=raw,if=virtio,cache=$C';
    expect(await judged('pc-q35-6.2', drive, ...worst)).toMatchObject({
      status: 3,
      reason: expect.stringContaining('which the file does not say'),
      qemu: assumed,
    });
  });

  it('is so for fix and explain too', async () => {
    const cwd = temporaryFolder();
    const drive = `${virtio},cache=directsync`;
    writeFileSync(join(cwd, 'vm.sh'), `qemu-system-x86_64 -M pc-q35-6.2 ${drive}\n`);
    const verdictOf = async (...flags: readonly string[]) => {
      const words = ['fix', 'vm.sh', '--scenario', 'wal-commit', '--json', ...flags];
      const { answers } = JSON.parse((await blkcheck(words, { cwd })).stdout);
      return answers[0].fix.current.verdict;
    };
    expect(await verdictOf()).toBe('inconclusive');
    expect(await verdictOf('--assume', 'nearest')).toBe('safe');
    expect(await verdictOf(...worst)).toBe('unsafe');
    const explained = async (...flags: readonly string[]) =>
      (await blkcheck(['explain', 'vm.sh', ...flags], { cwd })).stdout.split(' (')[0];
    expect(await explained()).toBe('assuming qemu=each from 7.2 on');
    expect(await explained('--assume', 'nearest')).toBe('assuming qemu=7.2');
    expect(await explained(...worst)).toBe('assuming qemu=the worst from 7.2 on');
    const { status, stderr } = await blkcheck(['explain', 'BLK011', ...worst], { cwd });
    expect([status, stderr]).toEqual([2, expect.stringContaining('is for definitions')]);
  });
});

it('a machine type of a version that never was does not start, and is taken for no version', async () => {
  expect(await judged('pc-q35-9.7', `${virtio},cache=none`)).toMatchObject({
    status: 1,
    verdict: 'unsafe',
    rules: ['refused-by-qemu'],
    qemu: 'undefined: undefined',
  });
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'vm.sh'), `qemu-system-x86_64 -M pc-q35-9.7 ${virtio}\n`);
  for (const command of ['run', 'fix', 'explain', 'config']) {
    const { stdout } = await blkcheck([command, 'vm.sh'], { cwd });
    expect(stdout.split('BLK')[0]).not.toMatch(/assum\w+:? qemu/);
  }
});

it('an engine that came later does not start, where the version is given', async () => {
  const uring = `${virtio},cache=none,aio=io_uring`;
  const { status, rules } = await judged('q35', uring, '--qemu', '4.2');
  expect([status, rules]).toEqual([1, ['refused-by-qemu']]);
});
