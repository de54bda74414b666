import { describe, expect, it } from 'vitest';
import { changeOf, spelledCures } from '../../src/catalogue/cures/cure-words.js';
import type { RuleId } from '../../src/catalogue/rules/rules.js';
import type { DefinitionFormat } from '../../src/config/formats.js';
import { siteOf } from '../../src/config/site/resolve.js';
import { blamedField } from '../../src/gate/blamed-field.js';
import { candidatesOf } from '../../src/gate/candidates.js';
import { standingOf } from '../../src/gate/standing.js';
import { readers } from '../config/readers.js';
import { only, read } from '../config/reading.js';

const qemu = (drive: string, device: string, more = ''): string =>
  `qemu-system-x86_64 -M q35 -drive file=/srv/a,if=none,id=a,format=raw,${drive} ` +
  `${more} -device virtio-blk-pci,drive=a${device}\n`;

const domain = (driver: string, property: string, more = ''): string =>
  `<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><name>a</name>
<os><type machine='q35'>hvm</type></os><devices>
<disk type='file' device='disk'><driver name='qemu' type='raw' ${driver}/><source file='/srv/a'/>
<target dev='vda' bus='virtio'/><alias name='ua-a'/></disk></devices>
${property === '' ? '' : `<q:override><q:device alias='ua-a'><q:frontend>${property}</q:frontend></q:device></q:override>`}${more}</domain>\n`;

const off = "<q:property name='write-cache' type='string' value='off'/>";
const ignore = "<q:property name='werror' type='string' value='ignore'/>";
const set =
  "<q:commandline><q:arg value='-set'/><q:arg value='device.ua-a.werror=ignore'/></q:commandline>";
const globalOff =
  "<q:commandline><q:arg value='-global'/><q:arg value='virtio-blk-pci.write-cache=off'/></q:commandline>";

function advised(format: DefinitionFormat, text: string, rule: RuleId, qemuVersion = '11.1') {
  const definition = only(read(readers[format], text, { qemuVersion }));
  const [disk] = definition.disks;
  if (disk === undefined) throw new Error(`not read: ${text}`);
  const site = siteOf(null, { file: 'input', definition, isOneOfSeveral: false, disk });
  const { configurations } = candidatesOf(disk, site, { release: '11.1', machine: 'newest' });
  const asked = [rule, disk.notation, configurations, standingOf(disk)] as const;
  const taken = spelledCures(...asked)[0]?.taken[0];
  const { field, at, isDefault } = blamedField(rule, disk, site, taken);
  const line = text.split('\n')[at.line - 1] ?? '';
  const words = line.slice(at.column - 1, at.endColumn - 1);
  return {
    change: changeOf(...asked).replace(/[^\s(]+:\d+:\d+/gu, 'here'),
    field,
    isDefault,
    words,
  };
}

describe('a setting that beats the one of the cure', () => {
  it.each<[string, DefinitionFormat, string, RuleId, string, string]>([
    [
      'in the drive itself',
      'qemu',
      qemu('cache=none,file.cache.no-flush=on', ''),
      'BLK014',
      'take away `file.cache.no-flush=on` (here)',
      'noFlush on',
    ],
    [
      'on the device',
      'qemu',
      qemu('cache=none', ',write-cache=off'),
      'BLK011',
      'take away `write-cache=off` (here), or aio=native or io_uring',
      'writeback off',
    ],
    [
      'of all devices',
      'qemu',
      qemu('cache=none', '', '-global virtio-blk-pci.write-cache=off'),
      'BLK011',
      'take away `write-cache=off` (here), or aio=native or io_uring',
      'writeback virtio-blk-pci.write-cache=off',
    ],
    [
      'of an override',
      'libvirt',
      domain("cache='none'", off),
      'BLK011',
      "take away `write-cache=off` (here), or io='native' or 'io_uring'",
      'writeback off',
    ],
    [
      'of an override, about errors',
      'libvirt',
      domain("error_policy='stop'", ignore),
      'BLK019',
      'take away `werror=ignore` (here)',
      'werror ignore',
    ],
    [
      'of -set, about errors',
      'libvirt',
      domain("error_policy='stop'", '', set),
      'BLK019',
      'take away `werror=ignore` (here)',
      'werror device.ua-a.werror=ignore',
    ],
  ])('has to go: %s', (_, format, text, rule, change, place) => {
    const [field = '', words = ''] = place.split(' ');
    expect(advised(format, text, rule)).toEqual({ change, field, isDefault: false, words });
  });

  it('goes together with what it hides, where that is no better', () => {
    expect(advised('libvirt', domain("cache='directsync'", off), 'BLK011').change).toBe(
      "take away `write-cache=off` (here) and set cache='none' or 'writeback', or io='native' or 'io_uring'",
    );
    expect(advised('libvirt', domain("error_policy='ignore'", ignore), 'BLK019').change).toBe(
      "take away `werror=ignore` (here) and set error_policy='report', 'stop' or 'enospace'",
    );
    expect(advised('qemu', qemu('cache=unsafe,cache.no-flush=on', ''), 'BLK014').change).toBe(
      'take away `cache.no-flush=on` (here) and set cache=writeback or none',
    );
  });

  it('is not told of where the cure changes something else', () => {
    expect(advised('qemu', qemu('cache=unsafe,cache.direct=on', ''), 'BLK014').change).not.toBe('');
    expect(advised('qemu', qemu('cache=none', ',write-cache=on'), 'BLK011').change).not.toContain(
      'take away',
    );
  });

  it('may stay where the setting of the cure beats it', () => {
    // libvirt sets the write cache of the device where the disk has a mode.
    expect(advised('libvirt', domain('', '', globalOff), 'BLK011').change).not.toContain(
      'take away',
    );
    const node =
      'qemu-system-x86_64 -M q35 -blockdev driver=file,filename=/srv/a,node-name=f,cache.no-flush=on ' +
      '-blockdev driver=raw,file=f,node-name=a -device virtio-blk-pci,drive=a\n';
    expect(advised('qemu', node, 'BLK014').change).not.toContain('take away');
  });
});
