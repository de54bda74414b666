import { describe, expect, it } from 'vitest';
import { recognise } from '../../src/config/formats.js';
import { hereDocuments } from '../../src/config/heredocs.js';
import { readKubevirt } from '../../src/config/kubevirt/read.js';
import { readLibvirt } from '../../src/config/libvirt/read.js';
import { bareContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import { secondsOfWork } from './work.js';

const domain = `<domain type='kvm'><name>$NAME</name><os><type machine='q35'>hvm</type></os><devices>
<disk type='file' device='disk'><driver name='qemu' type='raw' cache='unsafe'/><source file='/a'/>
<target dev='vda' bus='virtio'/></disk></devices></domain>`;
const machine = (name: string) =>
  `kind: VirtualMachineInstance\nmetadata: {name: ${name}}\nspec:\n  domain: {devices: {disks: [{name: d, cache: none, disk: {bus: virtio}}]}}\n  volumes: [{name: d, persistentVolumeClaim: {claimName: c}}]`;

function written(text: string) {
  const format = recognise(text, 'vm.sh');
  if (format === null) throw new Error('not recognised');
  return hereDocuments(text, format, (body) => recognise(body, 'vm.sh') === format);
}

describe('what a script writes out', () => {
  it('is read, and stands where it is in the script', () => {
    const text = `#!/bin/sh\ncat <<'X' > note\n<no xml>\nX\ncat > vm.xml <<EOF\n${domain}\nEOF\nvirsh define vm.xml\n`;
    const result = readLibvirt(sourceText('vm.sh', written(text)?.documents ?? ''), bareContext);
    expect(result).toMatchObject({
      read: {
        definitions: [{ disks: [{ noFlush: { known: true, origin: { at: { line: 7 } } } }] }],
      },
    });
  });

  it('is several documents where there are several', () => {
    const text = `cat <<A | kubectl apply -f -\n${machine('one')}\nA\nkubectl create -f - <<-B\n${machine('two')}\nB\n`;
    const result = readKubevirt(sourceText('vm.sh', written(text)?.documents ?? ''), bareContext);
    expect(result).toMatchObject({
      read: { definitions: [{ name: 'one' }, { name: 'two' }] },
    });
  });

  it('is apart from what the script starts itself', () => {
    const text = `#!/bin/sh\ncat <<E\n${domain}\nE\nqemu-system-x86_64 -hda a.img\n`;
    expect(recognise(written(text)?.script ?? '', 'vm.sh')).toBe('qemu');
  });

  it('is nothing in a text that is no script, or is not closed', () => {
    expect(written(domain)).toBeNull();
    expect(written(`#!/bin/sh\ncat <<E\n${domain}\n`)).toBeNull();
  });

  it('takes no time that grows faster than the script', () => {
    const began = secondsOfWork();
    const open = '<<a\n'.repeat(200_000);
    hereDocuments(`#!/bin/sh\n${open}${`<<${'a'.repeat(2_000_000)}`}`, 'libvirt', () => false);
    hereDocuments(`#!/bin/sh\n${'x '.repeat(2_000_000)}`, 'libvirt', () => false);
    expect(secondsOfWork() - began).toBeLessThan(3);
  });
});
