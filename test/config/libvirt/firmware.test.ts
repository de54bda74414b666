import { describe, expect, it } from 'vitest';
import { readLibvirt } from '../../../src/config/libvirt/read.js';
import { only, read, shown } from '../reading.js';

const loader = "<loader readonly='yes' type='pflash'>/code.fd</loader>";

function flashOf(inside: string, firmware = '') {
  const os = `<os${firmware}><type machine='q35'>hvm</type>${inside}</os>`;
  const { disks } = only(read(readLibvirt, `<domain type='kvm'>${os}<devices/></domain>`));
  return disks.map(({ id, source, format }) => [
    id,
    shown(source.kind),
    source.name,
    shown(format),
  ]);
}

describe('the variables of the firmware', () => {
  it.each([
    ['<nvram>/vars.fd</nvram>', 'file', '/vars.fd'],
    ["<nvram type='file'><source file='/vars.fd'/></nvram>", 'file', '/vars.fd'],
    ["<nvram type='block'><source dev='/dev/vg/vars'/></nvram>", 'block', '/dev/vg/vars'],
    [
      "<nvram type='network'><source protocol='nbd' name='vars'><host name='h'/></source></nvram>",
      'nbd',
      'vars',
    ],
    ["<nvram type='network'><source protocol='iscsi' name='iqn'/></nvram>", 'iscsi', 'iqn'],
    ["<nvram template='/template.fd'/>", 'file', ''],
  ])('lie where %s says', (nvram, kind, name) => {
    expect(flashOf(loader + nvram)).toEqual([['nvram', kind, name, 'raw']]);
  });

  it('are chosen with the firmware', () => {
    expect(flashOf('', " firmware='efi'")).toEqual([['nvram', 'file', '', 'unresolved']]);
  });

  it.each([
    ['<nvram>/vars.fd</nvram>', " firmware='bios'"],
    ["<loader type='rom'/>", " firmware='efi'"],
    ["<loader stateless='yes'/>", " firmware='efi'"],
    ['<varstore/>', " firmware='efi'"],
  ])('are none in %s', (inside, firmware) => {
    expect(flashOf(inside, firmware)).toEqual([]);
  });
});
