import { expect, it } from 'vitest';
import { choiceKinds } from '../../src/model/choice.js';
import { ask, kindChooser } from '../../src/stack/choose.js';

it('every kind of choice is asked by the number of its place', () => {
  expect(choiceKinds.map((kind) => ask[kind])).toEqual([...choiceKinds.keys()]);
  expect(Object.keys(ask)).toHaveLength(choiceKinds.length);
});

it('the kind answer is always 0', () => {
  expect(choiceKinds.map((kind) => kindChooser.choose(ask[kind], 1, 1))).toEqual(
    choiceKinds.map(() => 0),
  );
});
