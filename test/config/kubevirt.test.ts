import { describe, expect, it } from 'vitest';
import { isCompanion } from '../../src/config/companions.js';
import { readKubevirt } from '../../src/config/kubevirt/read.js';
import { bareContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import { cacheNameOf } from '../../src/model/cache-name.js';
import type { VmDisk } from '../../src/model/vm-disk.js';
import { only, read, shown } from './reading.js';
import { secondsOfWork } from './work.js';

function vmi(disk: string, volume = 'persistentVolumeClaim: { claimName: c }', more = ''): string {
  return [
    'kind: VirtualMachineInstance',
    'metadata: { name: m }',
    'spec:',
    more,
    '  domain:',
    '    devices:',
    '      disks:',
    `        - { name: d, ${disk} }`,
    '  volumes:',
    `    - { name: d, ${volume} }`,
    '',
  ].join('\n');
}

function diskOf(text: string): VmDisk {
  const [disk, ...others] = only(read(readKubevirt, text)).disks;
  if (disk === undefined || others.length > 0) throw new Error('not one disk');
  return disk;
}

const cachesOf = ({ caches }: VmDisk) => caches.map(cacheNameOf).sort();

describe('the cache mode', () => {
  it.each<readonly [string, readonly string[]]>([
    ['disk: {}', ['none', 'writethrough']],
    ['cache: none', ['none']],
    ['cache: writeback', ['writeback']],
    ['shareable: true', ['none']],
    ['cache: ""', ['none', 'writethrough']],
    ['cache: "{{ cache }}"', ['none', 'writeback', 'writethrough']],
  ])('%s', (text, names) => {
    expect(cachesOf(diskOf(vmi(text)))).toEqual(names);
  });

  it('that KubeVirt does not have is refused', () => {
    const { notes, writeback, noFlush } = diskOf(vmi('cache: unsafe'));
    expect([writeback, noFlush].map(shown)).toEqual(['unresolved', false]);
    expect(notes).toEqual([expect.objectContaining({ rule: 'refused-by-qemu' })]);
  });
});

describe('a setting one level off has no effect, and is told:', () => {
  it.each([
    [
      'disk: { bus: virtio, cache: writeback }',
      '`cache` has no effect: KubeVirt has it beside `disk:`',
    ],
    ['lun: { bus: scsi, io: native }', '`io` has no effect: KubeVirt has it beside `lun:`'],
    ['disk: {}, bus: virtio', '`bus` has no effect: KubeVirt has it in `disk:`'],
  ])('%s', (text, message) => {
    const { frontend, caches, notes } = diskOf(vmi(text));
    const without = diskOf(vmi(text.replace(/, (cache|io): \w+ |, bus: virtio$/, ' ')));
    expect([shown(frontend), caches]).toEqual([shown(without.frontend), without.caches]);
    expect(notes.filter(({ rule }) => rule === 'no-effect')).toEqual([
      expect.objectContaining({ message }),
    ]);
  });

  it('where all stand where they belong nothing is told', () => {
    const { notes } = diskOf(vmi('disk: { bus: virtio }, cache: none, io: native'));
    expect(notes).toEqual([]);
  });
});

describe('the bus', () => {
  it.each([
    ['disk: { bus: virtio }', '', 'virtio-blk'],
    ['disk: { bus: scsi }', '', 'virtio-scsi'],
    ['disk: { bus: usb }', '', 'usb-storage'],
    ['disk: {}', '', 'ahci'],
    ['disk: { bus: "" }', '', 'ahci'],
    ['disk: {}', '  architecture: arm64', 'virtio-blk'],
    ['lun: { bus: scsi }', '', 'virtio-scsi'],
  ])('%s%s: %s', (disk, more, frontend) => {
    expect(shown(diskOf(vmi(disk, undefined, more)).frontend)).toBe(frontend);
  });
});

describe('the volume', () => {
  it.each([
    ['persistentVolumeClaim: { claimName: c }', 'persistent-volume', 'raw', false],
    ['dataVolume: { name: c }', 'persistent-volume', 'raw', false],
    ['hostDisk: { path: /a, type: Disk }', 'file', 'raw', false],
    ['containerDisk: { image: i }', 'ephemeral', 'qcow2', true],
    ['emptyDisk: { capacity: 1Gi }', 'ephemeral', 'qcow2', true],
    ['ephemeral: { persistentVolumeClaim: { claimName: c } }', 'ephemeral', 'qcow2', true],
    ['cloudInitNoCloud: { userData: x }', 'ephemeral', 'raw', true],
  ])('%s', (volume, kind, format, isDisposable) => {
    const { source, format: fact, disposable } = diskOf(vmi('disk: {}', volume));
    expect([shown(source.kind), shown(fact), disposable !== '']).toEqual([
      kind,
      format,
      isDisposable,
    ]);
  });
});

it('stops at write errors unless it is told otherwise', () => {
  expect(shown(diskOf(vmi('disk: {}')).werror)).toBe('stop');
  const { werror, notes } = diskOf(vmi('errorPolicy: ignore'));
  expect([shown(werror), notes.map(({ rule }) => rule)]).toEqual([
    'ignore',
    ['write-errors-ignored'],
  ]);
});

it('has machines of one name in several namespaces, which are not called by their place', () => {
  const machine = (metadata: string) =>
    `kind: VirtualMachine\nmetadata: ${metadata}\nspec: { template: { spec: { domain: {} } } }\n`;
  const named = (...all: readonly string[]) =>
    read(readKubevirt, all.map(machine).join('---\n')).definitions.map((each) => [
      each.name,
      each.qualified,
      each.isCounted,
    ]);
  expect(named('{ name: a, namespace: prod }', '{ name: a, namespace: test }')).toEqual([
    ['a', 'prod/a', undefined],
    ['a#2', 'test/a', undefined],
  ]);
  expect(named('{ name: a }', '{ name: a }').map(([, , isCounted]) => isCounted)).toEqual([
    true,
    true,
  ]);
  expect(named('{ name: a, namespace: prod }')).toEqual([['a', 'prod/a', undefined]]);
});

describe('a preference', () => {
  const vm = (kind: string) =>
    `kind: VirtualMachine\nmetadata: { name: m }\nspec:\n  preference: { kind: ${kind}, name: p }\n  template: { spec: { domain: { devices: { disks: [{ name: d }] } }, volumes: [{ name: d, dataVolume: { name: x } }] } }\n`;
  const preference =
    'kind: VirtualMachineClusterPreference\nmetadata: { name: p }\nspec: { devices: { preferredDiskBus: scsi, preferredDiskCache: writeback, preferredDiskIO: threads } }\n';

  it('of the same input says what the machine does not', () => {
    const disk = diskOf(`${vm('VirtualMachineClusterPreference')}---\n${preference}`);
    expect([shown(disk.frontend), cachesOf(disk), shown(disk.aio)]).toEqual([
      'virtio-scsi',
      ['writeback'],
      'threads',
    ]);
    expect(disk.frontend.origin).toMatchObject({ kind: 'file', at: { line: 9 } });
  });

  it('may stand in another file of the input', () => {
    const companions = [sourceText('preference.yaml', preference)];
    const text = vm('VirtualMachineClusterPreference');
    const [disk] = only(read(readKubevirt, text, { companions })).disks;
    expect(disk?.frontend).toMatchObject({ value: 'virtio-scsi' });
    expect(disk?.frontend.origin.at).toMatchObject({ file: 'preference.yaml', line: 3 });
  });

  const inNamespace = (text: string, namespace: string) =>
    text.replace('metadata: { ', `metadata: { namespace: ${namespace}, `);
  const own = preference.replace('Cluster', '');

  it.each([
    ['its own', 'prod', 'prod', 'virtio-scsi'],
    ['another', 'prod', 'test', 'unresolved'],
    ['none that is named', 'prod', '', 'virtio-scsi'],
    ['one that only the preference names', '', 'prod', 'virtio-scsi'],
  ])('of a namespace is for machines of %s', (_, ofMachine, ofPreference, frontend) => {
    const machine = inNamespace(vm('VirtualMachinePreference'), ofMachine);
    const disk = diskOf(`${machine}---\n${inNamespace(own, ofPreference)}`);
    expect(shown(disk.frontend)).toBe(frontend);
  });

  it('that is one of several is not known', () => {
    const machine = vm('VirtualMachinePreference');
    const others = [
      inNamespace(own, 'prod'),
      inNamespace(own.replace('Bus: scsi', 'Bus: virtio'), 'test'),
    ];
    expect(shown(diskOf([machine, ...others].join('---\n')).frontend)).toBe('unresolved');
    expect(shown(diskOf([machine, others[0], others[0]].join('---\n')).frontend)).toBe(
      'virtio-scsi',
    );
  });

  it('of another input leaves it unresolved', () => {
    const disk = diskOf(`${vm('VirtualMachinePreference')}---\n${preference}`);
    expect([shown(disk.frontend), shown(disk.writeback)]).toEqual(['unresolved', 'unresolved']);
  });
});

it('resolves nothing behind a hook sidecar', () => {
  const text = vmi('cache: none').replace(
    '{ name: m }',
    "{ name: m, annotations: { hooks.kubevirt.io/hookSidecars: '[{}]' } }",
  );
  const { disks, notes } = only(read(readKubevirt, text));
  expect(disks.map(({ direct, frontend }) => [shown(direct), shown(frontend)])).toEqual([
    ['unresolved', 'unresolved'],
  ]);
  expect(notes).toEqual([expect.objectContaining({ rule: 'passthrough' })]);
});

it('gives a disk to a volume that no disk names', () => {
  const text =
    'kind: VirtualMachineInstance\nspec: { domain: { devices: {} }, volumes: [{ name: v, dataVolume: { name: x } }] }\n';
  expect(diskOf(text).id).toBe('v');
});

it('tells a patch from a machine', () => {
  const whole = vmi('cache: none');
  expect(only(read(readKubevirt, whole)).notes).toEqual([]);
  const patch = whole.slice(0, whole.indexOf('  volumes:'));
  const { disks, notes } = only(read(readKubevirt, patch));
  const says = expect.stringContaining('kustomize');
  expect([disks, notes]).toMatchObject([
    [],
    [{ rule: 'unreadable', message: says, at: { line: 8 } }],
  ]);
});

it('follows anchors and merge keys', () => {
  const text =
    'kind: VirtualMachineInstance\nspec:\n  domain:\n    devices:\n      disks:\n        - &a { name: d, cache: none, disk: { bus: virtio } }\n        - { <<: *a, name: e }\n  volumes:\n    - { name: d, dataVolume: { name: x } }\n    - { name: e, dataVolume: { name: y } }\n';
  const { disks } = only(read(readKubevirt, text));
  expect(disks.map((disk) => [disk.id, shown(disk.frontend), shown(disk.direct)])).toEqual([
    ['d', 'virtio-blk', true],
    ['e', 'virtio-blk', true],
  ]);
});

it('finds machines in lists, templates and pools', () => {
  const one =
    '{ kind: VirtualMachineInstance, spec: { volumes: [{ name: v, dataVolume: { name: x } }] } }';
  for (const text of [
    `kind: List\nitems: [${one}]\n`,
    `kind: Template\nobjects: [${one}]\n`,
    'kind: VirtualMachinePool\nspec: { virtualMachineTemplate: { spec: { template: { spec: { volumes: [{ name: v, dataVolume: { name: x } }] } } } } }\n',
    'kind: KubevirtMachineTemplate\nspec: { template: { spec: { virtualMachineTemplate: { spec: { template: { spec: { volumes: [{ name: v, dataVolume: { name: x } }] } } } } } } }\n',
    JSON.stringify({
      kind: 'VirtualMachineInstance',
      spec: { volumes: [{ name: 'v', dataVolume: { name: 'x' } }] },
    }),
  ]) {
    expect(diskOf(text).id).toBe('v');
  }
});

it('of one mistake in YAML, what follows from it is not told', () => {
  const broken = 'kind: VirtualMachine\na: b: c\n  d: "e\nf: [\ng: }\n';
  for (const [text, count] of [
    [broken, 1],
    [`kind: VirtualMachine\na: ]\n---\nb: }\n---\nc: d\n`, 2],
  ] as const) {
    const result = readKubevirt(sourceText('x.yaml', text), bareContext);
    expect('diagnostics' in result ? result.diagnostics : []).toHaveLength(count);
  }
});

describe('what is no YAML, or no machine, is refused with its place', () => {
  const bomb = Array.from(
    { length: 12 },
    (_, i) =>
      `a${i}: &a${i} [${Array.from({ length: 9 }, () => (i === 0 ? 'x' : `*a${i - 1}`)).join(', ')}]`,
  ).join('\n');

  it.each<readonly [string, string, number, RegExp]>([
    ['not YAML', 'kind: VirtualMachine\nspec: [\n', 3, /not valid YAML/],
    ['something else', 'kind: Service\n', 1, /no machine/],
    [
      'a template',
      'kind: VirtualMachine\n{{- if .Values.on }}\nspec: {}\n{{- end }}\n',
      2,
      /not valid YAML/,
    ],
    ['an alias of nothing', 'kind: VirtualMachine\nspec: *a\n', 2, /`\*a` has no anchor/],
    [
      'too many aliases',
      `kind: VirtualMachine\na: &a 1\nb: [${'*a, '.repeat(200)}]\n`,
      3,
      /more than 100 aliases/,
    ],
    ['nested deeply', `kind: VirtualMachine\nspec: ${'['.repeat(1000)}`, 2, /nested too deeply/],
  ])('%s', (_, text, line, message) => {
    const result = readKubevirt(sourceText('x.yaml', text), bareContext);
    const [first] = 'diagnostics' in result ? result.diagnostics : [];
    expect(first?.message).toMatch(message);
    expect(first?.line).toBeLessThanOrEqual(line);
    expect(first?.line).toBeGreaterThan(0);
  });

  it('aliases that multiply are not followed', () => {
    const text = `${bomb}\nkind: VirtualMachineInstance\nspec: { volumes: *a11 }\n`;
    const started = secondsOfWork();
    readKubevirt(sourceText('x.yaml', text), bareContext);
    expect(secondsOfWork() - started).toBeLessThan(2);
  });
});

it('says so where a template has yet to fill the machine in', () => {
  const { notes } = only(read(readKubevirt, 'kind: VirtualMachine\nspec: {{ .Values.spec }}\n'));
  expect(notes).toEqual([expect.objectContaining({ rule: 'unreadable' })]);
});

describe('a template that nobody has rendered', () => {
  const filled = (name: string, disks: string, volumes: string) =>
    `apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\nmetadata:\n  name: ${name}\nspec:\n  domain:\n    devices:\n      disks: ${disks}\n  volumes: ${volumes}\n`;
  const volumes = '[{ name: d, persistentVolumeClaim: { claimName: c } }]';

  it.each([
    ['vm-{{ .n }}', 'none'],
    // A value that begins with an expression, and goes on behind it, is no YAML.
    ['{{ .n }}-vm', 'none'],
    ['{{ .n }}-{{ index .m "a: b" }}', 'none'],
    ['n', '{{ .cache }}-x'],
  ])('is read with the name %s and the cache %s', (name, cache) => {
    const disk = `\n      - name: d\n        cache: ${cache}\n        disk: { bus: virtio }`;
    const { disks, notes } = only(read(readKubevirt, filled(name, disk, volumes)));
    const direct = cache === 'none' ? true : 'unresolved';
    expect([disks.map((each) => [each.id, shown(each.direct)]), notes]).toEqual([
      [['d', direct]],
      [],
    ]);
    // What is shown of it is what stands there, at its place.
    expect(disks[0]?.direct.origin.at).toMatchObject({ line: 10, column: 16 });
  });

  it.each([
    ['{{ .Values.disks }}', '{{ .Values.volumes | toJson }}'],
    ['[{ name: d, disk: {} }]', '{{ .Values.volumes | toJson }}'],
    ['[]', '\n  - {{ .Values.volume | toJson }}'],
  ])('may have any number of disks: %s, %s', (disks, list) => {
    const { notes } = only(read(readKubevirt, filled('n', disks, list)));
    expect(notes).toEqual([
      expect.objectContaining({
        rule: 'unreadable',
        message: expect.stringContaining('stands for'),
      }),
    ]);
  });

  it('is refused where a whole part of it is filled in', () => {
    const text = filled('{{ .n }}-vm', '\n        {{- toYaml .Values.disks | nindent 8 }}', '[]');
    expect(readKubevirt(sourceText('a.yaml', text), bareContext)).toMatchObject({
      diagnostics: [{ help: 'it looks like a template: render it first' }],
    });
  });
});

describe('KubeVirt refuses', () => {
  const rulesOf = (text: string) => diskOf(vmi(text)).notes.map(({ rule }) => rule);

  it.each([
    'disk: {}, shareable: true, cache: writethrough',
    'disk: {}, cache: directsync',
    'disk: {}, cache: none, io: io_uring',
    'disk: {}, cache: none, errorPolicy: enospc',
  ])('%s', (text) => {
    expect(rulesOf(text)).toEqual(['refused-by-qemu']);
  });

  it.each([
    'disk: {}, shareable: true, cache: none',
    'disk: {}, shareable: "true", cache: "{{ cache }}"',
    'disk: {}, cache: none, io: ""',
    'disk: {}, cache: none, io: "{{ io }}", errorPolicy: "{{ policy }}"',
  ])('not %s', (text) => {
    expect(rulesOf(text)).toEqual([]);
  });
});

describe('a page', () => {
  const whole = (cache: string) => `~~~yaml\n${vmi(`disk: {}, cache: ${cache}`)}~~~\n`;
  const page = (...parts: readonly string[]) =>
    readKubevirt(sourceText('page.md', ['# Disks', '', ...parts, ''].join('\n')), bareContext);
  const fragment = '```yaml\ndisks:\n- name: a\n  cache: writethrough\n```';
  const broken = '```\nspec:\n  disks: [\n- : -\n```';

  it('holds whole definitions, each at its place, and says of the others that they are not read', () => {
    const result = page(
      whole('none'),
      'a: [text',
      fragment,
      '```sh\ndisks: [\n```',
      broken,
      whole('writeback'),
    );
    const machines = 'read' in result ? result.read.definitions : [];
    expect(machines.map(({ disks }) => disks.map(({ caches }) => caches.map(cacheNameOf)))).toEqual(
      [[['none']], [['writeback']]],
    );
    expect(machines[0]?.disks[0]?.direct.origin.at).toMatchObject({ line: 11, column: 39 });
    expect(machines.flatMap(({ notes }) => notes)).toMatchObject([
      { rule: 'unreadable', message: expect.stringContaining('no whole'), at: { line: 18 } },
      { rule: 'unreadable', message: expect.stringContaining('no valid YAML'), at: { line: 26 } },
    ]);
  });

  it('without a whole definition is one mistake', () => {
    const result = page(broken, fragment);
    expect(result).toMatchObject({
      isForeign: true,
      diagnostics: [{ line: 4, message: expect.stringContaining('and 1 more') }],
    });
  });
});

describe('what wraps a machine', () => {
  const machine =
    'apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: { name: m }\nspec:\n  template: { spec: { domain: { devices: { disks: [{ name: d, cache: none }] } }, volumes: [{ name: d, dataVolume: { name: x } }] } }\n';
  const inner = JSON.stringify({
    kind: 'VirtualMachine',
    metadata: { name: 'inner' },
    spec: {
      template: {
        spec: {
          domain: { devices: { disks: [{ name: 'e' }] } },
          volumes: [{ name: 'e', dataVolume: { name: 'y' } }],
        },
      },
    },
  });
  const withOther = (other: string) => read(readKubevirt, `${machine}---\n${other}\n`);

  it.each([
    ['ManifestWork', 'spec: { workload: { manifests: [INNER] } }'],
    ['Object', 'spec: { forProvider: { manifest: INNER } }'],
  ])('is looked into: %s', (kind, spec) => {
    const { definitions } = withOther(`kind: ${kind}\n${spec.replace('INNER', inner)}`);
    expect(definitions.map(({ name }) => name)).toEqual(['m', 'inner']);
  });

  it.each([
    [
      'another kind',
      'kind: VirtualMachines\nspec: { domain: { devices: { disks: [{ name: e }] } } }',
    ],
    ['a text', `kind: ConfigMap\ndata:\n  vm.yaml: |\n    ${inner}\n    # end`],
  ])('and is told where it cannot be read: %s', (_, other) => {
    const [{ notes } = { notes: [] }] = withOther(other).definitions;
    expect(notes.map(({ rule, ofAllDisks }) => [rule, ofAllDisks])).toEqual([['unreadable', true]]);
  });

  it.each([
    'kind: Role\nrules: [{ kind: VirtualMachine }]',
    'kind: CustomResourceDefinition\nspec: { names: { kind: VirtualMachine } }',
    'kind: ConfigMap\ndata:\n  a.conf: |\n    cache = none\n    size = 2\n',
  ])('is not meant by what has the same words', (other) => {
    const { definitions } = withOther(other);
    expect(definitions.map(({ notes }) => notes)).toEqual([[]]);
  });
});

describe('a volume that is a block device', () => {
  const claim = (mode: string, kind = 'PersistentVolumeClaim') =>
    `---\nkind: ${kind}\nmetadata: { name: c, namespace: prod }\nspec: { ${mode} }\n`;
  const block = claim('volumeMode: Block');
  const settings = (text: string, ...beside: readonly string[]) => {
    const companions = beside.map((each) => sourceText('claims.yaml', each));
    const [disk] = only(read(readKubevirt, text, { companions })).disks;
    if (disk === undefined) throw new Error('no disk');
    return `${cachesOf(disk)} ${shown(disk.aio)} ${disk.source.host?.storage ?? ''}`;
  };
  const onDevice = 'none native block-device';
  const either = 'none,writethrough unresolved ';

  it.each([
    ['a claim says', vmi('disk: {}') + block, onDevice],
    [
      'a claim of its namespace says',
      vmi('disk: {}').replace('name: m', 'name: m, namespace: prod') + block,
      onDevice,
    ],
    [
      'a claim of another namespace says',
      vmi('disk: {}').replace('name: m', 'name: m, namespace: test') + block,
      either,
    ],
    [
      'a data volume says',
      vmi('disk: {}') + claim('storage: { volumeMode: Block }', 'DataVolume'),
      onDevice,
    ],
    [
      'a data volume with a claim says',
      vmi('disk: {}') + claim('pvc: { volumeMode: Block }', 'DataVolume'),
      onDevice,
    ],
    ['nobody says', vmi('disk: {}') + claim('accessModes: []'), either],
    ['a template leaves open', vmi('disk: {}') + claim('volumeMode: "{{ mode }}"'), either],
    [
      'two of one name do not agree on',
      vmi('disk: {}') + block + claim('volumeMode: Filesystem'),
      either,
    ],
    ['writes otherwise', vmi('cache: writeback') + block, 'writeback threads block-device'],
    ['has io of its own', vmi('io: threads') + block, 'none threads block-device'],
  ])('as %s', (_, text, expected) => {
    expect(settings(text)).toBe(expected);
  });

  it('as a file of the same call says', () => {
    expect(settings(vmi('disk: {}'), block)).toBe(onDevice);
    expect(isCompanion(block)).toBe(true);
  });

  it('as none says that another claims of the same name', () => {
    const plain = 'kind: PersistentVolumeClaim\nmetadata: { name: c }\nspec: {}\n';
    expect(isCompanion(plain)).toBe(true);
    expect(settings(vmi('disk: {}'), `${block}---\n${plain}`)).not.toBe(onDevice);
  });

  it('as the machine says that has it made', () => {
    const made =
      'kind: VirtualMachine\nmetadata: { name: m }\nspec:\n' +
      '  dataVolumeTemplates: [{ metadata: { name: x }, spec: { storage: { volumeMode: Block } } }]\n' +
      '  template: { spec: { domain: { devices: { disks: [{ name: d }] } }, volumes: [{ name: d, dataVolume: { name: x } }] } }\n';
    expect(settings(made)).toBe(onDevice);
  });
});
