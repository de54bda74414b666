import { expect, it } from 'vitest';
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

it('an image with a format of its own on another machine is not taken for a local one', () => {
  const text = `default:\n  host: { storage: remote }\n${faults}`;
  const { disk, site } = diskOf("type='qcow2' cache='none'", text);
  expect(judgedFaults(disk, site)).toEqual(['power-loss']);
});
