import { describe, expect, it } from 'vitest';
import type { DefinitionFormat } from '../../src/config/formats.js';
import { limits } from '../../src/config/limits.js';
import { cacheNameOf } from '../../src/model/cache-name.js';
import { readers } from './readers.js';
import { read } from './reading.js';

/** What is read of each disk, and what is not. */
function reading(format: DefinitionFormat, lines: readonly string[], file = 'input') {
  const { definitions } = read(readers[format], `${lines.join('\n')}\n`, {}, file);
  return definitions.flatMap(({ disks, notes }) => [
    ...disks.map(({ id, caches }) => `${id} ${caches.map(cacheNameOf).join('|')}`),
    ...notes.map(({ rule, ofAllDisks }) => `${rule}${ofAllDisks === true ? '!' : ''}`),
  ]);
}

const qemu = (cache: string) => `qemu-system-x86_64 -drive file=/a,if=virtio,cache=${cache}`;
const domain = (...driver: readonly string[]) => [
  "<domain type='kvm'><devices><disk type='file'>",
  ...driver,
  "<source file='/a'/><target dev='vda' bus='virtio'/></disk></devices></domain>",
];

describe('a template has', () => {
  it.each<[string, DefinitionFormat, string[], string[]]>([
    [
      'one of two lines',
      'proxmox',
      [
        '{% if a %}',
        'scsi0: l:1,cache=none',
        '{%- else -%}',
        'scsi0: l:1,cache=unsafe',
        '{% endif %}',
      ],
      ['scsi0 none|unsafe'],
    ],
    [
      'a line or none',
      'openstack',
      [
        '[libvirt]',
        '{% if a %}',
        'disk_cachemodes = block=unsafe',
        '{% endif %}',
        'virt_type = kvm',
      ],
      [
        'local none|writeback',
        'volume-block unsafe|none',
        'volume-file none',
        'volume-network none',
      ],
    ],
    [
      'one of three elements',
      'libvirt',
      domain(
        '{% if a %}',
        "<driver cache='none'/>",
        '{% elif b %}',
        "<driver cache='unsafe'/>",
        '{% else %}',
        "<driver cache='directsync'/>",
        '{% endif %}',
      ),
      ['vda none|unsafe|directsync'],
    ],
    [
      'one of two attributes',
      'libvirt',
      domain("<driver {% if a %}cache='none'{% else %}cache='unsafe'{% endif %}/>"),
      ['vda none|unsafe'],
    ],
    [
      'a value of a variable, by ERB',
      'qemu',
      ['<% if @a %>', 'C=unsafe', '<% else -%>', 'C=none', '<% end %>', qemu('$C')],
      ['virtio0 unsafe|none'],
    ],
    [
      'one of two lines, by Go',
      'proxmox',
      [
        '{{- if .A }}',
        'scsi0: l:1,cache=none',
        '{{ else }}',
        'scsi0: l:1,cache=unsafe',
        '{{- end }}',
      ],
      ['scsi0 none|unsafe'],
    ],
    [
      'one of two lines, by Terraform',
      'proxmox',
      [
        '%{ if a ~}',
        'scsi0: l:1,cache=none',
        '%{ else }',
        'scsi0: l:1,cache=unsafe',
        '%{ endif ~}',
      ],
      ['scsi0 none|unsafe'],
    ],
    [
      'a condition in a branch of another',
      'proxmox',
      [
        '{% if a %}',
        'scsi0: l:1,cache=none',
        '{% else %}',
        '{% if b %}',
        'scsi0: l:1,cache=unsafe',
        '{% else %}',
        'scsi0: l:1,cache=directsync',
        '{% endif %}',
        '{% endif %}',
      ],
      ['scsi0 none|unsafe|directsync'],
    ],
    [
      'conditions that are decided alike',
      'qemu',
      ['{% if a %}', 'C=none', '{% endif %}', '{% if a %}', qemu('$C'), '{% endif %}'],
      ['virtio0 none'],
    ],
    [
      'a disk or none',
      'proxmox',
      ['scsi0: l:1', '{% if a %}', 'scsi1: l:1,cache=unsafe', '{% endif %}'],
      ['scsi0 none', 'scsi1 unsafe'],
    ],
    [
      'disks of a loop',
      'proxmox',
      ['virtio1: l:1', '{% for d in disks %}', 'scsi{{ d.n }}: l:1,cache=unsafe', '{% endfor %}'],
      ['virtio1 none', 'unreadable!', 'unreadable!'],
    ],
    [
      'networks of a loop',
      'proxmox',
      ['virtio1: l:1', '{% for n in nets %}', 'net{{ n }}: virtio,bridge=b', '{% endfor %}'],
      ['virtio1 none'],
    ],
    [
      'a machine for each turn of a loop',
      'qemu',
      ['<% @vms.each do |vm| %>', qemu('none'), '<% end %>'],
      ['virtio0 none'],
    ],
    [
      'a condition that does not end',
      'proxmox',
      ['virtio1: l:1', '{% if a %}', 'scsi0: l:1'],
      ['virtio1 none', 'scsi0 none', 'unreadable!'],
    ],
    [
      'a value that is filled in',
      'openstack',
      ['[libvirt]', 'virt_type = kvm', 'disk_cachemodes = block={{ mode }},file=unsafe'],
      [
        'local unsafe',
        'volume-block none|writeback|unsafe|directsync|writethrough',
        'volume-file unsafe',
        'volume-network none',
      ],
    ],
    [
      'settings that are filled in',
      'proxmox',
      ['virtio1: l:1,cache={{ c }}', 'args: {{ args }}'],
      ['virtio1 none|unsafe|writeback|directsync|writethrough', 'unreadable!'],
    ],
  ])('%s', (_, format, lines, expected) => {
    expect(reading(format, lines, 'vm.sh')).toEqual(expected);
  });

  it('more combinations than are read: each branch once, which is told', () => {
    const many = Array.from({ length: 8 }, (_, n) => [
      `{% if a${n} %}`,
      `scsi${n}: l:1,cache=unsafe`,
      '{% else %}',
      `scsi${n}: l:1,cache=none`,
      '{% endif %}',
    ]);
    const expected = many.map((_, n) => `scsi${n} unsafe|none`);
    expect(reading('proxmox', many.flat())).toEqual([...expected, 'unreadable!']);
  });

  it('more branches than are read: that is told', () => {
    const many = Array.from({ length: limits.branches }, (_, n) => `{% if a${n} %}\n{% endif %}`);
    expect(reading('proxmox', ['scsi0: l:1', ...many])).toEqual(['scsi0 none', 'unreadable!']);
  });

  it('what only one of its texts makes a mistake of is told', () => {
    const lines = domain(
      '{% if a %}',
      "<driver cache='none'/>",
      '{% else %}',
      '<driver',
      '{% endif %}',
    );
    expect(reading('libvirt', lines)).toEqual(['vda none', 'unreadable!']);
  });
});

describe('what is not known of a template is told', () => {
  const note = (lines: readonly string[], file?: string) =>
    reading('qemu', ['#!/bin/sh', ...lines, qemu('$C')], file).filter((each) => each.endsWith('!'));
  const unrelated = (count: number) =>
    Array.from({ length: count }, (_, n) => [`{% if a${n} %}`, `V${n}=1`, '{% endif %}']).flat();

  it.each<[string, string[]]>([
    ['more combinations than are read', ['C=none', ...unrelated(9)]],
    ['what a loop sets', ['C=none', '{% for d in x %}', 'C=unsafe', '{% endfor %}']],
    ['what a macro sets', ['{% macro m() %}', 'C=unsafe', '{% endmacro %}', 'C=none']],
    ['a line that is joined', ['C=none', '{%- if a -%}', ',cache=unsafe', '{%- endif %}']],
    ['a line that is joined, by Go', ['C=none', '{{- if .a }},cache=unsafe{{ end }}']],
  ])('%s', (_, lines) => {
    expect(note(lines)).toEqual(['unreadable!']);
  });

  it.each<[string, string[]]>([
    ['as many combinations as are read', ['C=none', ...unrelated(3)]],
    ['a named end', ['C=none', '{% block a %}', 'true', '{% endblock a %}']],
    [
      'an end of a line that is taken away',
      ['{%- if a %}', 'C=none', '{%- else %}', 'C=none', '{%- endif %}'],
    ],
  ])('and nothing of %s', (_, lines) => {
    expect(note(lines)).toEqual([]);
  });

  it('the same words are another condition within a range', () => {
    const lines = [
      '{{ if .a }}',
      'C=unsafe',
      '{{ else }}',
      'C=none',
      '{{ end }}',
      '{{ range .b }}',
      '{{ if .a }}',
      'true',
      '{{ else }}',
      qemu('$C'),
      '{{ end }}',
      '{{ end }}',
    ];
    expect(reading('qemu', lines, 'a.sh')).toContainEqual(expect.stringContaining('unsafe'));
  });

  it('and after another value is set', () => {
    const branch = (then: string, otherwise: string) => [
      '{% if a %}',
      then,
      '{% else %}',
      otherwise,
      '{% endif %}',
    ];
    const lines = [
      ...branch('C=unsafe', 'C=none'),
      '{% set a = b %}',
      ...branch('true', qemu('$C')),
    ];
    expect(reading('qemu', lines, 'a.sh')).toContainEqual(expect.stringContaining('unsafe'));
  });
});

it('a path that a condition decides is not known', () => {
  const lines = [
    '{% if a %}',
    "<source file='/a'/>",
    '{% else %}',
    "<source file='/b'/>",
    '{% endif %}',
  ];
  const text = domain(...lines).filter((line) => !line.startsWith("<source file='/a'/><target"));
  const { definitions } = read(
    readers.libvirt,
    `${[...text, "<target dev='vda' bus='virtio'/></disk></devices></domain>"].join('\n')}\n`,
  );
  expect(definitions.flatMap(({ disks }) => disks.map(({ source }) => source.name))).toEqual(['']);
});
