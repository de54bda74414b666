import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostNamed } from '../../../src/config/device-names.js';
import { readLibvirt } from '../../../src/config/libvirt/read.js';
import { siteOf } from '../../../src/config/site/resolve.js';
import type { DiskSite } from '../../../src/model/site.js';
import { siteRows } from '../../../src/model/site-rows.js';
import type { Survey } from '../../../src/model/survey.js';
import type { VmDisk, VmFile } from '../../../src/model/vm-disk.js';
import { forgeSetups } from '../../../src/report/init/ci-files.js';
import { renderSiteFile } from '../../../src/report/init/site-file.js';
import { foundLines } from '../../../src/report/init/summary.js';
import { read, shown } from '../../config/reading.js';
import { siteFrom } from '../../config/site/site.js';
import { columnsOf, hostileText, wildText } from '../hostile.js';

const xml = `<domain type='kvm'><name>db01</name><os><type machine='pc-q35-9.2'>hvm</type></os><devices>
  <disk type='file'><source file='/srv/images/a'/><target dev='vda'/></disk>
  <disk type='block'><source dev='/dev/vg0/b'/><target dev='vdb'/></disk></devices></domain>`;

const vmFile = (file: string, text = xml): VmFile => ({ ...read(readLibvirt, text), file });

function survey(files: readonly VmFile[], changes: Partial<Survey> = {}): Survey {
  return { files, refused: [], versions: [], forges: [], ...changes };
}

const siteFileOf = (found: Survey): string =>
  renderSiteFile(found, { schema: './schema.json', hostNamed });

function sitesUnder(text: string, { definitions, file }: VmFile): readonly DiskSite[] {
  const site = text === '' ? null : siteFrom(text);
  return definitions.flatMap((definition) =>
    definition.disks.map((disk) => siteOf(site, { file, definition, isOneOfSeveral: false, disk })),
  );
}

/** Settings stand behind a `#`, indented by two; words are indented by one, or three. */
const uncommented = (text: string) =>
  text
    .split('\n')
    .flatMap((line) => /^#((?: {2})*[^ ].*)$/u.exec(line)?.[1] ?? [])
    .join('\n');

/** The kernels of hosts and guests have no setting to begin with. */
const said = (site: DiskSite) =>
  siteRows(site).map(([key, fact]) => [key, shown(fact), fact.known ? [] : fact.values]);

describe('a new blkcheck.config.yaml', () => {
  const file = vmFile('vms/db01.xml');
  const versions = [
    {
      version: '9.2',
      machineType: 'pc-q35-9.2',
      at: { file: 'vms/db01.xml', line: 1, column: 50, endColumn: 60 },
    },
  ];
  const text = siteFileOf(survey([file], { versions }));

  it('says nothing yet, and is valid', () => {
    expect(sitesUnder(text, file)).toEqual(sitesUnder('', file));
  });

  it('has every setting as it is assumed', () => {
    // What a name says is said.
    const plain = uncommented(text).replace('layers: [lvm]', 'layers: []');
    const site = siteFrom(plain);
    expect(Object.keys(site.file)).toEqual(['qemu', 'default', 'disks']);
    expect(sitesUnder(plain, file).map(said)).toEqual(sitesUnder('', file).map(said));
    for (const { allocation, disk, faults } of sitesUnder(plain, file)) {
      expect(
        [allocation, disk.kind, faults].map(({ origin }) => 'at' in origin && origin.at.file),
      ).toEqual(Array(3).fill('blkcheck.config.yaml'));
    }
  });

  it.each([
    ['/dev/zvol/tank/a', '{ filesystem: zfs }'],
    ['/dev/drbd/by-res/r0/0', '{ layers: [{ kind: drbd, protocol: C }] }'],
    ['/dev/bcache/by-uuid/b', '{ layers: [{ kind: bcache }] }'],
    ['/dev/rbd/pool/a', '{ layers: [] }'],
    ['/dev/disk/by-id/a', '{ layers: [] }'],
    ['/dev/sda', '{ layers: [] }'],
  ])('says of the host what the name of %s says', (device, host) => {
    const named = vmFile('vms/db01.xml', xml.replace('/dev/vg0/b', device));
    expect(siteFileOf(survey([named]))).toContain(`#    host: ${host}\n`);
  });

  it('names its schema, what was found, and where disks lie', () => {
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/schema\.json\n/u);
    expect(text).toContain('# found 2 disks of 1 machine in 1 file:');
    expect(text).toContain('#qemu: "9.2"');
    expect(text).toContain('#  # db01/vda\n#  - match: { path: "/srv/images/**" }');
    expect(text).toContain('#  - match: { path: "/dev/vg0/**" }\n#    host: { layers: [lvm] }');
    expect(siteFrom(uncommented(text)).file.disks?.at(-1)?.host?.layers).toEqual(['lvm']);
  });

  it('has no rule for what is never judged', () => {
    const loader =
      "<loader type='pflash' readonly='yes'>/usr/c.fd</loader><nvram>/var/nvram/db01.fd</nvram></os>";
    const flash = vmFile('vms/db01.xml', xml.replace('</os>', loader));
    expect(flash.definitions.flatMap(({ disks }) => disks)).toHaveLength(3);
    expect(siteFileOf(survey([flash]))).not.toContain('nvram');
  });

  it('has no line of its own for what a stranger named', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, wildText), (name) => {
        const [definition] = file.definitions;
        const [disk] = definition?.disks ?? [];
        if (definition === undefined || disk === undefined) throw new Error('no disk');
        const wild: VmDisk = {
          ...disk,
          id: name,
          source: { ...disk.source, name: `/srv/${name}/a` },
        };
        const files = [
          { ...file, file: name, definitions: [{ ...definition, name, disks: [wild] }] },
        ];
        const at = { file: name, line: 1, column: 1, endColumn: 2 };
        const wrong = { ...at, message: name, help: '', sourceLine: '' };
        const found = survey(files, {
          refused: [wrong],
          versions: [{ version: '9.2', machineType: name, at }],
        });
        const written = siteFileOf(found);
        for (const line of written.split('\n'))
          expect(line).toMatch(/^(#|$|blkcheck: config\/1$)/u);
        expect(() => siteFrom(uncommented(written))).not.toThrow();
        for (const line of foundLines(found, 80)) expect(columnsOf(line)).toBeLessThanOrEqual(160);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what a forge needs', () => {
  const parts = { version: '1.2.3', action: 'the action', gitlab: 'the template' };
  const setupOf = (names: readonly string[], forge: 'github' | 'gitlab' | 'pre-commit') => {
    const [setup] = forgeSetups(
      survey(
        names.map((name) => vmFile(name)),
        { forges: [forge] },
      ),
      parts,
    );
    return [...(setup?.files ?? []), ...(setup?.addition ? [setup.addition] : [])]
      .map(({ text }) => text)
      .join('\n');
  };

  it('names the folders at the root, each once', () => {
    const names = ['vms/a.xml', 'vms/deep/b.xml', 'c.xml'];
    expect(setupOf(names, 'github')).toContain('files: c.xml vms, sarif');
    expect(setupOf(names, 'gitlab')).toContain('BLKCHECK_FILES: c.xml vms\n');
    expect(setupOf(names, 'pre-commit')).toContain("files: '^(c\\.xml|vms)(/|$)'");
    expect(setupOf(names, 'pre-commit')).toContain('blkcheck@1.2.3');
  });

  it.each([`$\{{ github.token }}/a.xml`, 'a b/c.xml', "';x/c.xml", '-x/c.xml', 'a: b/c', '#/c'])(
    'names nothing that could be more than a name: %s',
    (name) => {
      for (const forge of ['github', 'gitlab', 'pre-commit'] as const) {
        expect(setupOf([name], forge)).not.toContain(name.split('/')[0]);
      }
      expect(setupOf([name], 'github')).toContain('files: ., sarif');
    },
  );
});
