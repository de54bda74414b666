import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { readLibvirt } from '../../../src/config/libvirt/read.js';
import { readQemu } from '../../../src/config/qemu/read.js';
import { bareContext } from '../../../src/config/reader.js';
import { siteOf } from '../../../src/config/site/resolve.js';
import { sourceText } from '../../../src/config/text.js';
import { renderConfigJson } from '../../../src/report/config/config-json.js';
import { configSchema } from '../../../src/report/config/config-schema.js';
import { schemaText, undescribedIn } from '../../json-schemas.js';

const file = '../../../schemas/config-output.schema.json';

const types = ['Definitions', 'VmFile', 'VmDefinition'];
const generated = () => schemaText('config-output:1', configSchema, { types });

function fixture(reader: typeof readLibvirt, name: string) {
  const path = fileURLToPath(new URL(`../../../examples/vms/${name}`, import.meta.url));
  const result = reader(sourceText(name, readFileSync(path, 'utf8')), bareContext);
  if ('read' in result) return result.read;
  throw new Error(`${name} is not read`);
}

const xml = fixture(readLibvirt, 'db01.xml');
const script = fixture(readQemu, 'run.sh');

const sites = new Map(
  [xml, script].flatMap(({ file, definitions }) =>
    definitions.flatMap((definition) =>
      definition.disks.map((disk) => {
        const isOneOfSeveral = definitions.length > 1;
        return [disk, siteOf(null, { file, definition, isOneOfSeveral, disk })] as const;
      }),
    ),
  ),
);

it('is in schemas/ as it is in the code (vitest run -u writes it)', async () => {
  expect(undescribedIn(generated())).toEqual([]);
  await expect(generated()).toMatchFileSnapshot(file);
});

describe('what is printed', () => {
  it.each([
    ['of one file', renderConfigJson([xml], true, sites)],
    ['of one of several', renderConfigJson([xml], false, sites)],
    ['of several', renderConfigJson([xml, script], false, sites)],
  ])('%s fits, here and for others', (_, text) => {
    const data = JSON.parse(text);
    expect(v.safeParse(configSchema, data).issues ?? []).toEqual([]);
    const { $schema: _schema, ...schema } = JSON.parse(generated());
    const check = new Ajv({ strict: false }).compile(schema);
    expect(check(data)).toBe(true);
  });

  it('has the shape that is promised', () => {
    const { schemaVersion, disks, skipped } = JSON.parse(renderConfigJson([xml], true, sites));
    expect(schemaVersion).toBe(1);
    expect(skipped).toContainEqual(expect.objectContaining({ id: 'sdc', reason: 'a CD-ROM' }));
    const [vda] = disks.filter(({ id }: { id: string }) => id === 'vda');
    expect(vda).toMatchObject({
      id: 'vda',
      frontend: 'virtio-blk',
      writeback: false,
      direct: true,
      noFlush: false,
      cache: 'directsync',
      aio: 'native',
      format: 'raw',
      source: { kind: 'block', name: '/dev/vg0/db01' },
      disposable: false,
      origins: {
        writeback: { kind: 'file', file: 'db01.xml', line: 41, column: 64 },
        direct: { kind: 'file', file: 'db01.xml', line: 12, column: 45 },
        werror: { kind: 'default', of: 'QEMU' },
      },
    });
  });

  it('says what is not known, and what it may be', () => {
    const { disks } = JSON.parse(renderConfigJson([script], true, sites));
    const [log] = disks.filter(({ id }: { id: string }) => id === 'web/log0');
    expect(log).toMatchObject({
      writeback: 'unresolved',
      cache: 'unresolved',
      origins: { writeback: { kind: 'unresolved', text: '$LOG_CACHE', line: 7 } },
    });
    expect(log.possibleCaches).toHaveLength(5);
  });
});
