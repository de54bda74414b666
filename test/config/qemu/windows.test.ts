import { describe, expect, it } from 'vitest';
import { recognise } from '../../../src/config/formats.js';
import { readQemu } from '../../../src/config/qemu/read.js';
import { bareContext } from '../../../src/config/reader.js';
import { sourceText } from '../../../src/config/text.js';
import { only } from '../reading.js';
import { summaryOf } from '../summary.js';
import { secondsOfWork } from '../work.js';

const disks = (text: string): string =>
  summaryOf((source, context) => readQemu(sourceText('vm.bat', source.text), context), text);

describe('a batch file', () => {
  it.each([
    [
      'carets, paths and quotes',
      '@echo off\r\n"C:\\Program Files\\qemu\\qemu-system-x86_64w.exe" -m 2G ^\r\n  -drive file=C:\\vm\\a.qcow2,if=virtio,cache=unsafe ^\r\n  -hdb "D:\\my disks\\b.img"\r\n',
      'virtio0 virtio-blk unsafe\nide1 ide writeback',
    ],
    [
      'variables that are set once',
      'set MODE=directsync\nset "DISK=a b.img"\nqemu-system-x86_64 -drive "file=%DISK%,if=virtio,cache=%mode%"\n',
      'virtio0 virtio-blk directsync',
    ],
    [
      'variables that others set, or a condition',
      'set MODE=none\nif "%1"=="fast" set MODE=unsafe\nqemu-system-x86_64 -drive file=%~dp0a.img,if=virtio,cache=%MODE% -hdb !B! %*\n',
      'virtio0 virtio-blk unresolved\nide1 ide writeback\n!!unreadable',
    ],
    [
      'remarks',
      'rem qemu-system-x86_64 -hda old.img\n:: qemu-system-x86_64 -hda old.img\nstart "" /B qemu-system-x86_64.exe -hda new.img & echo done\n',
      'ide0 ide writeback',
    ],
  ])('has %s', (_, text, expected) => {
    expect(recognise(text, 'vm.bat')).toBe('qemu');
    expect(disks(text)).toBe(expected);
  });

  const start = 'qemu-system-x86_64 -drive file=a,if=virtio,cache=%CACHE%';
  const script = (...lines: readonly string[]) => disks(`${[...lines, start].join('\r\n')}\r\n`);

  it.each([
    ['another file', ['set CACHE=none', 'call settings.bat']],
    ['another file in a condition', ['set CACHE=none', 'if exist s.bat call "s.bat"']],
    ['what a loop reads', ['set CACHE=none', 'for /f %%a in (f) do set "%%a"']],
    ['a name that is computed', ['set CACHE=none', 'set %KEY%=unsafe']],
    ['a block that may not run', ['if "%1"=="" (', 'set CACHE=none', ')']],
    ['a line that may be jumped over', ['if "%1"=="x" goto run', 'set CACHE=none', ':run']],
  ])('does not know a variable that depends on %s', (_, lines) => {
    expect(script(...lines)).toBe('virtio0 virtio-blk unresolved');
  });

  it.each([
    ['a part of the same file', ['set CACHE=none', 'call :check']],
    ['a remark', ['set CACHE=none', 'rem call settings.bat', ':: set %A%=b']],
    ['a block before it', ['if "%1"=="" (', 'exit', ')', 'set CACHE=none']],
    ['a jump behind it', ['set CACHE=none', 'if exist f goto :eof']],
  ])('knows one beside %s', (_, lines) => {
    expect(script(...lines)).toBe('virtio0 virtio-blk none');
  });

  it.each([
    ['vm.conf.cmd', '/usr/bin/kvm \\\n  -id 100 \\\n  -drive file=/a,if=virtio\n', 'virtio0'],
    ['vm.cmd', 'rem kvm\nqemu-system-x86_64 ^\n -drive file=/a,if=virtio\n', 'virtio0'],
    ['vm.cmd', 'qemu-system-x86_64 -drive file=\\a\\b,if=virtio\n', 'virtio0'],
  ])('is %s only if it is none of a Unix shell: %j', (name, text, id) => {
    const result = readQemu(sourceText(name, text), bareContext);
    expect('read' in result && only(result.read)).toMatchObject({ disks: [{ id }], notes: [] });
  });

  it('is known by its carets too', () => {
    const text = 'qemu-system-x86_64 -m 1G ^\n  -drive file=a\\b.img,if=virtio,cache=none\n';
    expect(summaryOf(readQemu, text)).toBe('virtio0 virtio-blk none');
  });

  it('with an open quote is refused where it opens', () => {
    const source = sourceText('a.bat', 'qemu-system-x86_64 -hda "a.img\n');
    expect(readQemu(source, bareContext)).toMatchObject({ diagnostics: [{ line: 1, column: 25 }] });
  });
});

describe('PowerShell', () => {
  it('has backquotes, variables and lists', () => {
    const text =
      '& "C:\\qemu\\qemu-system-x86_64.exe" -M q35 `\n  -drive "file=$env:HOME\\a.img,if=virtio,cache=unsafe" `\n  -drive file=b.img @more # not all\n';
    const source = sourceText('vm.ps1', text);
    const result = readQemu(source, bareContext);
    const machine = 'read' in result ? only(result.read) : null;
    expect(machine?.disks.map(({ id, noFlush }) => [id, noFlush])).toMatchObject([
      ['virtio0', { value: true, origin: { at: { line: 2, column: 48 } } }],
      ['ide0', { value: false }],
    ]);
    expect(machine?.notes).toMatchObject([{ rule: 'unreadable' }]);
    expect(recognise(text, 'vm.ps1')).toBe('qemu');
  });

  const start = (line: string) =>
    summaryOf((source, context) => readQemu(sourceText('vm.ps1', source.text), context), line);

  it.each([
    ['-ArgumentList "-hda a.img -drive file=b,if=virtio,cache=unsafe" -Wait'],
    ["-ArgumentList '-hda','a.img','-drive','file=b,if=virtio,cache=unsafe' -NoNewWindow"],
    ["-Args @('-hda', 'a.img',\n  '-drive file=b,if=virtio,cache=unsafe')"],
    ['"-hda a.img -drive file=b,if=virtio,cache=unsafe"'],
    ['-ArgumentList $list', "$list = '-hda', 'a.img', '-drive file=b,if=virtio,cache=unsafe'\n"],
  ])('that starts a process gives it what a list holds: %s', (rest, before = '') => {
    for (const program of ['qemu-system-x86_64', '-FilePath "C:\\q\\qemu-system-x86_64.exe"']) {
      expect(start(`${before}Start-Process ${program} ${rest}\n`)).toBe(
        'ide0 ide writeback\nvirtio0 virtio-blk unsafe',
      );
    }
  });

  it.each([
    '-ArgumentList (Get-Content options.txt)',
    '-ArgumentList ("-hda " + $disk)',
    '-ArgumentList $list',
    "-ArgumentList '-hda $disk'",
  ])('that starts a process with an expression says that it is not read: %s', (rest) => {
    expect(start(`Start-Process qemu-system-x86_64 ${rest}\n`)).toBe('!!unreadable');
  });
});

describe('a variable of PowerShell', () => {
  const start = '& "C:\\Program Files\\qemu\\qemu-system-x86_64.exe"';
  const script = (lines: readonly string[], name = 'vm.ps1') =>
    summaryOf(
      (source, context) => readQemu(sourceText(name, source.text), context),
      `${lines.join('\n')}\n`,
    );

  it('is known where it is a literal, or a list of them, that is set once', () => {
    const lines = [
      "$cache = 'unsafe' # for speed",
      '$list = @(',
      "  '-m', '4G'",
      '  "-drive", "file=C:\\a.img,if=virtio,cache=$cache" # the system',
      ')',
      "$list += '-hdb', 'b.img'",
    ];
    const disks = 'virtio0 virtio-blk unsafe\nide1 ide writeback';
    expect(script([...lines, `${start} @list`])).toBe(disks);
    expect(script([...lines, `${start} $List`])).toBe(disks);
  });

  it.each([
    ['a branch sets it', ["$cache = 'none'", "if ($fast) { $cache = 'unsafe' }"]],
    ['it is set only in a branch', ['if ($fast) {', "$cache = 'unsafe'", '}']],
    ['it is an expression', ["$cache = 'none' + $suffix"]],
    ['it is set twice', ["$cache = 'none'", "$cache = 'unsafe'"]],
    ['a parameter or a loop sets it', ["foreach ($cache in 'none', 'unsafe') { }"]],
    ['a text is joined to it', ["$cache = 'no'", "$cache += 'ne'"]],
    ['another file may set it', ["$cache = 'none'", '. .\\settings.ps1']],
    ['another file may, in a branch', ["$cache = 'none'", 'if ($x) { . "$PSScriptRoot\\s.ps1" }']],
    ['it is set by its name', ["$cache = 'none'", 'Set-Variable cache unsafe']],
    ['a text is run', ["$cache = 'none'", 'Get-Content s | ForEach-Object { iex $_ }']],
  ])('is unknown where %s', (_, lines) => {
    const call = 'qemu-system-x86_64 -drive "file=a,if=virtio,cache=$cache"';
    expect(script([...lines, call])).toBe('virtio0 virtio-blk unresolved');
  });

  it('is several words where it is split at blanks', () => {
    const lines = ["$list = '-hda a.img'", `${start} $list.Split(" ") -hdb b.img`];
    expect(script(lines)).toBe('ide0 ide writeback\nide1 ide writeback');
  });

  it.each([
    '$list.Split(",")',
    '$list.Trim()',
    '$list[0]',
    '($list -split " ")',
    '@(Get-Content options.txt)',
  ])('is not read where something is computed with it: %s', (expression) => {
    const lines = ["$list = '-hda a.img'", `${start} -hdb b.img ${expression}`];
    expect(script(lines)).toContain('ide1 ide writeback');
    expect(script(lines)).toContain('!!unreadable');
    expect(script(lines)).not.toContain('ide0');
  });

  it('is known beside what only looks like another file', () => {
    const lines = [
      "$cache = 'none'",
      '# . .\\settings.ps1',
      'Write-Host "Done. Set the variable."',
    ];
    expect(script([...lines, `${start} -drive "file=a,if=virtio,cache=$cache"`])).toBe(
      'virtio0 virtio-blk none',
    );
  });

  it('ends with the block or the statement that it is in', () => {
    expect(script([`foreach ($x in 1, 2) { ${start} -hda a.img }`])).toBe('ide0 ide writeback');
    expect(script([`${start} -drive file=a.img,cache=unsafe; Write-Host $x`])).toBe(
      'ide0 ide unsafe',
    );
    expect(script([`${start} -drive 'file={a;b}.img,cache=unsafe'`])).toBe('ide0 ide unsafe');
  });

  it('takes options along that cannot be read', () => {
    expect(script(['$list = @(Get-Content disks.txt)', `${start} -hda a.img @list`])).toBe(
      'ide0 ide writeback\n!!unreadable',
    );
  });

  it('is no option where it is set', () => {
    expect(
      script(["$list = @('-drive', 'file=a,if=virtio')", 'qemu-system-x86_64 -hda b.img']),
    ).toBe('ide0 ide writeback');
  });

  it('takes no time that grows faster than the script', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `$a${index} += '-x', "\`"`);
    const began = secondsOfWork();
    script([...lines, 'qemu-system-x86_64 -hda b.img']);
    expect(secondsOfWork() - began).toBeLessThan(5);
  });
});
