import { expect, it } from 'vitest';
import { blamedField } from '../../src/gate/blamed-field.js';
import { diskOf } from './machines.js';

it.each([
  ['in a page cache', "type='raw' cache='writeback'", '', 'direct', false],
  ['in a page cache by default', "type='raw'", '', 'direct', true],
  ['in the cache of a disk', "type='raw' cache='none'", '', 'disk.kind', true],
  [
    'in the cache of a disk that is said',
    "type='raw' cache='none'",
    'default: { disk: { kind: wce-honest } }\n',
    'disk.kind',
    false,
  ],
])('what is complete is %s', (_, driver, said, field, isDefault) => {
  const { disk, site } = diskOf(driver, said === '' ? undefined : said);
  expect(blamedField('BLK037', disk, site)).toMatchObject({ field, isDefault });
});
