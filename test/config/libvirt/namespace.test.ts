import { describe, expect, it } from 'vitest';
import { readLibvirt } from '../../../src/config/libvirt/read.js';
import { only, read, shown } from '../reading.js';

const namespace = 'http://libvirt.org/schemas/domain/qemu/1.0';
const disk =
  "<devices><disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/></disk></devices>";

function domainOf(attributes: string, outside: string) {
  return only(read(readLibvirt, `<domain type='kvm'${attributes}>${disk}${outside}</domain>`));
}

const lines: readonly (readonly [string, string, string])[] = [
  [
    'the domain',
    ` xmlns:q='${namespace}'`,
    "<q:commandline><q:arg value='-snapshot'/><q:arg value='-hda'/><q:arg value='/b'/></q:commandline>",
  ],
  [
    'the element',
    '',
    `<q:commandline xmlns:q='${namespace}'><q:arg value='-hda'/><q:arg value='/b'/></q:commandline>`,
  ],
  [
    'the element, without a prefix',
    '',
    `<commandline xmlns='${namespace}'><arg value='-hda'/><arg value='/b'/></commandline>`,
  ],
  [
    'each element, with prefixes of their own',
    '',
    `<a:commandline xmlns:a='${namespace}'><b:arg xmlns:b='${namespace}' value='-hda'/><a:arg value='/b'/></a:commandline>`,
  ],
];

describe("QEMU's namespace", () => {
  it.each(lines)('may be declared on %s', (_, attributes, outside) => {
    const { disks, notes } = domainOf(attributes, outside);
    expect(disks.map(({ source }) => source.name)).toEqual(['/a', '/b']);
    expect(notes).toEqual([]);
  });

  it('counts for overrides too', () => {
    const property = "<p:property name='write-cache' type='string' value='off'/>";
    const device = `<p:device alias='virtio-disk0'><p:frontend>${property}</p:frontend></p:device>`;
    const { disks } = domainOf('', `<p:override xmlns:p='${namespace}'>${device}</p:override>`);
    expect(disks.map(({ writeback }) => shown(writeback))).toEqual([false]);
  });

  it('of something else is dropped, which is said', () => {
    const { disks, notes } = domainOf(
      ` xmlns:q='urn:other'`,
      "<q:commandline><q:arg value='-hda'/><q:arg value='/b'/></q:commandline>",
    );
    expect(disks).toHaveLength(1);
    expect(notes.map(({ rule }) => rule)).toEqual(['no-effect']);
  });
});
