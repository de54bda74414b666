import { expect, it } from 'vitest';
import { dimensionOf } from '../../src/catalogue/dimensions/dimensions.js';
import { type Ruling, ruledTogether } from '../../src/run/fix/referee.js';
import { today } from '../laws/fault-laws.js';

const full = today('virtio-blk', 'none');
const both = [full, dimensionOf('allocation').write(full, 'sparse')];

const safe: Ruling = {
  verdict: 'safe',
  basis: 'exhaustive',
  kinds: [],
  rules: [],
  because: '',
  reason: '',
  interrupted: false,
};
const unsafe: Ruling = {
  ...safe,
  verdict: 'unsafe',
  kinds: ['lost'],
  rules: ['BLK016'],
  because: 'no flush',
};
const open: Ruling = { ...safe, verdict: 'inconclusive', reason: 'the limit was met' };

it.each([
  [[safe, safe], { verdict: 'safe', when: '', reason: '' }],
  [[unsafe, unsafe], { verdict: 'unsafe', when: '', rules: ['BLK016'], because: 'no flush' }],
  [[safe, unsafe], { verdict: 'inconclusive', when: 'if allocation=sparse', kinds: ['lost'] }],
  [[unsafe, open], { verdict: 'inconclusive', when: 'if allocation=full', reason: '' }],
  [[safe, open], { verdict: 'inconclusive', when: '', reason: 'the limit was met' }],
  [[safe, { ...safe, basis: 'sampled' }], { verdict: 'safe', basis: 'sampled' }],
  [[safe, { ...safe, interrupted: true }], { interrupted: true }],
] as const)('what is ruled on each makes what is ruled on both: %#', (rulings, together) => {
  expect(ruledTogether(both, rulings)).toMatchObject(together);
});
