import { expect, it } from 'vitest';
import { bareContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import { readers } from './readers.js';

it.each([
  ['proxmox', 'cores: 1\nvirtio0: local:vm-1-\0disk,cache=unsafe\n', [2, 21]],
  ['openstack', '[libvirt]\ndisk_cachemodes = file=un\0safe\n', [2, 26]],
  ['kubevirt', 'kind: VirtualMachine\nspec: { a\0: b }\n', [2, 10]],
] as const)('a NUL is no part of a value: %s', (format, text, [line, column]) => {
  expect(readers[format](sourceText('input', text), bareContext)).toMatchObject({
    diagnostics: [{ line, column, message: expect.stringMatching(/^a NUL byte/) }],
  });
});
