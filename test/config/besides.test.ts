import { describe, expect, it } from 'vitest';
import { bareContext } from '../../src/config/reader.js';
import { readText } from '../../src/run/definitions/read-text.js';

async function readingOf(name: string, text: string) {
  const result = await readText({ name, text, path: name, isNamed: true }, null, bareContext);
  if (result === null || !('read' in result)) throw new Error('not read');
  const { definitions } = result.read;
  return {
    disks: definitions.flatMap(({ disks }) => disks.map(({ source }) => source.name)),
    notes: definitions.flatMap(({ notes }) => notes.map(({ message }) => message)),
    isOpen: definitions.some(({ notes }) => notes.some(({ ofAllDisks }) => ofAllDisks === true)),
  };
}

const domain =
  "<domain type='kvm'><name>d</name><devices><disk type='file'><source file='/d'/><target dev='vda' bus='virtio'/></disk></devices></domain>";
const playbook = (task: string): string =>
  `- hosts: kvm\n  tasks:\n    - community.libvirt.virt:\n        xml: |\n          ${domain}\n    - ${task}\n`;

describe('what stands beside a domain in a playbook', () => {
  it.each([
    ['shell: qemu-system-x86_64 -drive file=/q,if=virtio', '/q'],
    ['ansible.builtin.shell: qemu-system-x86_64 -drive file=/q,if=virtio', '/q'],
    ['command: virt-install --name v --disk path=/v,bus=virtio --import', '/v'],
    ['command: qm set 100 --scsi0 local:20', 'local:20'],
    ['command: { argv: [qm, set, "102", --virtio0, "local:20"] }', 'local:20'],
  ])('is read: %s', async (task, disk) => {
    expect((await readingOf('a.yml', playbook(task))).disks.sort()).toEqual(['/d', disk].sort());
  });

  it.each([
    ["community.general.proxmox_kvm: { scsi: { scsi0: 'local:20' } }", 'of Ansible'],
    ['incus_instance: { name: x, type: virtual-machine }', 'of Ansible'],
    ['docker: { image: dockurr/windows }', 'image of this container'],
  ])('or is told: %s', async (task, words) => {
    const { notes, isOpen } = await readingOf('a.yml', playbook(task));
    expect(notes).toEqual([expect.stringContaining(words)]);
    expect(isOpen).toBe(true);
  });

  it('is nothing where it is a comment, or makes no machine', async () => {
    const tasks = 'apt: { name: qemu-kvm }\n    # - proxmox_kvm: { name: x }';
    expect((await readingOf('a.yml', playbook(tasks))).notes).toEqual([]);
  });
});

describe('what a script does beside a domain that it writes out', () => {
  const script = (command: string): string => `cat > d.xml <<X\n${domain}\nX\n${command}\n`;

  it.each([
    'virsh attach-disk d /b vdb --cache unsafe',
    'virt-xml d --edit --disk cache=unsafe --define',
    'virsh edit d',
  ])('is told: %s', async (command) => {
    const { notes } = await readingOf('a.sh', script(command));
    expect(notes).toEqual([expect.stringContaining('changes the machine while it runs')]);
  });

  it('leaves open what another program starts', async () => {
    const command = 'incus launch images:debian/12 v --vm -d root,io.cache=unsafe';
    expect((await readingOf('a.sh', script(command))).isOpen).toBe(true);
  });
});

describe('what serves a disk', () => {
  const start = 'qemu-system-x86_64 -drive file=nbd+unix:///?socket=/s,if=virtio,format=raw';

  it.each([
    ['qemu-nbd --cache=unsafe -k /s /data.img', true],
    ['qemu-nbd -t unsafe /data.img', true],
    ['qemu-nbd --cache=none -k /s /data.img', false],
    ['qemu-storage-daemon --blockdev driver=file,node-name=f,cache.no-flush=on', true],
    ['qemu-storage-daemon --blockdev driver=file,node-name=f,cache.direct=on', false],
  ])('may drop its flushes: %s', async (server, isOpen) => {
    expect((await readingOf('a.sh', `${server} &\n${start}\n`)).isOpen).toBe(isOpen);
  });
});

describe('a format that finds nothing of its own', () => {
  const machine = '"kind":"VirtualMachine","spec":{"template":{"spec":{"domain":{}}}}';

  it('leaves a text to the next that takes it', async () => {
    const text =
      '- devices: [{ type: disk, path: / }]\n- shell: qemu-system-x86_64 -drive file=/q,if=virtio\n';
    expect((await readingOf('a.yml', text)).disks).toEqual(['/q']);
  });

  it('is not asked for what Terraform shows', async () => {
    const after = '"name":"a","disk":[{"interface":"scsi0","cache":"none"}]';
    const type = 'proxmox_virtual_environment_vm';
    const text = `{"format_version":"1.2","terraform_version":"1.9.5","resource_changes":[{"address":"k.k","mode":"managed","type":"kubernetes_manifest","name":"k","change":{"after":{"manifest":{${machine}}}}},{"address":"${type}.a","mode":"managed","type":"${type}","name":"a","change":{"actions":["create"],"after":{${after}}}}]}`;
    const { notes } = await readingOf('plan.json', text);
    expect(notes).toContainEqual(expect.stringContaining('k.k is a machine'));
  });
});

describe('a start of QEMU that no reader sees', () => {
  const compose = (service: string): string =>
    `services:\n  k:\n    image: alpine\n    command: qemu-system-x86_64 -drive file=/k,if=virtio\n  q:\n${service}`;

  it.each([
    '    entrypoint: ["start-qemu"]\n    command: ["-drive", "file=/a,cache=unsafe"]\n',
    '    image: own\n    command: -m 1G -drive file=/a,cache=unsafe\n',
  ])('of an image is told', async (service) => {
    expect((await readingOf('compose.yml', compose(service))).isOpen).toBe(true);
  });

  it('in a text of Nix is told', async () => {
    const text = `{ pkgs, ... }: {\n  script = ''\n    exec qemu-system-x86_64 -drive file=/a,if=virtio\n  '';\n  ExecStart = "\${pkgs.qemu_kvm}/bin/qemu-kvm -drive file=/b,cache=unsafe";\n}\n`;
    expect((await readingOf('a.nix', text)).isOpen).toBe(true);
  });
});

it.each([
  ['docker run --entrypoint qemu-system-x86_64 own/image -drive file=/a', ['/a']],
  ['docker run own/qemu start-qemu -drive file=/a; qemu-kvm -drive file=/b', ['/a', '/b']],
  ['podman run own/image qemu-system-x86_64 /disk.img', ['/disk.img']],
])('the image of a container is no disk: %s', async (command, disks) => {
  expect((await readingOf('a.sh', `${command}\n`)).disks).toEqual(disks);
});
