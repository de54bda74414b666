import { standInsFor } from '../../src/catalogue/devices/unnamed-devices.js';
import { besidesIn } from '../../src/config/besides.js';
import { ofTemplates } from '../../src/config/branches.js';
import { linesOf } from '../../src/config/comment-scope.js';
import { beginsComment, commentSyntax } from '../../src/config/comments.js';
import { readKubevirt } from '../../src/config/kubevirt/read.js';
import { readLibvirt } from '../../src/config/libvirt/read.js';
import { partsOf } from '../../src/config/parts.js';
import { readProxmox } from '../../src/config/proxmox/read.js';
import { readProxmoxDocument } from '../../src/config/proxmox/read-document.js';
import { readQemu } from '../../src/config/qemu/read.js';
import { bareContext, type Reader } from '../../src/config/reader.js';
import { readTerraformSyntaxJson } from '../../src/config/terraform/read-hcl.js';
import { sourceText } from '../../src/config/text.js';
import { vagrantReader } from '../../src/config/vagrant/read.js';
import { readVirtInstall } from '../../src/config/virt-install/read.js';
import { cacheNameOf } from '../../src/model/cache-name.js';
import type { ConfigNote, VmDefinition } from '../../src/model/vm-disk.js';
import { loadGrammar } from '../../src/run/definitions/grammars.js';
import { type Law, law } from './law.js';

/** What is read of a disk: `id mode|mode`, and `!` for a machine of which not all can be read. */
function readingOf(
  file: string,
  lines: readonly string[],
  reader: Reader = readQemu,
): readonly string[] {
  const result = reader(sourceText(file, `${lines.join('\n')}\n`), bareContext);
  if (!('read' in result)) return result.diagnostics.map(({ message }) => message);
  return result.read.definitions.flatMap(ofMachine);
}

function ofMachine({ disks, notes }: VmDefinition): readonly string[] {
  const isOpen = notes.some(({ rule, ofAllDisks }) => rule === 'unreadable' && ofAllDisks === true);
  return [
    ...disks.map(({ id, caches }) => `${id} ${caches.map(cacheNameOf).sort().join('|')}`),
    ...(isOpen ? ['!'] : []),
  ];
}

/** Why QEMU would not start the machine of a command line. */
function refusalsOf(options: string): readonly string[] {
  return refusalsIn(`${qemu} ${options}\n`, readQemu);
}

function refusalsIn(text: string, reader: Reader): readonly string[] {
  const result = reader(sourceText('vm', text), bareContext);
  if (!('read' in result)) return result.diagnostics.map(({ message }) => message);
  return result.read.definitions
    .flatMap(({ notes, disks }) => [...notes, ...disks.flatMap((disk) => disk.notes)])
    .filter(({ rule }) => rule === 'refused-by-qemu')
    .map(({ message }) => message);
}

/** Whether the `#` or `<` of a text begins a comment, where a waiver may stand. */
function isComment(format: string, text: string): boolean {
  const at = text.search(/#|<!--/);
  const syntax = commentSyntax({ name: 'a', text, format });
  return beginsComment(syntax, at, at + (text[at] === '#' ? 1 : 4));
}

const scsiDrive = '-M q35 -drive if=none,id=d,file=/d,format=raw,cache=none';

const drive = (mode: string, file = '/a') =>
  `-drive file=${file},format=raw,if=virtio,cache=${mode}`;
const qemu = 'qemu-system-x86_64';
const bash = '#!/bin/bash';

const ofScript = (name: string, lines: readonly string[], expected: readonly string[]): Law =>
  law(`a script: ${name}`, () => readingOf('vm.sh', [bash, ...lines]), expected);

const ofQm = (name: string, lines: readonly string[], expected: readonly string[]): Law =>
  law(`qm: ${name}`, () => readingOf('vm.sh', [bash, ...lines], readProxmox), expected);

/** The modes that have a name of QEMU's. */
const namedMode = 'directsync|none|unsafe|writeback|writethrough';

/** Of a drive that QEMU refuses, because of a literal `cache=$C`: nothing is known. */
const anyMode =
  'directsync|directsync-noflush|none|none-noflush|unsafe|writeback|writethrough|writethrough-noflush';

const openOf = ({ ofAllDisks }: ConfigNote): boolean => ofAllDisks === true;

/** A machine without a name, and its disk; its cache is that of a preference where none is given. */
const kubevirt = (namespace: string, disk = 'd', cache = ''): string => {
  const own = cache === '' ? '' : `, cache: ${cache}`;
  const domain = `{ devices: { disks: [{ name: ${disk}, disk: { bus: virtio }${own} }] } }`;
  const volumes = `[{ name: ${disk}, dataVolume: { name: x } }]`;
  const template = `{ spec: { domain: ${domain}, volumes: ${volumes} } }`;
  const metadata = namespace === '' ? '{}' : `{ namespace: ${namespace} }`;
  const spec = `{ preference: { kind: VirtualMachinePreference, name: p }, template: ${template} }`;
  return `{ kind: VirtualMachine, metadata: ${metadata}, spec: ${spec} }`;
};

const preference = (namespace: string, cache: string): string =>
  `---\n{ kind: VirtualMachinePreference, metadata: { name: p, namespace: ${namespace} }, spec: { devices: { preferredDiskCache: ${cache} } } }`;

/** Of one function. */
const calls = ['add /a unsafe', 'add /b'];

const node = '-drive if=none,id=d,file=/d,format=raw,cache=none';
const lun = (inside: string): string =>
  `<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><os><type machine='q35'>hvm</type></os>
  <devices><controller type='scsi' index='0' model='virtio-scsi'/><disk type='block' device='lun'>
  <driver type='raw' cache='none'/><source dev='/d'/><target dev='sda' bus='scsi'/></disk></devices>${inside}</domain>`;
const property = (words: string): string =>
  lun(
    `<q:override><q:device alias='scsi0-0-0-0'><q:frontend><q:property name='write-cache' ${words}/></q:frontend></q:device></q:override>`,
  );

const readVagrant = vagrantReader(await loadGrammar('ruby'));

const ofVagrant = (
  name: string,
  lines: readonly string[],
  expected: readonly string[],
  before: readonly string[] = [],
): Law =>
  law(
    `Vagrant: ${name}`,
    () => {
      const box = 'config.vm.box = "b"';
      const provider = ['config.vm.provider :libvirt do |l|', ...lines, 'end'];
      const text = [...before, 'Vagrant.configure("2") do |config|', box, ...provider, 'end'];
      return readingOf('Vagrantfile', text, readVagrant);
    },
    expected,
  );

/** Of readers: each holds where a mistake would make a disk safe that is not. */
export const readerLaws: readonly Law[] = [
  ofScript(
    'a list in a text that another shell runs',
    [`a=(${drive('unsafe')})`, `ssh host "${qemu} \${a[*]}"`],
    ['virtio0 unsafe'],
  ),
  ofScript(
    'a list in an assignment is one text',
    [`a=(${drive('unsafe')})`, `c="${qemu} \${a[@]}"`, '$c'],
    ['virtio0 unsafe'],
  ),
  ofScript(
    'what its own arguments are given at last',
    [`set -- ${drive('none')}`, `set -- "$@" ${drive('unsafe')}`, `exec ${qemu} "$@"`],
    ['virtio0 none', 'virtio1 unsafe'],
  ),
  ofScript(
    'the arguments of a function are not its own',
    [`set -- ${drive('none')}`, 'f() {', `${qemu} ${drive('none')} "$@"`, '}', 'x=$(f -snapshot)'],
    ['vm1/virtio0 none', '!', 'vm2/virtio0 none', '!'],
  ),
  ofScript(
    'code of elsewhere may set a variable',
    ['C=none', 'eval "$settings"', `${qemu} ${drive('$C')}`],
    [`virtio0 ${namedMode}`],
  ),
  ofScript(
    'a text that grows',
    [`c="${qemu} ${drive('none')}"`, `c+=" ${drive('unsafe')}"`, '$c'],
    ['virtio0 none', 'virtio1 unsafe'],
  ),
  ofScript(
    'a list that may grow',
    [`a=(${drive('none')})`, 'if b; then a+=(-snapshot); fi', `${qemu} "\${a[@]}"`],
    ['virtio0 none', '!'],
  ),
  ofScript(
    'an element with a number may be any word',
    [`a=(${drive('none')})`, 'a+=([9]=-snapshot)', `${qemu} "\${a[@]}"`],
    ['virtio0 none', '!'],
  ),
  ofScript(
    'an expansion is split where the script says so',
    ["IFS='|'", "o='-drive|file=/b,if=virtio,cache=unsafe'", `${qemu} $o ${drive('none')}`],
    ['virtio0 none', '!'],
  ),
  ofScript(
    'what is to be filled in ends no option',
    [`${qemu} -drive file=<image>,format=raw,if=virtio,cache=unsafe`],
    ['virtio0 unsafe'],
  ),
  ofScript(
    'a start in a variable that nobody sees run, beside another start',
    [`x="${qemu} $A"`, `x+=" ${drive('unsafe')}"`, `y="${qemu} ${drive('none')}"`, 'start x', '$y'],
    ['vm1/virtio0 none', 'vm2/virtio0 unsafe', '!'],
  ),
  ofScript(
    'a variable that is the program in a branch starts something beside another start',
    [`${qemu} ${drive('none')}`, 'if b; then q=qemu-kvm; fi', '"$q" $options'],
    ['vm1/virtio0 none', '!'],
  ),
  ofScript(
    'a list of a function that another function is given starts something beside another start',
    [`${qemu} ${drive('none')}`, `f() { local c=(${qemu} "$@"); run c; }`],
    ['vm1/virtio0 none', '!'],
  ),
  ofScript(
    'a list of a function is what stands in it',
    ['f() {', 'local a=(-m 1)', `a+=(${drive('unsafe')})`, `${qemu} "\${a[@]}"`, '}', 'f'],
    ['virtio0 unsafe'],
  ),
  ofScript(
    'a part of a text that is not known leaves the rest',
    [`o="${drive('unsafe', '$HOME/a')}"`, `${qemu} $o`],
    ['virtio0 unsafe'],
  ),
  ofScript(
    'a loop comes back with what it has set',
    ['C=none', 'while b; do', `${qemu} ${drive('$C')}`, 'C=unsafe', 'done'],
    [`virtio0 ${namedMode}`],
  ),
  ofScript(
    'a drive that a branch adds is one beside the others',
    [
      'A=(-drive file=/a,if=virtio,cache=none)',
      'if x; then A+=(-drive file=/b,if=virtio,cache=unsafe); fi',
      `${qemu} "\${A[@]}"`,
    ],
    ['virtio0 none', 'virtio1 unsafe'],
  ),
  ofScript(
    'what a branch adds may take the place of another drive',
    [
      'A=(-drive file=/a,if=virtio,cache=none)',
      'if x; then A+=(-drive file=/b,if=virtio,index=0); fi',
      `${qemu} "\${A[@]}"`,
    ],
    ['virtio0 none', '!'],
  ),
  ofScript(
    'a branch begins with what stands before the other',
    ['C=unsafe', 'if b; then C=none', `else ${qemu} ${drive('$C')}`, 'fi'],
    ['virtio0 unsafe'],
  ),
  ofScript(
    'a branch of case begins with what stands before the others',
    ['C=unsafe', 'case b in', 'fi) C=none ;;', `*) ${qemu} ${drive('$C')} ;;`, 'esac'],
    ['virtio0 unsafe'],
  ),
  ofScript(
    'a branch may not have run',
    ['C=unsafe', 'if b; then C=none; fi', `${qemu} ${drive('$C')}`],
    [`virtio0 ${namedMode}`],
  ),
  ofScript(
    'a function that is called sets what it sets',
    ['f() { b && return; C=unsafe; }', 'C=none', 'f', `${qemu} ${drive('$C')}`],
    [`virtio0 ${namedMode}`],
  ),
  ofScript(
    'a function may be called with other values than those before it',
    ['C=none', `f() { ${qemu} ${drive('$C')}; }`, 'C=unsafe', 'trap f EXIT'],
    [`virtio0 ${namedMode}`],
  ),
  ofScript(
    'a function is read with what it is given',
    [
      `add() { a+=(-drive "file=$1,if=virtio,cache=\${2:-none}"); }`,
      ...calls,
      `${qemu} "\${a[@]}"`,
    ],
    ['virtio0 unsafe', 'virtio1 none'],
  ),
  ofScript(
    'each call of a function that starts something starts it',
    [`f() { ${qemu} ${drive('$2', '$1')}; }`, 'f /a none', 'f /b unsafe'],
    ['vm1/virtio0 none', 'vm2/virtio0 unsafe'],
  ),
  ofScript(
    'a call that is not followed starts something beside one that is',
    [`f() { ${qemu} ${drive('$2', '$1')}; }`, 'f /a none', 'x=$(f /b unsafe)'],
    [`vm1/virtio0 ${namedMode}`, 'vm2/virtio0 none'],
  ),
  ofScript(
    'an argument that may be several words leaves open which the next is',
    [`f() { ${qemu} ${drive('$2')}; }`, 'f [ab]* none'],
    [`virtio0 ${namedMode}`],
  ),
  ofScript(
    'what a function takes away from its arguments is gone',
    [`f() { shift; ${qemu} ${drive('$1')}; }`, 'f none unsafe'],
    ['virtio0 unsafe'],
  ),
  ofScript(
    'what a function hides is there again behind its call',
    ['C=unsafe', 'f() { local C=none; }', 'f', `${qemu} ${drive('$C')}`],
    ['virtio0 unsafe'],
  ),
  ofScript(
    'what a function declares without a value hides another',
    ['S=-snapshot', `f() { declare S; ${qemu} $S ${drive('none')}; }`, 'trap f EXIT'],
    ['virtio0 none', '!'],
  ),
  ofScript(
    'a function that is called in a pipe sets nothing outside of it',
    ['C=unsafe', 'f() { C=none; }', 'f | cat', `${qemu} ${drive('$C')}`],
    [`virtio0 ${namedMode}`],
  ),
  ofScript(
    'a branch in a pipe sets nothing outside of it',
    ['C=unsafe', 'if b; then C=none; else C=none; fi | cat', `${qemu} ${drive('$C')}`],
    [`virtio0 ${namedMode}`],
  ),
  ofScript(
    'an alias sets where its name stands',
    ['C=none', "alias s='C=unsafe'", 's', `${qemu} ${drive('$C')}`],
    [`virtio0 ${namedMode}`],
  ),
  ofScript(
    'a variable that is eval sets what it is given',
    ['C=none', 'e=eval', '$e C=unsafe', `${qemu} ${drive('$C')}`],
    [`virtio0 ${namedMode}`],
  ),
  ofScript(
    'code may set its own arguments',
    [`set -- ${drive('none')}`, `eval 'set -- ${drive('unsafe')}'`, `${qemu} "$@" -hda /b`],
    ['vm1/virtio0 none', '!', 'vm2/ide0 writeback', '!'],
  ),
  ofScript(
    'a function of another file may set a variable',
    ['. ./lib.sh', 'C=none', 'add_disk', `${qemu} ${drive('$C')}`],
    [`virtio0 ${namedMode}`],
  ),
  ofScript(
    'what is set behind the code of another file is known',
    ['. ./lib.sh', 'C=unsafe', 'mkdir -p /srv', `${qemu} ${drive('$C')}`],
    ['virtio0 unsafe'],
  ),
  ofScript(
    'what may make all disks of a start that nobody sees run disposable',
    [`c=(${qemu} -m 1)`, `c+=(${drive('unsafe')})`, 'if b; then c+=(-snapshot); fi', 'start c'],
    ['virtio0 unsafe', '!'],
  ),
  ofScript(
    'braces that are not read may be any number of words',
    [`${qemu} ${drive('none', '/a{$X,b}')}`],
    ['virtio0 none', '!'],
  ),
  ofScript(
    'an option and its value in one word take no other for a value',
    [`${qemu} "-drive file=/b" ${drive('unsafe')}`],
    ['virtio0 unsafe'],
  ),
  ofScript(
    'a device that is not known has a disk where it has a drive',
    [`${qemu} -drive file=/a,if=none,id=d,cache=unsafe -device ufs-lu,drive=d`],
    ['d unsafe'],
  ),
  ofScript(
    'escapes of a here-document are taken out where its delimiter has no quotes',
    [
      'cat > a <<EOF',
      `${qemu} \\\\`,
      ` -drive file=/a,if=virtio,cache=\\$C \\\\`,
      ` ${drive('unsafe')}`,
      'EOF',
      "cat > b <<'EOF'",
      `${qemu} ${drive('\\$C')} \\`,
      ` ${drive('none')}`,
      'EOF',
    ],
    [
      `vm1/virtio0 ${namedMode}`,
      'vm1/virtio1 unsafe',
      `vm2/virtio0 ${anyMode}`,
      'vm2/virtio1 none',
    ],
  ),
  ofScript(
    'a unit in a here-document without quotes goes on behind two backslashes',
    [
      'cat > a.service <<EOF',
      '[Service]',
      `ExecStart=/usr/bin/${qemu} \\\\`,
      `  ${drive('unsafe')} \\\\`,
      '  -nographic',
      'EOF',
    ],
    ['virtio0 unsafe'],
  ),
  ofScript(
    'what xargs reads may be options',
    [`xargs -a file sudo ${qemu} ${drive('none')}`, `cat file | xargs ${qemu}`],
    ['vm1/virtio0 none', '!', '!'],
  ),
  law('Proxmox VE: what a branch makes a template may be started', () => {
    const create = 'qm create 1 --virtio0 local:32,cache=unsafe';
    return readingOf('vm.sh', [bash, create, 'if b; then qm template 1; fi'], readProxmox);
  }, ['virtio0 unsafe']),
  ofQm(
    'every word is the number of a VM, and another word of another VM',
    [
      'qm create $(next) --virtio0 local:32,cache=unsafe',
      'qm create $((N + 1)) --virtio0 local:32,cache=none',
      'qm create `next` --virtio0 local:32,cache=unsafe',
      'qm create <vmid> --virtio0 local:32,cache=unsafe',
      'qm create @VMID@ --virtio0 local:32,cache=none',
    ],
    [
      '$(next)/virtio0 unsafe',
      '$((N + 1))/virtio0 none',
      '`next`/virtio0 unsafe',
      '<vmid>/virtio0 unsafe',
      '@VMID@/virtio0 none',
    ],
  ),
  ofQm(
    'what a template fills in is part of a word',
    ['qm create {{ id }} --virtio0 local:{{ size }},cache=unsafe'],
    ['virtio0 unsafe'],
  ),
  ofQm(
    'a variable that is set anew is another VM',
    [
      'ID=$(next)',
      'qm set $ID --virtio0 local:32,cache=unsafe',
      'ID=$(next)',
      'qm set $ID --virtio0 local:32,cache=none',
    ],
    ['$ID/virtio0 unsafe', '!', '$ID#2/virtio0 none', '!'],
  ),
  ofQm(
    'a VM that two branches make is two',
    [
      'if b; then qm create 1 --virtio0 local:32,cache=unsafe',
      'else qm create 1 --virtio0 local:32,cache=none; fi',
      'qm set 1 --virtio1 local:32,cache=writeback',
    ],
    ['1/virtio0 unsafe', '1/virtio1 writeback', '1#2/virtio0 none', '1#2/virtio1 writeback'],
  ),
  ofQm(
    'a clone has the disks of what it is made of, which is a template',
    ['qm create 1 --virtio0 local:32,cache=unsafe', 'qm template 1', 'qm clone 1 2'],
    ['2/virtio0 unsafe'],
  ),
  ofQm(
    'what a branch sets anew may be as it was',
    [
      'qm create 1 --virtio0 local:32,cache=unsafe',
      'if b; then qm set 1 --virtio0 local:32,cache=none; fi',
    ],
    ['virtio0 unsafe', '!'],
  ),
  ofQm(
    'a variable may be qm',
    ['qm create 1 --virtio0 local:32,cache=none', '"$QM" create 2 --virtio0 local:32,cache=unsafe'],
    ['1/virtio0 none', '2/virtio0 unsafe'],
  ),
  ofQm(
    'a command that is not known may do anything to any VM',
    ['qm create 1 --virtio0 local:32,cache=none', 'f() { qm "$@"; }'],
    ['virtio0 none', '!'],
  ),
  ofQm(
    'what stands for a number may have options behind it',
    ['qm create "$@" --virtio0 local:32,cache=none'],
    ['virtio0 none', '!'],
  ),
  ofQm(
    'an image that is imported as a drive is one',
    ['qm create 1', 'qm disk import 1 a.img local --target-disk virtio1'],
    ['virtio1 none'],
  ),
  law('Proxmox VE: a script may change the file of a VM', () => {
    const change = 'sed -i s/cache=none/cache=unsafe/ /etc/pve/qemu-server/1.conf';
    const create = 'qm create 1 --virtio0 local:32,cache=none';
    return readingOf('vm.sh', [bash, create, change], readProxmox);
  }, ['virtio0 none', '!']),
  law(
    'a unit: a file may set what the unit sets',
    () =>
      readingOf('vm.service', [
        '[Service]',
        'Environment=C=none',
        'EnvironmentFile=/etc/vm',
        `ExecStart=/usr/bin/${qemu} ${drive(`\${C}`)}`,
      ]),
    [`virtio0 ${namedMode}`],
  ),
  law(
    'PowerShell: what is computed is any number of words',
    () => readingOf('vm.ps1', [`& ${qemu}.exe ${drive('none')} ($options -split " ")`]),
    ['virtio0 none', '!'],
  ),
  ofScript(
    'what a command that is not known says of a start is no other one, and may be the only one',
    [
      'run() { info "$@"; sudo "$@"; }',
      `run ${qemu} ${drive('unsafe')}`,
      `launch ${qemu} ${drive('writeback', '/b')}`,
    ],
    ['vm1/virtio0 writeback', 'vm2/virtio0 unsafe'],
  ),
  ofScript(
    'what it hands to another shell is told',
    [`${qemu} ${drive('none')}`, `bash <<< '${qemu} ${drive('unsafe')}'`],
    ['virtio0 none', '!'],
  ),
  law('YAML: a list of arguments beside a command', () => {
    const words = JSON.stringify([qemu, ...drive('unsafe').split(' ')]);
    return readingOf('a.yml', [`- command: ${qemu} ${drive('none')}`, `- argv: ${words}`]);
  }, ['vm1/virtio0 none', 'vm2/virtio0 unsafe']),
  law('YAML: a quotation mark of prose stops no command of qm', () => {
    const create = 'qm create 1 --virtio0 local:32,cache=unsafe';
    return readingOf('a.yml', ["- name: it's one", `  command: ${create}`], readProxmoxDocument);
  }, ['virtio0 unsafe']),
  law('YAML: what a shell does not read to its end is told', () => {
    const script = ['    qm create 1 --virtio0 local:32', "    qm set 1 --virtio1 'local:32"];
    return readingOf('a.yml', ['- shell: |', ...script], readProxmoxDocument);
  }, ['virtio0 none', '!']),
  law('YAML: a list of arguments of qm is a command', () => {
    const words = JSON.stringify(['qm', 'create', '1', '--virtio0', 'local:32,cache=unsafe']);
    return readingOf('a.yml', [`- argv: ${words}`], readProxmoxDocument);
  }, ['virtio0 unsafe']),
  law('a playbook: commands beside a domain are read', () => {
    const domain = "xml: <domain type='kvm'><devices><disk type='file'/></devices></domain>";
    return partsOf(`- ${domain}\n- shell: ${qemu} ${drive('unsafe')}\n`, 'a.yml').map(
      ({ format }) => format,
    );
  }, ['libvirt', 'qemu']),
  law(
    'a playbook: tasks that no reader reads are told',
    () => besidesIn(sourceText('a.yml', '- proxmox_kvm: {}\n'), ['libvirt']).map(openOf),
    [true],
  ),
  law(
    'a script: a server that drops flushes is told',
    () => besidesIn(sourceText('a.sh', 'qemu-nbd --cache=unsafe /a &\n'), ['qemu']).map(openOf),
    [true],
  ),
  law('Terraform: what a provisioner starts is told', () => {
    const libvirt_domain = { d: { disk: [{ file: '/a' }] } };
    const command = `${qemu} ${drive('unsafe')}`;
    const null_resource = { x: { provisioner: [{ 'local-exec': { command } }] } };
    const text = JSON.stringify({ resource: { libvirt_domain, null_resource } });
    return readingOf('a.tf.json', [text], readTerraformSyntaxJson);
  }, ['vda writeback', '!']),
  law(
    'KubeVirt: a preference is for machines of its namespace',
    () => readingOf('a.yaml', [kubevirt('prod'), preference('test', 'none')], readKubevirt),
    ['d none|writeback|writethrough'],
  ),
  law('KubeVirt: one of several preferences is not known', () => {
    const several = [preference('test', 'none'), preference('prod', 'writethrough')];
    return readingOf('a.yaml', [kubevirt(''), ...several], readKubevirt);
  }, ['d none|writeback|writethrough']),
  law('KubeVirt: a machine in a wrapper is a machine', () => {
    const wrapper = `{ kind: ManifestWork, spec: { manifests: [${kubevirt('', 'e', 'none')}] } }`;
    const texts = [kubevirt('', 'd', 'none'), '---', wrapper];
    return readingOf('a.yaml', texts, readKubevirt);
  }, ['vm1/d none', 'vm2/e none']),
  law('KubeVirt: a machine in a form that is not its own is told', () => {
    const strange = kubevirt('', 'e', 'none').replace('VirtualMachine', 'VirtualMachines');
    return readingOf('a.yaml', [kubevirt('', 'd', 'none'), '---', strange], readKubevirt);
  }, ['d none', '!']),
  law('Terraform: a machine of another provider is told', () => {
    const libvirt_domain = { d: { disk: [{ file: '/a' }] } };
    const incus_instance = { x: { type: 'virtual-machine' } };
    const text = JSON.stringify({ resource: { libvirt_domain, incus_instance } });
    return readingOf('a.tf.json', [text], readTerraformSyntaxJson);
  }, ['vda writeback', '!']),
  ofScript(
    'an end that has a comma in it may be any other keys',
    [`${qemu} -drive if=virtio,file=/a\${C:+,cache=$C}`],
    [`virtio0 ${anyMode}`],
  ),
  law('a template: either branch of a condition may be there', () => {
    const branches = [
      '{% if a %}',
      'scsi0: l:1,cache=unsafe',
      '{% else %}',
      'scsi0: l:1',
      '{% endif %}',
    ];
    return readingOf('1.conf.j2', branches, ofTemplates(readProxmox));
  }, ['scsi0 none|unsafe']),
  law('a template: more texts than are read are told', () => {
    const unrelated = Array.from({ length: 9 }, (_, n) => `{% if a${n} %}\nV=${n}\n{% endif %}`);
    const lines = [bash, ...unrelated, `${qemu} ${drive('none')}`];
    return readingOf('vm.sh.j2', lines, ofTemplates(readQemu));
  }, ['virtio0 none', '!']),
  law('a template: the same words mean something else after a set', () => {
    const branch = (then: string, otherwise: string) =>
      `{% if a %}\n${then}\n{% else %}\n${otherwise}\n{% endif %}`;
    const start = `${qemu} ${drive('$C')}`;
    const lines = [bash, branch('C=unsafe', 'C=none'), '{% set a = b %}', branch('true', start)];
    return readingOf('vm.sh.j2', lines, ofTemplates(readQemu));
  }, ['virtio0 none|unsafe']),
  law('a template: what a loop makes is told', () => {
    const loop = ['{% for d in all %}', `drives="$drives ${drive('{{ d }}')}"`, '{% endfor %}'];
    const lines = [bash, `drives="${drive('none')}"`, ...loop, `${qemu} ${drive('none')}`];
    return readingOf('vm.sh.j2', lines, ofTemplates(readQemu));
  }, ['virtio0 none', '!']),
  law('virt-install: an end that has a comma in it may be any other keys', () => {
    const call = `virt-install --name a --disk path=/a,bus=virtio\${C:+,cache=$C}`;
    return readingOf('vm.sh', [bash, call], readVirtInstall);
  }, [`vda ${namedMode}`]),
  ofScript(
    'a program that is misspelt beside another start is told',
    [`${qemu} ${drive('none')}`, `/usr/bin/qemu-sytem-x86_64 ${drive('unsafe')}`],
    ['virtio0 none', '!'],
  ),
  ofScript(
    'of two assignments in one command the second has what the first has set',
    ['C=none', 'C=unsafe D=$C', `${qemu} ${drive('$D')}`],
    [`virtio0 ${namedMode}`],
  ),
  ofScript(
    'what stands behind a whole value may be other keys',
    [`${qemu} -drive file=/a,cache=none,if=virtio$X`, `${qemu} -drive if=virtio,file=/a.img$X`],
    [`vm1/virtio0 ${anyMode}`, `vm2/virtio0 ${anyMode}`],
  ),
  law('Proxmox VE: what a function does to a VM is what all its calls do', () => {
    const make = 'f() { qm create $1 --virtio0 local:32,cache=$2; }';
    return readingOf('vm.sh', [bash, make, 'f 1 unsafe', 'f 2 none'], readProxmox);
  }, [`virtio0 ${namedMode}`]),
  ofScript(
    'what is set for the call of a function may be used in it',
    ['C=none', `g() { ${qemu} ${drive('$C')}; }`, 'C=unsafe g'],
    [`virtio0 ${namedMode}`],
  ),
  ofScript(
    'blanks before a delimiter end no here-document where it stands alone further down',
    ['C=unsafe', 'cat <<E', ' E', 'C=none', 'E', `${qemu} ${drive('$C')}`],
    ['virtio0 unsafe'],
  ),
  law('libvirt: the device of a USB disk behind usb-bot may be overridden', () => {
    const target = "<source file='/a'/><target dev='sda' bus='usb'/>";
    const disk = `<disk type='file' model='usb-bot'><driver cache='writethrough'/>${target}</disk>`;
    const property = "<q:property name='write-cache' type='string' value='on'/>";
    const device = `<q:device alias='usb-disk0-device'><q:frontend>${property}</q:frontend></q:device>`;
    const override = `<q:override xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>${device}</q:override>`;
    const domain = `<domain type='kvm'><devices>${disk}</devices>${override}</domain>`;
    return readingOf('a.xml', [domain], readLibvirt);
  }, ['sda writeback']),
  ofVagrant(
    'a hash that is not written there may set any option',
    ['l.storage :file, d', "l.storage :file, cache: 'none', **e", 'l.disk_driver c'],
    [`vda ${namedMode}`, `vdb ${namedMode}`, `vdc ${namedMode}`],
  ),
  ofVagrant(
    'what stands behind a hash that is not known counts',
    ["l.storage :file, **e, cache: 'unsafe'", "l.disk_driver e.merge(cache: 'unsafe')"],
    ['vda unsafe', 'vdb unsafe'],
  ),
  ofVagrant(
    'a constant that is changed is not what it was set to',
    ['l.storage :file, O', 'l.storage :file, P'],
    ['vda writeback', `vdb ${namedMode}`, 'vdc unsafe'],
    ["O = { cache: 'none' }", "P = { cache: 'unsafe' }", "O[:cache] = 'unsafe'"],
  ),
  ofVagrant(
    'the last disk_driver of a block counts alone',
    ["l.disk_driver :cache => 'none'", "l.disk_driver :discard => 'unmap'"],
    ['vda writeback'],
  ),
  ofVagrant(
    'a text in which something is filled in is an argument of QEMU',
    ["l.qemuargs value: '-drive'", 'l.qemuargs value: "file=#{D}/a,if=virtio,cache=unsafe"'],
    ['vda writeback', 'virtio0 unsafe'],
  ),
  ofVagrant(
    'an argument of QEMU that may not be there changes no disk for sure',
    ["l.qemuargs value: '-set' if x", "l.qemuargs value: 'device.y.write-cache=on' if x"],
    ['vda writeback', '!'],
  ),
  ofVagrant(
    'arguments of QEMU that nobody knows may be any',
    ['l.qemuargs d'],
    ['vda writeback', '!'],
  ),
  law(
    'QEMU: a controller in JSON comes too late for a device of the other form',
    () =>
      refusalsOf(
        `${scsiDrive} -device '{"driver":"virtio-scsi-pci","id":"s"}' -device scsi-hd,drive=d,bus=s.0`,
      ),
    ['scsi-hd finds no SCSI controller: QEMU does not start'],
  ),
  law(
    'QEMU: a device in JSON finds a controller of the other form behind it',
    () =>
      refusalsOf(
        `${scsiDrive} -device '{"driver":"scsi-hd","drive":"d","bus":"s.0"}' -device virtio-scsi-pci,id=s`,
      ),
    [],
  ),
  law(
    'QEMU: -set reaches no device in JSON',
    () =>
      refusalsOf(
        `${scsiDrive} -device '{"driver":"virtio-blk-pci","id":"v","drive":"d","write-cache":"on"}' -set device.v.write-cache=off`,
      ),
    ['there is no device `v` before this: QEMU does not start'],
  ),
  law(
    'a waiver: what stands in quotes is no comment',
    () =>
      ["-name 'a # x'", 'echo "a # x"', "a 'b' # x"].map((text) => `${isComment('qemu', text)}`),
    ['false', 'false', 'true'],
  ),
  law('a waiver: a comment speaks of what belongs to the next line, and of nothing behind it', () => {
    const texts = ['# c\na \\\nb\nd', '# c\na:\n  b\nd', '# c\na\nb'];
    return texts.map((text) => linesOf(text.split('\n'), 1).last);
  }, [3, 3, 2]),
  law(
    'a waiver: text of XML is no comment',
    () =>
      ['<a># x</a>', '<a><![CDATA[<!-- x -->]]></a>', '<a><!-- x --></a>'].map(
        (text) => `${isComment('libvirt', text)}`,
      ),
    ['false', 'false', 'true'],
  ),
  law(
    'a waiver: a text of several lines in YAML is no comment',
    () => ['a: |\n  # x', 'a: b\n# x'].map((text) => `${isComment('kubevirt', text)}`),
    ['false', 'true'],
  ),
  law(
    'a waiver: behind a value that ends with its line there is no comment',
    () => [
      `${isComment('proxmox', 'scsi0: a:b # x')}`,
      `${isComment('proxmox', '# x\nscsi0: a:b')}`,
    ],
    ['false', 'true'],
  ),
  law(
    'QEMU: a device that has no write-cache is given none, however it is set',
    () =>
      [
        ...['sd-card', 'emmc', 'mx66u51235f', 'ufs-lu', 'cfi.pflash01'].map(
          (device) => `${node} -device ${device},drive=d,write-cache=off`,
        ),
        `${node} -device '{"driver":"sd-card","drive":"d","write-cache":"off"}'`,
        `${node} -device sd-card,drive=d -global sd-card.write-cache=off`,
        `${node} -device sd-card,drive=d,id=s -set device.s.write-cache=off`,
        '-M raspi2b -drive if=sd,file=/d,cache=none -global sd-card.write-cache=off',
        `-M q35,pflash1=d ${node} -global driver=cfi.pflash01,property=write-cache,value=off`,
      ].flatMap((options) => refusalsOf(options).map((because) => because.replace(/:.*/, ''))),
    [
      ...['sd-card', 'emmc', 'mx66u51235f', 'ufs-lu', 'cfi.pflash01'],
      ...['sd-card', 'sd-card', 'sd-card', 'sd-card', 'cfi.pflash01'],
    ].map((device) => `${device} has no property write-cache`),
  ),
  law(
    'QEMU: a device that has a write-cache is given one',
    () =>
      ['virtio-blk', 'scsi-hd', 'ide-hd', 'nvme', 'floppy', 'usb-storage', 'xen-disk'].flatMap(
        (device) =>
          refusalsOf(
            `-M pc -device virtio-scsi-pci ${node} -device ${device},drive=d,write-cache=off`,
          ),
      ),
    [],
  ),
  law(
    'libvirt: an override sets nothing on a device that does not know it',
    () => [
      refusalsIn(property("type='string' value='off'"), readLibvirt),
      refusalsIn(property("type='remove'"), readLibvirt),
      readingOf('vm.xml', [property("type='string' value='off'")], readLibvirt),
    ],
    [['scsi-block has no property write-cache: QEMU does not start'], [], ['sda none']],
  ),
  law(
    'a device without a frontend here: flash of a board is judged as flash, others as SCSI disks',
    () => ['mtd', 'n25q256a', 'nand', 'pvscsi', 'ufs-lu'].map(standInsFor),
    [['pflash'], ['pflash'], ['pflash'], ['virtio-scsi', 'scsi'], ['virtio-scsi', 'scsi']],
  ),
];
