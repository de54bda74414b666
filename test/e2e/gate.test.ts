import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blkcheck, temporaryFolder } from './command.js';

/** One scenario tells these disks apart. */
const words = ['run', 'vms', '--scenario', 'wal-commit'];

function domain(name: string, caches: readonly string[], indent = '  '): string {
  const disks = caches.map(
    (cache, index) => `${indent}<disk type='block' device='disk'>
${indent}${indent}<driver name='qemu' type='raw' cache='${cache}'/>
${indent}${indent}<source dev='/dev/vg0/${name}-${index}'/>
${indent}${indent}<target dev='vd${'abc'[index]}' bus='virtio'/>
${indent}</disk>`,
  );
  const machine = "<os><type machine='pc-q35-9.2'>hvm</type></os>";
  return `<domain type='kvm'>\n<name>${name}</name>\n${machine}\n<devices>\n${disks.join('\n')}\n</devices>\n</domain>\n`;
}

function repository() {
  const cwd = temporaryFolder();
  const git = (...parameters: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...parameters], {
      cwd,
    });
  git('init', '--quiet');
  mkdirSync(join(cwd, 'vms'));
  const write = (file: string, text: string) => writeFileSync(join(cwd, 'vms', file), text);
  const commit = () => {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'change');
  };
  const check = (...more: readonly string[]) =>
    blkcheck([...words, '--base', 'HEAD~1', '--quiet', ...more], { cwd });
  return { cwd, write, commit, check };
}

const reports = ['json', 'junit', 'sarif', 'github', 'markdown', 'pretty'] as const;

it('of ten commits the three that weaken a disk are red, and the one that mends one is green', async () => {
  const { cwd, write, commit, check } = repository();
  const steps: readonly (readonly [change: () => void, status: number, says: string])[] = [
    [() => write('web.xml', domain('web', ['none'])), 0, 'new web/vda'],
    [() => write('db.xml', domain('db', ['none', 'unsafe'])), 1, 'vdb: cache none -> unsafe, '],
    [() => write('db.xml', domain('db', ['none', 'unsafe'], '\t')), 0, 'fails as before'],
    [() => renameSync(join(cwd, 'vms/db.xml'), join(cwd, 'vms/a.xml')), 0, 'fails as before'],
    [() => write('web.xml', domain('web', ['unsafe'])), 1, 'vda: cache none -> unsafe, '],
    [() => write('a.xml', domain('db', ['none', 'none'])), 0, 'better db/vdb'],
    [() => write('web.xml', domain('www', ['unsafe'])), 0, 'fails as before'],
    [() => write('new.xml', domain('new', ['unsafe'])), 1, 'new new/vda'],
    [() => rmSync(join(cwd, 'vms/new.xml')), 0, 'gone new/vda'],
  ];
  write('db.xml', domain('db', ['none', 'none']));
  commit();
  for (const [change, status, says] of steps) {
    change();
    commit();
    const files = reports.map((name) => `--reporter=${name}=${name}.out`);
    const ended = await check(...files);
    expect([says, ended.status, ended.stderr]).toEqual([says, status, '']);
    for (const name of reports) {
      const text = readFileSync(join(cwd, `${name}.out`), 'utf8');
      if (status === 1) expect([name, text]).toEqual([name, expect.stringContaining('BLK014')]);
      if (name === 'pretty') expect(text).toContain(says);
      if (says.startsWith('better') && name !== 'json') expect(text).toContain('better');
    }
  }
}, 300_000);

describe('the exit status', () => {
  const status = async (cache: string, ...more: readonly string[]) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'vm.xml'), domain('db', [cache]));
    const ended = await blkcheck(['run', 'vm.xml', '--scenario', 'wal-commit', ...more], { cwd });
    return ended.status;
  };

  it('is 0 where all is safe, 1 where it is not, and what --fail-on makes of it', async () => {
    expect(await status('none')).toBe(0);
    expect(await status('unsafe')).toBe(1);
    expect(await status('unsafe', '--fail-on', 'never')).toBe(0);
  });

  it('is 2 for mistakes', async () => {
    expect(await status('none', '--fail-on', 'sometimes')).toBe(2);
    expect(await status('none', '--base', 'no-such-revision')).toBe(2);
    expect(await status('wrong')).not.toBe(0);
  });

  it('is 3 where it cannot be said, unless only unsafe ones count', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'vm.xml'), domain('db', ['none']));
    writeFileSync(
      join(cwd, 'blkcheck.config.yaml'),
      'default:\n  host: { layers: [dm-writecache] }\n',
    );
    const command = ['run', 'vm.xml', '--scenario', 'wal-commit'];
    const { status: open, stdout } = await blkcheck(command, { cwd });
    expect([open, stdout]).toEqual([3, expect.stringContaining('not modelled: dm-writecache')]);
    expect((await blkcheck([...command, '--fail-on', 'unsafe'], { cwd })).status).toBe(0);
  });
});

it('the storages of a host decide what a Proxmox VE file leaves open', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, '100.conf'), 'name: a\nmemory: 1\nvirtio0: fast:100/vm-100-disk-0.raw\n');
  writeFileSync(join(cwd, 'storage.cfg'), 'btrfs: fast\n\tpath /mnt/fast\n');
  const cacheOf = async (...more: readonly string[]) => {
    const words = ['run', '100.conf', '--scenario', 'wal-commit', '--reporter', 'json', ...more];
    const { stdout } = await blkcheck(words, { cwd });
    return JSON.parse(stdout).disks[0].settings.direct;
  };
  expect(await cacheOf()).toBe('true');
  expect(await cacheOf('--storage-cfg', 'storage.cfg')).toBe('false');
});

it('flash with the variables of a firmware is listed, and judged where that is asked for', async () => {
  const cwd = temporaryFolder();
  const firmware =
    "<loader readonly='yes' type='pflash'>/code.fd</loader><nvram>/vars.fd</nvram></os>";
  writeFileSync(join(cwd, 'vm.xml'), domain('db', ['none']).replace('</os>', firmware));
  const command = ['run', 'vm.xml', '--scenario', 'wal-commit'];
  const listed = await blkcheck(command, { cwd });
  expect([listed.status, listed.stdout]).toEqual([
    0,
    expect.stringMatching(/not judged {2}db\/nvram .*: firmware variables.*1 safe of 1 disk/su),
  ]);
  writeFileSync(join(cwd, 'blkcheck.config.yaml'), 'default: { firmware: judged }\n');
  const judged = await blkcheck(command, { cwd });
  expect([judged.status, judged.stdout]).toEqual([1, expect.stringContaining('error[BLK016]')]);
});

it('a waiver beside the value counts, and --last-failed judges what failed', async () => {
  const cwd = temporaryFolder();
  const waiver =
    '<!-- blkcheck-waive: BLK014 owner=ops expires=2999-01-01 reason=a cache, rebuilt at start -->';
  writeFileSync(join(cwd, 'a.xml'), domain('a', ['unsafe']));
  const waived = domain('b', ['unsafe']).replace(/(<driver)/u, `${waiver}\n$1`);
  writeFileSync(join(cwd, 'b.xml'), waived);
  const command = ['run', '*.xml', '--scenario', 'wal-commit', '--quiet'];
  const { status, stdout } = await blkcheck(command, { cwd });
  expect([status, stdout]).toEqual([1, '1 unsafe, 1 waived of 2 disks · exit 1\n']);
  const again = await blkcheck([...command, '--last-failed'], { cwd });
  expect(again.stdout).toMatch(/^1 unsafe of 1 disk/u);
});

it('the JSON report replays, and the finding shown first becomes a scenario', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'a.xml'), domain('a', ['unsafe', 'unsafe']));
  const words = ['--scenario', 'wal-commit', '--quiet', '--reporter', 'json=r.json'];
  await blkcheck(['run', 'a.xml', ...words, '--save-scenario', 'mine.yaml'], { cwd });
  const { disks } = JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8'));
  const { id } = disks[0].findings[0];
  const again = await blkcheck(['replay', 'r.json', '--finding', id], { cwd });
  expect([again.status, again.stdout]).toEqual([1, expect.stringContaining('BLK014')]);
  // Two disks with one defect are one finding to choose.
  expect((await blkcheck(['replay', 'r.json'], { cwd })).status).toBe(1);
  const own = await blkcheck(['run', 'mine.yaml', '--cache', 'unsafe', '--quiet'], { cwd });
  expect(own.status).toBe(1);
});
