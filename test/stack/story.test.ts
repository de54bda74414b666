import { expect, it } from 'vitest';
import { tell, tellAcknowledged, tellFault } from '../../src/stack/story.js';
import type { World } from '../../src/stack/world.js';
import { machineOf } from '../laws/by-hand.js';
import { write } from '../laws/scripts.js';
import { toldOf } from './marks.js';
import { usual } from './stacks.js';

function storyOf(events: (world: World) => void) {
  const machine = machineOf(usual, write(0));
  machine.world.trace = [];
  events(machine.world);
  return { rows: toldOf(machine), marks: machine.world.trace.map(({ mark }) => mark) };
}

it('what happens to one operation without a break is one row', () => {
  const { rows } = storyOf((world) => {
    tell(world, 1, 'guest', 'write a');
    tell(world, 1, 'device', 'write completed');
    tell(world, 1, 'disk', 'on medium');
  });
  expect(rows).toEqual(['1|write a|write completed||on medium']);
});

it('another operation, or a lane that is taken, begins a new one', () => {
  const { rows } = storyOf((world) => {
    tell(world, 1, 'guest', 'write a');
    tell(world, 2, 'guest', 'write b');
    tell(world, 1, 'device', 'write completed');
    tell(world, 1, 'device', 'flush completed');
  });
  expect(rows).toEqual([
    '1|write a|||',
    '2|write b|||',
    '1||write completed||',
    '1||flush completed||',
  ]);
});

it('that a request is in flight gives way to its completion', () => {
  const { rows } = storyOf((world) => {
    tell(world, 1, 'device', 'write in flight');
    tell(world, 1, 'device', 'write completed');
  });
  expect(rows).toEqual(['1||write completed||']);
});

it('unless something happened in between', () => {
  for (const lane of ['host', 'disk'] as const) {
    const { rows } = storyOf((world) => {
      tell(world, 1, 'device', 'write in flight');
      tell(world, 1, lane, 'x');
      tell(world, 1, 'device', 'write completed');
    });
    expect(rows).toHaveLength(2);
  }
});

it('an acknowledgement and the fault have rows of their own, with a mark', () => {
  const told = storyOf((world) => {
    tellAcknowledged(world, 1, 'promised');
    tell(world, 1, 'device', 'late');
    tellFault(world, { guest: 'POWER LOSS', device: '', host: '', disk: 'cache lost' });
    tell(world, 0, 'host', 'later');
  });
  expect(told.marks).toEqual(['acknowledged', '', 'power-cut', '']);
  expect(told.rows).toEqual([
    '1|promised|||',
    '1||late||',
    '0|POWER LOSS|||cache lost',
    '0|||later|',
  ]);
});

it('nothing is told where nobody reads', () => {
  const machine = machineOf(usual, write(0));
  tell(machine.world, 1, 'guest', 'write a');
  tellAcknowledged(machine.world, 1, 'promised');
  tellFault(machine.world, { guest: '', device: '', host: '', disk: '' });
  expect(machine.world.trace).toBeNull();
});
