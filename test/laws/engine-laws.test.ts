import { describe, expect, it } from 'vitest';
import { errorLaws } from './error-laws.js';
import { faultLaws } from './fault-laws.js';
import { fuaLaws } from './fua-laws.js';
import { repairLaws } from './repair-laws.js';
import { ruleLaws } from './rule-laws.js';
import { searchLaws } from './search-laws.js';
import { secondBootLaws } from './second-boot-laws.js';
import { tearingLaws } from './tearing-laws.js';

describe.each([
  ['the rules', ruleLaws],
  ['the search', searchLaws],
  ['faults that leave something alive', faultLaws],
  ['errors', errorLaws],
  ['FUA at the disk', fuaLaws],
  ['who tears a write', tearingLaws],
  ['the second boot', secondBootLaws],
  ['its repairs', repairLaws],
])('%s', (_, laws) => {
  it.each(laws)('$name', ({ check }) => {
    expect(check()).toBe('');
  });
});
