import { describe, expect, it } from 'vitest';
import { recognise } from '../../../src/config/formats.js';
import { readQemu } from '../../../src/config/qemu/read.js';
import { bareContext } from '../../../src/config/reader.js';
import { sourceText } from '../../../src/config/text.js';
import { readVirtInstall } from '../../../src/config/virt-install/read.js';
import { only, read, shown } from '../reading.js';
import { summaryOf } from '../summary.js';

const start = 'qemu-system-x86_64 -drive file=/a,if=virtio,cache=unsafe';
const script = (text: string) => summaryOf(readQemu, `#!/bin/bash\n${text}\n`);

describe('a command within a word', () => {
  it.each([
    ['another shell', `sh -c '${start}'`],
    ['another host', `ssh root@host "${start}"`],
    ['another user', `su - vm -c '${start}' &`],
    ['a terminal', `tmux new-session -d "${start}"`],
    ['eval', `eval "${start}"`],
    ['an alias', `alias vm='${start}'`],
    ['an alias with escapes', `alias vm="${start.replace('unsafe', '\\"unsafe\\"')}"`],
    ['what is done at the end', `trap '${start}' EXIT`],
    ['a substitution', `out=$(${start})`],
    ['a recipe of Make', `X = 1\nrun: a\n\tssh host '${start}'`],
  ])('is read: %s', (_, text) => {
    expect(summaryOf(readQemu, text.startsWith('X') ? `${text}\n` : `#!/bin/sh\n${text}\n`)).toBe(
      'virtio0 virtio-blk unsafe',
    );
  });

  it('has its places inside', () => {
    const { disks } = only(read(readQemu, `#!/bin/sh\nssh host "${start}"\n`));
    expect(disks[0]?.noFlush.origin.at).toMatchObject({ line: 2, column: 61, endColumn: 67 });
  });

  it('knows no variable of the outer shell, nor of its own', () => {
    expect(script(`C=none\nsu -c 'qemu-system-x86_64 -drive file=/a,if=virtio,cache=$C'`)).toBe(
      'virtio0 virtio-blk unresolved',
    );
  });

  it('is none where it is only printed', () => {
    const text = `echo "${start}"\nqemu-system-x86_64 -drive file=/b,if=virtio,cache=none`;
    expect(script(text)).toBe('virtio0 virtio-blk none');
  });

  it('is found for virt-install too', () => {
    const text = `#!/bin/sh\nssh host "virt-install --import --disk /a,cache=unsafe,bus=virtio"\n`;
    expect(only(read(readVirtInstall, text)).disks).toMatchObject([{ noFlush: { value: true } }]);
  });
});

describe('a script that a script writes', () => {
  it.each([
    ['a script', `cat > run.sh <<'EOF'\n#!/bin/sh\n${start}\nEOF`],
    ['a script at the end of a file', `cat <<EOF >>"$FILE"\n${start}\nEOF`],
    ['a script for a shell', `bash <<EOF\n${start}\nEOF`],
    ['a script for a shell of root', `sudo bash -s <<'EOF'\n${start}\nEOF`],
    ['a script for another host', `ssh -p 22 \\\n  root@host <<EOF\n${start}\nEOF`],
    ['a script that is piped', `cat <<EOF | sh\n${start}\nEOF`],
    ['a script that a script writes', `ssh host <<EOF\ncat >run.sh <<X\n${start}\nX\nEOF`],
    ['a unit that is printed', `echo "[Service]\nExecStart=/usr/bin/${start}" >vm.service`],
    [
      'a script and a unit that runs it',
      `cat >vm.sh <<E\n${start}\nE\ncat >vm.service <<E\n[Service]\nExecStart=/usr/local/bin/vm.sh\nE`,
    ],
    [
      'a unit',
      `tee /etc/systemd/system/vm.service <<EOF\n[Service]\nExecStart=/usr/bin/${start}\nEOF`,
    ],
  ])('is read: %s', (_, text) => {
    expect(script(text)).toBe('virtio0 virtio-blk unsafe');
  });

  it('is none where it is printed', () => {
    const text = `cat <<EOF\nUsage: ${start}\nEOF\nqemu-system-x86_64 -drive file=/b,if=virtio`;
    expect(script(text)).toBe('virtio0 virtio-blk writeback');
  });
});

describe('a command in a variable', () => {
  const open = `C="${start}"`;

  it.each([
    ['that code is made of', `${open}\neval "$C"`],
    ['that may be another', `if x; then ${open}; fi\n$C`],
    ['that a function runs before it is set', `f() { $C; }\n${open}\nf`],
  ])('is read where it is set: %s', (_, text) => {
    expect(script(text)).toBe('virtio0 virtio-blk unsafe');
  });

  it('is one machine, with what a branch adds to it', () => {
    const { definitions } = read(
      readQemu,
      `#!/bin/bash\n${open}\nif x; then C="$C -hdb b"; fi\n$C\n`,
    );
    const ids = definitions.map(({ disks }) => disks.map(({ id }) => id));
    expect(ids).toEqual([['virtio0', 'ide1']]);
  });

  it('is read once where it is known', () => {
    expect(script(`${open}\n$C -hdb b`)).toBe('virtio0 virtio-blk unsafe\nide1 ide writeback');
  });

  it('is none where it is the name of the program', () => {
    expect(script('Q="qemu-system-x86_64 -m 1G"\nif x; then Q=kvm; fi\n$Q -hdb b')).toBe(
      'drive1 unresolved writeback',
    );
  });

  it('has its places inside, behind a variable', () => {
    const text =
      '#!/bin/sh\nC="qemu-system-x86_64 -hda $X -drive file=/a,if=virtio,cache=unsafe"\neval $C\n';
    const { disks } = only(read(readQemu, text));
    expect(disks[1]?.noFlush.origin.at).toMatchObject({ line: 2, column: 62, endColumn: 68 });
    expect(disks[0]?.source.name).toBe('$X');
  });
});

describe('a unit of systemd', () => {
  const unit = (...lines: readonly string[]) =>
    summaryOf(readQemu, `[Unit]\nDescription=a\n[Service]\n${lines.join('\n')}\n`);

  it.each([
    ['between options', `ExecStart=/usr/bin/${start} \\\n# another\n  -hdb b \\\n; and\n -m 1G`],
    ['before them', `ExecStart=/usr/bin/env \\\n# the disks\n ${start} -hdb b`],
    ['in quotes', `ExecStart=/bin/sh -c '${start} \\\n# another\n  -hdb b'`],
  ])('has comments %s that end nothing', (_, line) => {
    expect(unit(line)).toBe('virtio0 virtio-blk unsafe\nide1 ide writeback');
  });

  it('has no comments within a line', () => {
    expect(unit('ExecStart=/usr/bin/qemu-system-x86_64 -m 1G # -hda a -hdb b')).toContain('ide1');
  });

  it('may start a shell that starts it', () => {
    expect(unit(`ExecStart=/bin/bash -c 'exec ${start}'`)).toBe('virtio0 virtio-blk unsafe');
    expect(
      unit(`ExecStart=/bin/sh -c 'echo ${start.replace('qemu', 'no')}'`, `ExecStart=/x ${start}`),
    ).toBe('virtio0 virtio-blk unsafe');
  });

  it('hides no command of the text that it is in', () => {
    const none = start.replace('unsafe', 'none');
    const written = `cat >a.service <<E\n[Service]\nExecStart=/usr/bin/${none}\nE\n`;
    const page = `# Notes\n\n~~~\n[Service]\nExecStart=/usr/bin/${none}\n~~~\n\n`;
    for (const text of [`${start}\n${written}`, `#!/bin/sh\n${written}${start}\n`, page + start]) {
      const machines = read(readQemu, text).definitions;
      expect(machines.map(({ disks }) => disks.map(({ noFlush }) => shown(noFlush)))).toHaveLength(
        2,
      );
      expect(
        machines.flatMap(({ disks }) => disks.map(({ noFlush }) => shown(noFlush))).sort(),
      ).toEqual([false, true]);
    }
  });
});

it('a file is a script by its name, too', () => {
  const text = `if ! ${start}; then exit 1; fi\n`;
  const result = readQemu(sourceText('run.sh', text), bareContext);
  expect('read' in result && only(result.read).disks).toMatchObject([{ id: 'virtio0' }]);
});

it('an image without an option is a disk', () => {
  const text = '#!/bin/sh\nqemu-system-x86_64 disk.qcow2\n';
  expect(recognise(text, 'run.sh')).toBe('qemu');
  expect(summaryOf(readQemu, text)).toBe('ide0 ide writeback');
});

describe("the environment of systemd's unit", () => {
  const start = (options: string, ...lines: readonly string[]) =>
    summaryOf(
      readQemu,
      ['[Service]', ...lines, `ExecStart=/usr/bin/qemu-system-x86_64 ${options}`, ''].join('\n'),
    );
  const drive = '-drive file=/a,if=virtio,cache=${CACHE}';

  it.each<readonly [string, readonly string[]]>([
    ['alone', ['Environment=CACHE=unsafe']],
    ['beside others', ['Environment="NAME=a b" CACHE=unsafe \'X=y\'']],
    ['in the last line', ['Environment=CACHE=none', 'Environment=CACHE=unsafe']],
    [
      'after all was forgotten',
      ['Environment=CACHE=none', 'Environment=', 'Environment=CACHE=unsafe'],
    ],
  ])('is known: %s', (_, lines) => {
    for (const options of [drive, `"${drive.slice(7)}"`, `'${drive.slice(7)}'`]) {
      const whole = options === drive ? drive : `-drive ${options}`;
      expect(start(whole, ...lines)).toBe('virtio0 virtio-blk unsafe');
    }
  });

  it.each<readonly [string, readonly string[], string]>([
    ['a file may set it', ['Environment=CACHE=none', 'EnvironmentFile=-/etc/vm'], drive],
    [
      'a file may set it, with blanks',
      ['Environment=CACHE=none', '  EnvironmentFile = /etc/vm'],
      drive,
    ],
    ['it is taken away', ['Environment=CACHE=none', 'UnsetEnvironment=CACHE'], drive],
    ['all is forgotten', ['Environment=CACHE=none', 'Environment='], drive],
    ['it is made of others', ['Environment=CACHE=%i'], drive],
    ['its name is', ['Environment=CACHE=none %i=unsafe'], drive],
    ['there is another unit', ['Environment=CACHE=none', '[Service]'], drive],
    ['it is part of a word without braces', ['Environment=CACHE=none'], drive.replace(/[{}]/g, '')],
  ])('is not known where %s', (_, lines, options) => {
    expect(start(options, ...lines)).toBe('virtio0 virtio-blk unresolved');
  });

  it('is not known where the colon says so', () => {
    const unit = `[Service]\nEnvironment=CACHE=none\nExecStart=:/usr/bin/qemu-system-x86_64 ${drive}\n`;
    expect(summaryOf(readQemu, unit)).toBe('virtio0 virtio-blk unresolved');
  });

  it('is not known in a unit that a shell writes', () => {
    const unit = `[Service]\nEnvironment=CACHE=none\nExecStart=/usr/bin/qemu-system-x86_64 ${drive}`;
    const script = `#!/bin/sh\nCACHE=unsafe\ncat >/etc/systemd/system/vm.service <<E\n${unit}\nE\n`;
    expect(summaryOf(readQemu, script)).toBe('virtio0 virtio-blk unresolved');
  });

  it('is several words only where the name stands alone', () => {
    const disks = "Environment='DISKS=-hda /a -hdb /b'";
    expect(start('$DISKS -hdc /c', disks)).toBe(
      'ide0 ide writeback\nide1 ide writeback\nide2 ide writeback',
    );
    expect(start('${DISKS} -hdc /c', disks)).toContain('refused-by-qemu');
    expect(start('$$DISKS -hdc /c', disks)).not.toContain('ide1');
  });
});
