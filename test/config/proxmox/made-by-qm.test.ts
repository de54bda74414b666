import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { readProxmox } from '../../../src/config/proxmox/read.js';
import { bareContext } from '../../../src/config/reader.js';
import { sourceText } from '../../../src/config/text.js';
import type { Fact, VmDefinition, VmDisk } from '../../../src/model/vm-disk.js';
import { Bash, hasBash } from '../bash.js';
import { only, read } from '../reading.js';

// What bash hands to qm makes files of machines; each of their disks is one that was read of the script, or
// the script says that not all of it is known.

const short: Readonly<Record<string, string>> = {
  '@N': '--scsihw virtio-scsi-single --scsi0 local:8,cache=none',
  '@U': '--scsihw virtio-scsi-single --scsi0 local:8,cache=unsafe',
  '@V': '--scsihw virtio-scsi-single --scsi0 local:8,cache=$C',
};
const file = new URL('../../fixtures/shell/made-by-qm.txt', import.meta.url);
const [, ...scripts] = readFileSync(file, 'utf8').trimEnd().split('\n----\n');

const surroundings = [
  { words: [], variables: { C: 'none' } },
  { words: ['unsafe', 'b'], variables: { C: 'unsafe', X: '1' } },
  { words: ['100', 'unsafe'], variables: {} },
];

type Conf = Map<string, string>;

/** What a host of Proxmox VE has after some calls: its machines by number. */
function madeBy(calls: readonly (readonly string[])[]): ReadonlyMap<string, Conf> {
  const machines = new Map<string, Conf>();
  for (const [program, ...words] of calls) {
    const [verb = '', id = '', ...options] = program === 'pvesh' ? asQm(words) : words;
    const conf = machines.get(id) ?? new Map<string, string>();
    if (verb === 'disk' || verb === 'importdisk') importInto(machines, verb, [id, ...options]);
    else if (verb === 'clone') machines.set(options[0] ?? '', cloned(conf));
    else if (verb === 'template') conf.set('template', '1');
    else if (verb === 'unlink') conf.delete(options[1] ?? '');
    else machines.set(id, given(verb === 'create' ? new Map() : conf, options));
  }
  return machines;
}

function cloned(conf: Conf): Conf {
  return new Map([...conf].filter(([key]) => key !== 'template'));
}

function importInto(machines: Map<string, Conf>, verb: string, words: readonly string[]): void {
  const [id = '', , storage = '', option = '', drive = ''] =
    verb === 'disk' ? words.slice(1) : words;
  if (option === '--target-disk') machines.get(id)?.set(drive, `${storage}:vm-${id}-disk-0`);
}

/** `pvesh create /nodes/n/qemu --vmid 100 ...`, `pvesh set /nodes/n/qemu/100/config ...` */
function asQm([verb = '', path = '', ...options]: readonly string[]): readonly string[] {
  const id = /\/qemu\/(\d+)/.exec(path)?.[1];
  const words = options.flatMap((word) => word.split(/=(?=\d+$)/));
  return [verb, id ?? words[words.findIndex((word) => /^--?vmid$/.test(word)) + 1] ?? '', ...words];
}

function given(conf: Conf, options: readonly string[]): Conf {
  for (const [index, option] of options.entries()) {
    const value = options[index + 1] ?? '';
    if (option === '--delete') conf.delete(value);
    else if (/^--?[a-z]/.test(option)) conf.set(option.replace(/^--?/, ''), value);
  }
  return conf;
}

function mayBe<T>(found: Fact<T>, real: Fact<T>): boolean {
  if (!found.known) return true;
  return real.known && found.value === real.value;
}

const stands = (found: VmDisk, real: VmDisk): boolean =>
  found.disposable === '' &&
  mayBe(found.writeback, real.writeback) &&
  mayBe(found.direct, real.direct) &&
  mayBe(found.noFlush, real.noFlush);

const isOpen = ({ notes }: VmDefinition): boolean =>
  notes.some(({ rule, ofAllDisks }) => rule === 'unreadable' && ofAllDisks === true);

/** Disks that nobody read; 'left open' where the script may have more than was read. */
function missed(bash: Bash, script: string): readonly string[] | 'left open' {
  const result = readProxmox(sourceText('vm.sh', script), bareContext);
  if (!('read' in result)) return result.diagnostics.map(({ message }) => message);
  const { definitions } = result.read;
  if (definitions.some(isOpen)) return 'left open';
  const disks = definitions.flatMap((definition) => definition.disks);
  return surroundings.flatMap(({ words, variables }) =>
    [...madeBy(bash.called(script, words, variables))].flatMap(([id, conf]) => {
      const text = [...conf].map(([key, value]) => `${key}: ${value}\n`).join('');
      const real = only(read(readProxmox, `name: x\n${text}`)).disks;
      const unread = real.filter((disk) => !disks.some((each) => stands(each, disk)));
      return unread.map((disk) => `${id}: ${disk.id}`);
    }),
  );
}

describe.skipIf(!hasBash)('what qm is given is what is read', () => {
  const bash = new Bash();
  const outcomes: unknown[] = [];
  afterAll(() => bash.remove());

  it.each(scripts.map((script) => [script.replaceAll('\n', ' ~ '), script]))(
    '%s',
    (_, written = '') => {
      const script = `${written.replace(/@[NUV]/g, (mark) => short[mark] ?? mark)}\n`;
      const outcome = missed(bash, script);
      outcomes.push(outcome);
      expect(outcome === 'left open' ? [] : outcome).toEqual([]);
      const calls = surroundings.map(({ words, variables }) =>
        bash.called(script, words, variables),
      );
      // A script that calls nothing would show nothing.
      expect(calls.flat()).not.toEqual([]);
    },
  );

  it('and little of it is left open', () => {
    const open = outcomes.filter((outcome) => outcome === 'left open').length;
    expect(open / outcomes.length).toBeLessThan(0.25);
  });
});

describe('an image that is imported', () => {
  const create = 'qm create 7';
  const unused = (...lines: readonly string[]) => {
    const { disks, skipped } = only(
      read(readProxmox, ['#!/bin/bash', ...lines, ''].join('\n'), {}, 'vm.sh'),
    );
    const all = skipped.map(({ id, reason }) => `${id}: ${reason}`);
    return [...disks.map(({ id }) => id), ...all];
  };
  const loose = 'unused0: not attached to the VM';

  it.each([
    [
      'is a drive where one is named',
      ['qm disk import 7 a.img local --target-disk scsi5'],
      ['scsi5'],
    ],
    ['and else is not attached', ['qm importdisk 7 a.img local'], [loose]],
    ['nor by a name that is no drive', ['qm disk import 7 a local --target-disk unused3'], [loose]],
    [
      'until it is',
      ['qm importdisk 7 a.img local', 'qm set 7 --scsi0=local:7/vm-7-disk-0.raw,cache=none'],
      ['scsi0'],
    ],
    ['by any name', ['qm importdisk 7 a.img local', 'qm set 7 --scsi0 "$DISK"'], ['scsi0']],
    [
      'and no new disk is it, nor a CD-ROM',
      [
        'qm importdisk 7 a.img local',
        'qm set 7 --scsi0 local:8 --ide2 local:iso/a.iso,media=cdrom',
      ],
      ['scsi0', loose, 'ide2: a CD-ROM'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(unused(create, ...lines).sort()).toEqual([...expected].sort());
  });

  it('is one of each', () => {
    const both = ['qm importdisk 7 a local', 'qm importdisk 7 b local'];
    expect(unused(create, ...both)).toEqual([loose, loose.replace('0', '1')]);
  });
});
