import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readLibvirt } from '../../src/config/libvirt/read.js';
import { readProxmox } from '../../src/config/proxmox/read.js';
import { readQemu } from '../../src/config/qemu/read.js';
import { bareContext } from '../../src/config/reader.js';
import { siteOf } from '../../src/config/site/resolve.js';
import { sourceText } from '../../src/config/text.js';
import { candidatesOf } from '../../src/gate/candidates.js';
import { asConf, asDrives, asNodes, asXml, machine, modes, plain, type Spec } from './forms.js';
import { only, read, settings } from './reading.js';

function wanted(each: Spec) {
  const [writeback, direct, noFlush] = modes[each.cache];
  const { frontend, aio, format, discard, werror, name } = each;
  return { frontend, writeback, direct, noFlush, aio, format, discard, werror, name };
}

function found(file: ReturnType<typeof read>) {
  return only(file)
    .disks.map((disk) => settings(disk))
    .map(({ frontend, writeback, direct, noFlush, aio, format, discard, werror, name }) => ({
      frontend,
      writeback,
      direct,
      noFlush,
      aio,
      format,
      discard,
      werror,
      name,
    }));
}

function holds(
  write: (specs: readonly Spec[]) => string,
  reader: Parameters<typeof read>[0],
  isPlain = false,
): void {
  fc.assert(
    fc.property(machine, (drawn) => {
      const specs = isPlain ? plain(drawn) : drawn;
      expect(found(read(reader, write(specs)))).toEqual(specs.map(wanted));
    }),
    { numRuns: 300 },
  );
}

it('-drive reads back as it was written', () => holds(asDrives, readQemu));
it('-blockdev in JSON reads back', () => holds((specs) => asNodes(specs, true), readQemu));
it('-blockdev in dotted form reads back', () => holds((specs) => asNodes(specs, false), readQemu));
it('libvirt XML reads back', () => holds(asXml, readLibvirt));
it('a Proxmox VE file reads back', () => holds(asConf, readProxmox, true));

it('every value that is written has its own place', () => {
  fc.assert(
    fc.property(machine, (specs) => {
      for (const [reader, text] of [
        [readQemu, asDrives(specs)],
        [readQemu, asNodes(specs, true)],
        [readLibvirt, asXml(specs)],
      ] as const) {
        const result = reader(sourceText('input', text), bareContext);
        if (!('read' in result)) throw new Error('not read');
        const lines = text.split('\n');
        for (const [index, disk] of only(result.read).disks.entries()) {
          const { origin } = disk.aio;
          const { line: at, column, endColumn } = origin.at;
          expect((lines[at - 1] ?? '').slice(column - 1, endColumn - 1)).toBe(specs[index]?.aio);
        }
      }
    }),
    { numRuns: 100 },
  );
});

it('the same machine has the same candidates, and so the same verdict, in whatever form', () => {
  const forms = [
    [readQemu, asDrives],
    [readQemu, (specs: readonly Spec[]) => asNodes(specs, true)],
    [readLibvirt, asXml],
    [readProxmox, asConf],
  ] as const;
  fc.assert(
    fc.property(machine, (drawn) => {
      const specs = plain(drawn);
      const [first, ...others] = forms.map(([reader, write]) => {
        const definition = only(read(reader, write(specs)));
        return definition.disks.map((disk) => {
          const site = siteOf(null, { file: 'vm', definition, isOneOfSeveral: false, disk });
          return candidatesOf(disk, site, { release: '11.1', machine: 'newest' });
        });
      });
      for (const other of others) expect(other).toEqual(first);
    }),
    { numRuns: 60 },
  );
});
