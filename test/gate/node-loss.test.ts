import { expect, it } from 'vitest';
import { riskOf } from '../../src/advise/risks.js';
import { judgedFaults } from '../../src/gate/node-loss.js';
import { candidates, diskOf } from './machines.js';

const faults = '  faults: [power-loss, node-loss]\n';

it.each([
  ['', true],
  ['  host: { storage: block-device }', true],
  ['  host: { storage: remote }', true],
  ['  host: { filesystem: nfs }', false],
  ['  host: { filesystem: ocfs2 }', false],
  ['  host: { layers: [{ kind: drbd, protocol: C, failover: true }] }', false],
])('with%s the loss of the node is judged: %s', (text, isJudged) => {
  const subject = diskOf(undefined, `default:\n${text}\n${faults}`);
  expect(judgedFaults(subject.disk, subject.site).includes('node-loss')).toBe(isJudged);
  const open = candidates(subject).unmodelled.filter((each) => each.includes('node-loss'));
  expect(open).toHaveLength(isJudged ? 0 : 1);
});

const served = `<domain type='kvm'><name>db01</name><os><type machine='q35'>hvm</type></os><devices>
  <disk type='network' device='disk'><driver name='qemu' type='FORMAT' cache='none'/>
  <source protocol='SERVER' name='a/b'><host name='10.0.0.1' port='10809'/></source>
  <target dev='vda' bus='virtio'/></disk></devices></domain>`;

it.each(
  ['nbd', 'rbd', 'iscsi', 'nfs', 'gluster'].flatMap((server) =>
    ['raw', 'qcow2'].map((format) => [format, server] as const),
  ),
)('%s on a server of %s outlives its node, and is judged', (format, server) => {
  const xml = served.replace('FORMAT', format).replace('SERVER', server);
  const { disk, site } = diskOf(undefined, `default:\n${faults}`, xml);
  expect(judgedFaults(disk, site)).toEqual(['power-loss', 'node-loss']);
  const { configurations, unmodelled } = candidates({ disk, site });
  expect(unmodelled.filter((each) => each.includes('node-loss'))).toEqual([]);
  expect(configurations.length).toBeGreaterThan(0);
  for (const configuration of configurations)
    expect(riskOf(configuration, 'node-loss').rules).not.toContain('BLK018');
});

it('is not judged on a server that a site says to be one file of many', () => {
  const xml = served.replace('FORMAT', 'qcow2').replace('SERVER', 'nbd');
  const text = `default:\n  host: { storage: file }\n${faults}`;
  const { disk, site } = diskOf(undefined, text, xml);
  expect(judgedFaults(disk, site)).toEqual(['power-loss']);
});

it('an image with a format of its own on another machine is not taken for a local one', () => {
  const text = `default:\n  host: { storage: remote }\n${faults}`;
  const { disk, site } = diskOf("type='qcow2' cache='none'", text);
  expect(judgedFaults(disk, site)).toEqual(['power-loss']);
});
