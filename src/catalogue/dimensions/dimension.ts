import type { Configuration } from '../../model/configuration.js';
import type { Known } from '../known.js';

/** One of several, with what it is, and how that is known. */
export interface DimensionValue<Id extends string = string> extends Known {
  readonly id: Id;
  readonly sentence: string;
}

/** Something that has one of several values, each with a name. */
interface Axis {
  /** As flags and the ids of results name it. */
  readonly key: string;
  /** As messages name it. */
  readonly what: string;
  /** Its values are `off` and `on`. */
  readonly isSwitch: boolean;
  /** In the order in which selections come out. */
  readonly values: readonly DimensionValue[];
}

/** An axis of configurations. All of them together say everything that a configuration says. */
export interface Dimension extends Axis {
  /** The field of a configuration that holds it. */
  readonly part: keyof Configuration;
  readonly read: (configuration: Configuration) => string;
  /** @throws where there is no such value. */
  readonly write: (configuration: Configuration, value: string) => Configuration;
}

interface ChoiceOf<Id extends string> extends Omit<Dimension, 'isSwitch' | 'values' | 'write'> {
  readonly values: readonly DimensionValue<Id>[];
  readonly write: (configuration: Configuration, value: Id) => Configuration;
}

export function choice<Id extends string>(of: ChoiceOf<Id>): Dimension {
  return {
    ...of,
    isSwitch: false,
    write: (configuration, value) => {
      const row = of.values.find(({ id }) => id === value);
      if (row === undefined) throw new Error(`no ${of.what} is called ${value}`);
      return of.write(configuration, row.id);
    },
  };
}

export function onOrOff({
  sentence,
  ...row
}: Omit<DimensionValue, 'id'>): readonly DimensionValue[] {
  const { source, confidence } = row;
  return [
    { id: 'off', sentence: `not so: ${sentence}`, source, confidence },
    { id: 'on', sentence, source, confidence },
  ];
}
