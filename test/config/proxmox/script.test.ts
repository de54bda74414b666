import { describe, expect, it } from 'vitest';
import { recognise } from '../../../src/config/formats.js';
import { readProxmox } from '../../../src/config/proxmox/read.js';
import { cacheNameOf } from '../../../src/model/cache-name.js';
import { only, read } from '../reading.js';

/** Machines by name, each with its disks and their modes. */
function machinesOf(text: string, file = 'vm.sh'): readonly (readonly [string, ...string[]])[] {
  const { definitions } = read(readProxmox, `${text}\n`, {}, file);
  return definitions.map(({ name, disks }) => [
    name,
    ...disks.map(({ id, caches }) => `${id} ${caches.map(cacheNameOf).join('|')}`),
  ]);
}

describe('a VM is called by', () => {
  it.each([
    ['$(pvesh get /cluster/nextid)', '$(pvesh get /cluster/nextid)'],
    ['"$(pvesh get /cluster/nextid)"', '$(pvesh get /cluster/nextid)'],
    ['`cat id`', '`cat id`'],
    ['$((NEXT + i))', '$((NEXT + i))'],
    ['$[100+i]', '$[100+i]'],
    ['${ID:?}', '${ID:?}'],
    ['"${ids[0]}"', '${ids[0]}'],
    ['"$NODE$i"', '$NODE$i'],
    ['10$i', '10$i'],
    ['{{ vmid }}', '{{ vmid }}'],
    ["'{{vmid}}'", '{{vmid}}'],
    ['<vmid>', '<vmid>'],
    ['<%= id %>', '<%= id %>'],
    ['@VMID@', '@VMID@'],
    ['%VMID%', '%VMID%'],
    ['VMID', 'VMID'],
    ['"${ID}"', '$ID'],
  ])('%s', (word, name) => {
    const script = `qm create ${word} --scsi0 local:8,cache=unsafe`;
    expect(recognise(script, 'vm.sh')).toBe('proxmox');
    expect(machinesOf(script)).toEqual([[name, 'scsi0 unsafe']]);
  });

  it('the same words until they mean another number', () => {
    const scripts = [
      ['qm create "${ID}" --name a', 'qm set $ID --scsi0 local:8,cache=unsafe'],
      ['qm create {{id}} --name a', 'qm set {{ id }} --scsi0 local:8,cache=unsafe'],
      ['ID=7', 'qm create $ID --name a', 'qm set 7 --scsi0 local:8,cache=unsafe'],
      ['ID=7', 'qm create $ID --name a', '. f', 'qm set $ID --scsi0 local:8,cache=unsafe'],
    ];
    for (const script of scripts) {
      expect(machinesOf(script.join('\n'))).toEqual([['a', 'scsi0 unsafe']]);
    }
    const loop = 'for ID in 7 8; do qm create $ID --name a; done\nread ID\nqm create $ID --name b';
    expect(machinesOf(loop).map(([name]) => name)).toEqual(['a', 'b']);
  });

  it('the number that a path or an option has', () => {
    const script = [
      'pvesh create /nodes/{{ node }}/qemu --vmid=7 --name a',
      'pvesh set "/nodes/$(hostname)/qemu/7/config" --scsi0 local:8,cache=unsafe',
      'pvesh create /nodes/n/qemu/7/clone --newid $(next)',
      'qm create --vmid 8 --scsi0 local:8,cache=none',
      'pvesh set "$path" --scsi0 local:8,cache=unsafe',
    ];
    expect(machinesOf(script.join('\n'))).toEqual([
      ['a', 'a/scsi0 unsafe'],
      ['$(next)', '$(next)/scsi0 unsafe'],
      ['8', '8/scsi0 none'],
      ['$path', '$path/scsi0 unsafe'],
    ]);
  });

  it('no word of prose', () => {
    const said =
      'qm set 7 --scsi0 local:8,cache=none\nqm set to the value of scsi0\nqm create failed';
    expect(machinesOf(said)).toEqual([['7', 'scsi0 none']]);
  });
});

describe('a template', () => {
  it('has values with blanks', () => {
    const script = [
      'qm create 7 --scsi0 local-lvm:{{ size }},cache=unsafe',
      '  --scsi1 {{ storage }}:20,cache=writethrough --scsi2=local:{{ size }},cache=directsync',
    ];
    expect(machinesOf(script.join('\n'), 'vm.yml')).toEqual([
      ['7', 'scsi0 unsafe', 'scsi1 writethrough', 'scsi2 directsync'],
    ]);
  });

  it('leaves open what it fills in', () => {
    const task = '- command: qm set 7 --scsi1 local:20,cache={{ cache }}';
    const [disk] = only(read(readProxmox, task, {}, 'a.yml')).disks;
    expect(disk?.notes).toEqual([]);
    expect(disk?.caches.map(cacheNameOf)).toContain('unsafe');
    expect(disk?.noFlush).toMatchObject({ known: false, origin: { text: '{{ cache }}' } });
  });

  it('may have a command in quotes', () => {
    const task = '- command: "qm create {{ vmid }} --scsi0 local:{{ size }},cache=unsafe"';
    expect(recognise(task, 'a.yml')).toBe('proxmox');
    expect(machinesOf(task, 'a.yml')).toEqual([['{{ vmid }}', 'scsi0 unsafe']]);
  });
});

it('what is not known to be qm is recognised by its name, and what it is given is read', () => {
  const script = '"$QM" set 7 --scsi0 local:8,cache=unsafe';
  expect(recognise(script, 'vm.sh')).toBe('proxmox');
  expect(machinesOf(script)).toEqual([['7', 'scsi0 unsafe']]);
  expect(recognise('"$FOO" set 7 --scsi0 local:8', 'vm.sh')).toBeNull();
});

it('a script of which nothing can be read has a machine that is open', () => {
  const { disks, notes } = only(read(readProxmox, 'qm set $(\\\n) \nqm "$@"\n', {}, 'vm.sh'));
  expect(disks).toEqual([]);
  expect(notes.map(({ ofAllDisks }) => ofAllDisks)).toContain(true);
});

it.each([
  ['qm clone 9000 7', 'it is cloned'],
  ['qmrestore a.vma 7', 'it is restored'],
  ['qm importovf 7 a.ovf local', 'it is imported'],
])('what comes from elsewhere is not known: %s', (call, reason) => {
  const script = `qm create 1 --scsi0 local:8,cache=none\n${call}\n`;
  const [, made] = read(readProxmox, script).definitions;
  expect(made?.name).toBe('7');
  expect(made?.notes).toMatchObject([{ message: expect.stringContaining(reason) }]);
});
