import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
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

/** What a report says of changes, whatever they were compared with. */
function withoutBase(report: string): object {
  const { comparison, ...rest } = JSON.parse(report);
  const { base: _base, outdated: _outdated, ...told } = comparison;
  return { ...rest, told };
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
  const kept = join(temporaryFolder(), 'base.json');
  for (const [change, status, says] of steps) {
    await blkcheck([...words, '--quiet', '--write-base', kept], { cwd });
    change();
    commit();
    const files = reports.map((name) => `--reporter=${name}=${name}.out`);
    const ended = await check(...files);
    expect([says, ended.status, ended.stderr]).toEqual([says, status, '']);
    // Whoever has no history is told the same.
    const other = await blkcheck([...words, '--base', kept, '--reporter=json'], { cwd });
    expect([says, other.status]).toEqual([says, status]);
    const report = readFileSync(join(cwd, 'json.out'), 'utf8');
    expect(withoutBase(other.stdout)).toEqual(withoutBase(report));
    for (const name of reports) {
      const text = readFileSync(join(cwd, `${name}.out`), 'utf8');
      if (status === 1) expect([name, text]).toEqual([name, expect.stringContaining('BLK014')]);
      if (name === 'pretty') expect(text).toContain(says);
      if (says.startsWith('better') && name !== 'json') expect(text).toContain('better');
    }
  }
}, 300_000);

describe('a definition that was read and is not any more', () => {
  const shop =
    'apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: { name: shop }\nspec:\n  template:\n    spec:\n' +
    '      domain: { devices: { disks: [{ name: d, cache: none, disk: { bus: virtio } }] } }\n' +
    '      volumes: [{ name: d, persistentVolumeClaim: { claimName: c } }]\n';
  const start = 'qemu-system-x86_64 -drive file=/dev/vg/a,if=virtio,format=raw,cache=none\n';
  const definition = domain('db', ['none', 'unsafe']);

  /** What the second of two commits is told. */
  async function told(change: (cwd: string) => void, ...more: readonly string[]) {
    const { cwd, write, commit, check } = repository();
    write('shop.yaml', shop);
    write('start.sh', start);
    write('db.xml', definition);
    commit();
    change(join(cwd, 'vms'));
    commit();
    const { status, stdout } = await blkcheck([...words, '--base', 'HEAD~1', ...more], { cwd });
    expect((await check(...more)).status).toBe(status);
    return { status, stdout };
  }

  const lost = 'is there, and is no definition that is read any more';

  it.each<[string, string, (vms: string) => void, number]>([
    ['emptied', 'db.xml', (vms) => writeFileSync(join(vms, 'db.xml'), ''), 2],
    [
      'of a kind that there is not',
      'shop.yaml',
      (vms) => writeFileSync(join(vms, 'shop.yaml'), shop.replace('Machine', 'Machinee')),
      1,
    ],
    [
      'of a program that is misspelt',
      'start.sh',
      (vms) => writeFileSync(join(vms, 'start.sh'), start.replace('system', 'sytsem')),
      1,
    ],
    [
      'a link that leads nowhere',
      'db.xml',
      (vms) => {
        rmSync(join(vms, 'db.xml'));
        symlinkSync('nowhere', join(vms, 'db.xml'));
      },
      2,
    ],
    [
      'a template',
      'shop.yaml',
      (vms) => writeFileSync(join(vms, 'shop.yaml'), `{{- include "x" . }}\n${shop}`),
      1,
    ],
    [
      'under another name',
      'db.txt',
      (vms) => {
        rmSync(join(vms, 'db.xml'));
        writeFileSync(join(vms, 'db.txt'), definition.replaceAll('domain', 'domian'));
      },
      2,
    ],
  ])('is inconclusive: %s', async (_, file, change, count) => {
    const { status, stdout } = await told(change);
    const where = `(vms/${file}:1:1): the file that defined it ${lost}`;
    expect([status, stdout]).toEqual([3, expect.stringContaining(where)]);
    expect(stdout).toContain(`${count} inconclusive of ${count} `);
    expect(stdout).not.toContain('gone');
    expect(stdout).not.toContain('better');
  });

  it('and may be vouched for', async () => {
    const waiver = `rule: inconclusive, disk: 'db/*', reason: moved, owner: me, expires: '2999-01-01'`;
    const { status } = await told((vms) => {
      writeFileSync(join(vms, 'db.xml'), '');
      const text = `blkcheck: waivers/1\nwaivers:\n  - { ${waiver} }\n`;
      writeFileSync(join(vms, '../blkcheck.waivers.yaml'), text);
    });
    expect(status).toBe(0);
  });

  it('is gone where its file is, or was moved to another that is read', async () => {
    const removed = await told((vms) => rmSync(join(vms, 'db.xml')));
    expect([removed.status, removed.stdout]).toEqual([0, expect.stringContaining('gone db/vda')]);
    const moved = await told((vms) => {
      writeFileSync(join(vms, 'other.xml'), definition);
      writeFileSync(join(vms, 'db.xml'), '');
    });
    expect([moved.status, moved.stdout]).toEqual([0, expect.not.stringContaining('gone')]);
    const elsewhere = (text: string) =>
      told((vms) => {
        rmSync(join(vms, 'db.xml'));
        writeFileSync(join(vms, '../db.xml'), text);
      });
    const outside = await elsewhere(definition);
    expect([outside.status, outside.stdout]).toEqual([0, expect.stringContaining('gone db/vda')]);
    expect((await elsewhere(definition.replaceAll('domain', 'domian'))).status).toBe(3);
  });

  it('is all that there was', async () => {
    const { cwd, write, commit, check } = repository();
    write('db.xml', definition);
    commit();
    write('db.xml', '');
    commit();
    expect((await check()).status).toBe(3);
    const other = temporaryFolder();
    mkdirSync(join(other, 'vms'));
    writeFileSync(join(other, 'vms/db.xml'), definition);
    for (const base of [other, join(other, 'vms')]) {
      const { status } = await blkcheck([...words, '--base', base], { cwd });
      expect([base, status]).toEqual([base, 3]);
    }
  });
}, 120_000);

it('a disk that nobody judges any more is a change, once, with its reason', async () => {
  const { cwd, write, commit } = repository();
  write('db.xml', domain('db', ['none', 'none']));
  commit();
  const site = 'disks:\n  - match: { disk: vdb }\n    disposable: scratch\n';
  writeFileSync(join(cwd, 'blkcheck.config.yaml'), site);
  commit();
  const { status, stdout } = await blkcheck([...words, '--base', 'HEAD~1'], { cwd });
  expect(status).toBe(0);
  expect(stdout.match(/^.*db\/vdb.*$/gmu)).toEqual([
    expect.stringMatching(/^unjudged db\/vdb: .*scratch/u),
  ]);
}, 60_000);

it.each([
  [
    'qm',
    (id: number, cache: string) =>
      `qm create ${id} --scsihw virtio-scsi-pci --scsi0 a:8,cache=${cache}`,
  ],
  [
    'QEMU',
    (id: number, cache: string) =>
      `qemu-system-x86_64 -drive file=/${id}.img,if=virtio,cache=${cache}`,
  ],
])(
  'a call of %s that is removed hides nothing of the others',
  async (_, call) => {
    const { write, commit, check } = repository();
    const script = (...calls: readonly string[]) => write('vms.sh', `${calls.join('\n')}\n`);
    script(call(901, 'unsafe'), call(902, 'none'), call(903, 'none'));
    commit();
    script(call(902, 'unsafe'), call(903, 'none'));
    commit();
    const worse = await check('--qemu', '10.0');
    expect([worse.status, worse.stdout]).toEqual([1, expect.stringContaining('1 disk made worse')]);
    script(call(903, 'none'), call(902, 'unsafe'));
    commit();
    expect((await check('--qemu', '10.0')).status).toBe(0);
  },
  60_000,
);

it('a machine whose name another has is called by its number, once', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'vm.xml'), domain('db', ['none']) + domain('db', ['unsafe']));
  const { stdout } = await blkcheck(['run', 'vm.xml', '--scenario', 'wal-commit'], { cwd });
  expect(stdout).toContain('safe  db/vda');
  expect(stdout).toMatch(/--> vm\.xml:\d+:\d+ +db#2\/vda\n/u);
});

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
    expect(await status('none', '--base', '')).toBe(2);
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

it('a rule of the site that fits no disk is told, and not where only what changed is named', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'vm.xml'), domain('db', ['none']));
  const site = 'disks:\n  - match: { disk: db/vda }\n    disk: { kind: bbu }\n';
  const rule = '  - match: { disk: db/vdaa }\n    disk: { kind: no-wce }\n';
  writeFileSync(join(cwd, 'blkcheck.config.yaml'), site + rule);
  const command = ['run', 'vm.xml', '--scenario', 'wal-commit'];
  const told = 'rule for no disk here: blkcheck.config.yaml:4\n';
  const found = await blkcheck(command, { cwd });
  expect([found.status, found.stdout]).toEqual([0, expect.stringContaining(told)]);
  expect((await blkcheck(['config', 'vm.xml'], { cwd })).stderr).toBe(`note: ${told}`);
  const { stdout } = await blkcheck([...command, '--ignore-unknown'], { cwd });
  expect(stdout).not.toContain('no disk here');
  writeFileSync(join(cwd, 'blkcheck.config.yaml'), site);
  expect((await blkcheck(command, { cwd })).stdout).not.toContain('no disk here');
}, 60_000);

describe('a definition without a disk to judge', () => {
  const machine = (devices: string) =>
    `<domain type='kvm'><name>live</name><os><type>hvm</type></os><devices>${devices}</devices></domain>`;
  const cdrom =
    "<disk type='file' device='cdrom'><source file='/a.iso'/><target dev='sda' bus='sata'/></disk>";
  const run = async (text: string, ...more: readonly string[]) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'vm.xml'), text);
    writeFileSync(join(cwd, 'db.xml'), domain('db', ['none']));
    return blkcheck(['run', 'vm.xml', ...more, '--scenario', 'wal-commit', '--quiet'], { cwd });
  };

  it('is named, with what was skipped in it', async () => {
    const { status, stderr } = await run(machine(cdrom));
    expect([status, stderr]).toEqual([
      0,
      'warning: vm.xml: no disk of it is judged (sda: a CD-ROM)\n',
    ]);
    const beside = await run(machine(''), 'db.xml');
    expect([beside.status, beside.stderr]).toEqual([0, 'warning: vm.xml: it defines no disk\n']);
  });

  it('is a mistake where there is nothing else', async () => {
    const { status, stderr } = await run(machine(''));
    expect([status, stderr]).toEqual([2, expect.stringContaining('no disk is found in vm.xml')]);
    expect((await run(machine(''), '--ignore-unknown')).status).toBe(0);
  });
});

it('a template in a folder is passed over by its name, and refused where it is named', async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'vms/templates'), { recursive: true });
  const chart =
    'kind: VirtualMachine\nspec:\n  {{- include "x" . | nindent 2 }}\n  running: true\n';
  writeFileSync(join(cwd, 'vms/templates/vm.yaml'), chart);
  writeFileSync(join(cwd, 'vms/db.xml'), domain('db', ['none']));
  const files = ['json', 'github', 'markdown', 'sarif', 'junit'].map(
    (name) => `--reporter=${name}=${name}`,
  );
  const found = await blkcheck([...words, ...files], { cwd });
  expect([found.status, found.stderr]).toEqual([0, '']);
  expect(found.stdout).toContain('not read: vms/templates/vm.yaml (templates: render them');
  expect(found.stdout).toContain('1 safe of 1 disk, 1 not read · exit 0');
  const read = (name: string) => readFileSync(join(cwd, name), 'utf8');
  expect(JSON.parse(read('json')).templates).toEqual(['vms/templates/vm.yaml']);
  for (const name of ['github', 'markdown', 'sarif', 'junit'])
    expect(read(name)).toContain('not read');
  const only = await blkcheck(['run', 'vms/templates'], { cwd });
  expect([only.status, only.stderr]).toEqual([
    2,
    expect.stringContaining('help: vms/templates/vm.yaml: templates; render them'),
  ]);
  const named = await blkcheck(['run', 'vms/templates/vm.yaml'], { cwd });
  expect([named.status, named.stderr]).toEqual([2, expect.stringContaining('render it first')]);
  expect(named.stderr.match(/error:/gu)).toHaveLength(1);
  // What is no template is a mistake in a folder too.
  writeFileSync(join(cwd, 'vms/broken.yaml'), chart.replaceAll(/\{\{-.*/gu, '[ {'));
  expect((await blkcheck(words, { cwd })).status).toBe(2);
});

it('what changes machines of other files is named in a folder', async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'vms'));
  const patch =
    'kind: Kustomization\npatches:\n  - target: { kind: VirtualMachine }\n    path: p\n';
  writeFileSync(join(cwd, 'vms/kustomization.yaml'), patch.replace(' }', '\n    }'));
  writeFileSync(join(cwd, 'vms/db.xml'), domain('db', ['none']));
  const found = await blkcheck(words, { cwd });
  expect([found.status, found.stderr]).toEqual([0, '']);
  expect(found.stdout).toContain('not read: vms/kustomization.yaml');
});

describe('what is wrong with a machine as a whole', () => {
  const run = async (options: string) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'vm.sh'), `qemu-system-x86_64 ${options}\n`);
    return blkcheck(['run', 'vm.sh', '--scenario', 'wal-commit'], { cwd });
  };

  it.each([
    ['an interface that QEMU does not know', '-drive file=a,if=sata,format=raw', 'no if=sata'],
    ['a drive that is not there', '-device virtio-blk-pci,drive=b', 'no drive or node `b`'],
  ])('is a finding: %s', async (_, options, says) => {
    const { status, stdout } = await run(options);
    expect([status, stdout]).toEqual([1, expect.stringContaining(says)]);
    expect(stdout).toContain('= the machine does not start');
  });

  it('is said where its type stands, once for all its disks', async () => {
    const drive = (name: string) => `-drive file=${name},if=virtio,format=raw,cache=none`;
    const [script, domainFile] = ['vm.sh', 'vm.xml'];
    const cwd = temporaryFolder();
    const options = `-machine pc-q35-10.1 ${drive('a')} ${drive('b')}`;
    writeFileSync(join(cwd, script), `qemu-system-x86_64 ${options}\n`);
    const type = "<os><type machine='pc-q35-10.1'>hvm</type></os>";
    writeFileSync(join(cwd, domainFile), domain('db', ['none']).replace(/<os>.*<\/os>/su, type));
    const old = ['--scenario', 'wal-commit', '--qemu', '10.0'];
    const inScript = await blkcheck(['run', script, ...old], { cwd });
    expect(inScript.stdout).toContain(' --> vm.sh:1:29  virtio0');
    expect(inScript.stdout).toContain('= the machine does not start');
    expect(inScript.stdout).toContain('also: virtio1');
    const inDomain = await blkcheck(['run', domainFile, ...old], { cwd });
    expect(inDomain.stdout).toMatch(/machine='pc-q35-10\.1'[\s\S]*\^{11}\n/u);
  });

  it('is told where options cannot be read', async () => {
    const disk = '-drive file=/dev/vg/a,if=virtio,format=raw,cache=none';
    const { status, stdout } = await run(`${disk} "$@"`);
    expect([status, stdout]).toEqual([3, expect.stringContaining('unreadable  `"$@"` may add')]);
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
  expect([status, stdout]).toEqual([
    1,
    `1 unsafe, 1 waived of 2 disks · profile=${defaultProfile.id} · exit 1\n`,
  ]);
  const again = await blkcheck([...command, '--last-failed'], { cwd });
  expect(again.stdout).toMatch(/^1 unsafe of 1 disk/u);
  const alone = ['run', 'b.xml', ...command.slice(2)];
  await blkcheck(alone, { cwd });
  const { stderr } = await blkcheck([...alone, '--last-failed'], { cwd });
  expect(stderr).toBe('note: every disk was safe or waived in the last run, so all are judged\n');
});

it('a change that weakens a disk and waives that is told, and passes', async () => {
  const { write, commit, check } = repository();
  write('db.xml', domain('db', ['none']));
  commit();
  const waiver = '<!-- blkcheck-waive: BLK014 owner=ops expires=2999-01-01 reason=a cache -->';
  const waived = domain('db', ['unsafe']).replace(/(<driver)/u, `${waiver}\n$1`);
  write('db.xml', waived);
  commit();
  const first = await check('--reporter', 'github');
  expect([first.status, first.stdout]).toEqual([
    0,
    expect.stringMatching(
      /worse db\/vda: cache none -> unsafe, BLK014: .*waived by BLK014 because a cache \(ops, .*1 waived of 1 disk made worse/su,
    ),
  ]);
  write('db.xml', `${waived}\n`);
  commit();
  const second = await check('--reporter', 'github');
  expect([second.status, second.stdout]).toEqual([
    0,
    expect.stringContaining('::1 disk is waived as before\n'),
  ]);
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

it('runs what exists for the guest of each disk, and says where there is nothing', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'vm.xml'), domain('vm', ['none']));
  writeFileSync(join(cwd, 'blkcheck.config.yaml'), 'default: { guest: { system: windows } }\n');
  const all = await blkcheck(['run', 'vm.xml', '--reporter', 'json'], { cwd });
  expect(all.status).toBe(0);
  expect(all.stdout).toContain('"lmdb');
  expect(all.stdout).not.toMatch(/"(?:btrfs|ext4|xfs)/u);
  const linux = ['vm.xml', '--scenario', 'ext4-ordered'];
  const none = await blkcheck(['run', ...linux], { cwd });
  expect([none.status, none.stderr]).toEqual([3, '']);
  const unfixed = await blkcheck(['fix', ...linux], { cwd });
  expect([unfixed.status, unfixed.stderr]).toEqual([3, '']);
  for (const { stdout } of [none, unfixed])
    expect(stdout).toContain('none of the scenarios exists for its guest');
}, 60_000);

it('a disk that QEMU refuses now is told with what changed, and QEMU is what it was', async () => {
  const { cwd, write, commit } = repository();
  const text = domain('db', ['unsafe']);
  write('db.xml', text);
  commit();
  write('db.xml', text.replace("cache='unsafe'", "cache='unsafe' io='native'"));
  const json = await blkcheck([...words, '--base', 'HEAD', '--reporter=json'], { cwd });
  expect(JSON.parse(json.stdout).comparison.changes).toMatchObject([
    {
      change: 'worse',
      reason: 'refused-by-qemu: 1 new failure',
      settings: [{ field: 'aio', before: 'threads', after: 'native' }],
    },
  ]);
});

it('a setting that hides errors is worse, though the errors were lost before', async () => {
  const { cwd, write, commit } = repository();
  const text = domain('db', ['unsafe']);
  write('db.xml', text);
  commit();
  const kept = join(temporaryFolder(), 'base.json');
  await blkcheck([...words, '--quiet', '--write-base', kept], { cwd });
  write('db.xml', text.replace("cache='unsafe'", "cache='unsafe' error_policy='ignore'"));
  for (const base of ['HEAD', kept]) {
    const { status, stdout } = await blkcheck([...words, '--base', base], { cwd });
    expect([base, status]).toEqual([base, 1]);
    expect(stdout).toMatch(/^worse db\/vda: werror \S+ -> ignore, .*BLK019: 1 new failure$/mu);
    expect(stdout).not.toContain('error[BLK014]');
  }
});

it('what stands in a file that was not named is shown with its line', async () => {
  const cwd = temporaryFolder();
  const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);
  write('m.cfg', '[drive "d"]\n  file = "/a"\n  if = "virtio"\n  cache = "unsafe"\n');
  write('run.sh', 'qemu-system-x86_64 -name m -readconfig m.cfg\n');
  write('safe.sh', 'qemu-system-x86_64 -name s -drive file=/b,if=virtio,format=raw,id=s\n');
  const site =
    'blkcheck: config/1\ndisks:\n  - match: { disk: s/s }\n    guest: { mount: nobarrier }\n';
  write('blkcheck.config.yaml', site);
  const lineOf = async (file: string) =>
    (await blkcheck(['run', file, '--scenario', 'wal-commit'], { cwd })).stdout.split('\n');
  expect(await lineOf('run.sh')).toContain('4 |   cache = "unsafe"');
  expect(await lineOf('safe.sh')).toContain('4 |     guest: { mount: nobarrier }');
});

it('with a folder as the base, only the former self of what is named is compared', async () => {
  const cwd = temporaryFolder();
  const write = (name: string, machine: string, mode: string) => {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), `name: ${machine}\nscsi0: l:vm-${machine}-0,cache=${mode}\n`);
  };
  for (const machine of ['a', 'b', 'c']) write(`old/pve/${machine}.conf`, machine, 'none');
  for (const machine of ['a', 'b']) write(`pve/${machine}.conf`, machine, 'none');
  write('pve/d.conf', 'c', 'unsafe');
  const changesOf = async (base: string, name: string) => {
    const words = ['run', name, '--base', base, '--scenario', 'wal-commit', '--quiet'];
    const { stdout } = await blkcheck([...words, '--reporter', 'json'], { cwd });
    const { changes } = JSON.parse(stdout).comparison;
    return changes.map((each: Record<string, string>) => `${each.change} ${each.machine}`);
  };
  for (const base of ['old', 'old/pve']) {
    expect(await changesOf(base, 'pve/a.conf')).toEqual([]);
    expect(await changesOf(base, 'pve/d.conf')).toEqual(['worse c']);
    expect(await changesOf(base, 'pve')).toEqual(['worse c']);
  }
  rmSync(join(cwd, 'pve/b.conf'));
  expect(await changesOf('old', 'pve')).toEqual(['worse c', 'gone b']);
}, 120_000);

it('a comment before a shell command waives the disks that it names, in all of its lines', async () => {
  const cwd = temporaryFolder();
  const drive = (id: string, more = '') =>
    `-drive file=/${id},format=raw,if=virtio,cache=unsafe${more}`;
  const comment = (disk: string) =>
    `# blkcheck-waive: BLK014 ${disk}owner=me expires=2999-01-31 reason=scratch`;
  const statusOf = async (...lines: readonly string[]) => {
    writeFileSync(join(cwd, 'vm.sh'), ['#!/bin/bash', ...lines, ''].join('\n'));
    const words = ['run', 'vm.sh', '--scenario', 'wal-commit', '--quiet', '--reporter', 'json'];
    const { status, stdout } = await blkcheck(words, { cwd });
    const { waivers } = JSON.parse(stdout);
    return [status, ...waivers.map(({ state }: { state: string }) => state)];
  };
  const command = ['qemu-system-x86_64 -name web -m 1 \\', `  ${drive('a')} \\`, `  ${drive('b')}`];
  expect(await statusOf(...command)).toEqual([1]);
  expect(await statusOf(comment(''), ...command)).toEqual([1, 'unused']);
  expect(await statusOf(comment('disk=web/virtio* '), ...command)).toEqual([0, 'used']);
  expect(await statusOf(comment('disk=web/virtio0 '), ...command)).toEqual([1, 'used']);
  const [one, two] = ['disk=web/virtio0 ', 'disk=web/virtio1 '];
  expect(await statusOf(comment(one), comment(two), ...command)).toEqual([0, 'used', 'used']);
  expect(await statusOf(comment('disk=web/* '), 'true', ...command)).toEqual([1, 'unused']);
  const list = ['DRIVES=(', `  ${comment('')}`, `  ${drive('a')}`, ')'];
  const start = `qemu-system-x86_64 -name web -m 1 "\${DRIVES[@]}"`;
  expect(await statusOf(...list, start)).toEqual([0, 'used']);
}, 120_000);
