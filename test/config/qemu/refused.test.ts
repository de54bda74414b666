import { describe, expect, it } from 'vitest';
import { readQemu } from '../../../src/config/qemu/read.js';
import { bareContext } from '../../../src/config/reader.js';
import { sourceText } from '../../../src/config/text.js';
import { only, read } from '../reading.js';

function refusals(options: string, qemuVersion = ''): readonly string[] {
  const { disks, notes } = only(read(readQemu, `qemu-system-x86_64 ${options}\n`, { qemuVersion }));
  return [...notes, ...disks.flatMap((disk) => disk.notes)]
    .filter(({ rule }) => rule === 'refused-by-qemu')
    .map(({ message, at }) => `${at.line}:${at.column} ${message}`);
}

const ide = '-drive file=/a,if=none,id=a -device ide-drive,drive=a';
const scsi = '-device lsi -drive file=/a,if=none,id=a -device scsi-disk,drive=a';

it('a device that is gone since QEMU 6.0 is refused, where that version may run it', () => {
  const gone = [
    expect.stringMatching(/QEMU has no (ide-drive|scsi-disk) since 6\.0, but (ide|scsi)-hd/),
  ];
  for (const options of [ide, scsi]) {
    expect(refusals(options)).toEqual(gone);
    expect(refusals(options, '6.0')).toEqual(gone);
    expect(refusals(`-machine pc-i440fx-6.0 ${options}`)).toEqual(gone);
    expect(refusals(options, '5.2')).toEqual([]);
    expect(refusals(`-machine pc-i440fx-2.12 ${options}`)).toEqual([]);
  }
  expect(refusals(ide.replace('ide-drive', 'ide-hd'))).toEqual([]);
});

it('no key of an option has a blank in it', () => {
  const key = /QEMU has no option with a blank in its name \(`if`\)/;
  expect(refusals('-drive "file=/a,\n  if=virtio,cache=unsafe"')).toEqual([
    expect.stringMatching(key),
  ]);
  expect(refusals('-drive "file=/a b.img,if=virtio"')).toEqual([]);
  expect(refusals('-drive "file=/a,\\\nif=virtio"')).toEqual([]);
});

it('an option and its value are two words, and what follows is an option again', () => {
  const text = '-hda=/a.img -drive file=/b,if=virtio';
  expect(refusals(text)).toEqual([
    expect.stringMatching(/^1:20 QEMU has no option `-hda=\/a\.img`/),
  ]);
  const { disks } = only(read(readQemu, `qemu-system-x86_64 ${text}\n`));
  expect(disks.map(({ id }) => id)).toEqual(['virtio0']);
});

it.each(['-machine help', '-M ?', '-device help', '--version', '-m 1G -cpu help', '-h'])(
  'what asks QEMU something is no machine: %s',
  (options) => {
    const page = `Use \`qemu-system-x86_64 ${options}\` to get a list of\n  \`machines\`, as \`it\` says.\n`;
    const start = 'qemu-system-x86_64 -hda a.img\n';
    const result = readQemu(sourceText('page.md', page), bareContext);
    expect(result).toMatchObject({ isForeign: true });
    const script = `qemu-system-x86_64 ${options}\n${start}`;
    expect(read(readQemu, script).definitions.map(({ disks }) => disks.length)).toEqual([1]);
  },
);

describe('a key of -drive', () => {
  it.each(['cashe=none', 'Cache=none', 'cache-mode=unsafe', 'write-cache=off', 'no-flush=on'])(
    'that nothing takes is refused: %s',
    (key) => {
      for (const format of ['raw', 'qcow2']) {
        const drive = `-drive file=/a,if=virtio,format=${format},${key}`;
        const [name = ''] = key.split('=');
        expect(refusals(drive)).toEqual([
          expect.stringContaining(`-drive has no option \`${name}\` where the driver is ${format}`),
        ]);
      }
    },
  );

  it.each([
    'format=raw,size=1G,offset=512',
    'format=qcow2,lazy-refcounts=on,l2-cache-size=4M,overlap-check=cached,cache-clean-interval=60',
    'format=qcow2,file.locking=off,backing.file.aio=native,cache.direct=on,encrypt.format=luks',
    'format=raw,throttling.bps-total=1,bps_rd=1,iops_wr_max_length=1,iops_size=1,group=g',
    'format=raw,serial=x,cyls=1,heads=1,secs=1,trans=none,stats-account-failed=off',
    'format=raw,force-share=on,auto-read-only=on,node-name=n,detect-zeroes=on,werror=report',
    'driver=blkdebug,cashe=none',
    'format=vmdk,cashe=none',
    'cashe=none',
    'format=$F,cashe=none',
    'format=raw,$X,cashe=none',
  ])('that a driver may take is not: %s', (keys) => {
    expect(refusals(`-drive file=/a,if=virtio,${keys}`)).toEqual([]);
  });
});
