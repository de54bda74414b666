import type { Configuration } from '../../model/configuration.js';
import { distinct } from '../../model/distinct.js';
import type { NotationId } from '../../model/notation.js';
import { dimensionOf } from '../dimensions/dimensions.js';
import { monitorOf } from '../releases/monitors.js';
import { type RuleId, ruleOf } from '../rules/rules.js';
import type { Cure } from './cure.js';
import { curesOf } from './cures.js';
import {
  notationOf,
  type PlaceOfSetting,
  placesOfSettings,
  spelled,
} from './notations/spelling.js';
import { type Standing, takenFor, takingSteps } from './standing.js';

/** A cure in words of a notation, one for each of its settings. */
export interface SpelledCure {
  readonly cure: Cure;
  readonly words: readonly string[];
  /** What stands against it and has to go; the first of the words is about it. */
  readonly taken: readonly Standing[];
  /** Of its settings the one that is furthest from the definition. */
  readonly place: PlaceOfSetting;
}

function furthest(places: readonly PlaceOfSetting[]): PlaceOfSetting {
  return placesOfSettings.findLast((place) => places.includes(place)) ?? 'definition';
}

/** null where the notation lacks a word for one of its settings. */
function spelledCure(
  id: NotationId,
  on: Configuration,
  cure: Cure,
  standing: readonly Standing[] = [],
): SpelledCure | null {
  if (cure.advice !== '') return { cure, words: [cure.advice], taken: [], place: 'outside' };
  const entries = Object.entries(cure.settings);
  const against = entries.map(([key, to]) => takenFor(standing, on, key, to));
  const left = entries.filter((_, at) => against[at]?.isEnough !== true);
  const found = left.map(([key, to]) => spelled(id, on, key, to));
  const parts = found.filter((part) => part !== null);
  if (parts.length < found.length) return null;
  const taken = against.flatMap((each) => each.taken);
  return {
    cure,
    words: [
      ...(taken.length === 0 ? [] : [takingSteps(taken)]),
      ...parts.map(({ words }) => words),
    ],
    taken,
    place: furthest(parts.map(({ place }) => place)),
  };
}

/** Ways of one configuration that are ways of each of the others too. */
function common(rule: RuleId, [first, ...others]: readonly Configuration[]): readonly Cure[] {
  if (first === undefined) return [];
  const own = curesOf(rule, first);
  const theirs = others.map((on) => curesOf(rule, on).map((cure) => JSON.stringify(cure)));
  const shared = own.filter((cure) => theirs.every((all) => all.includes(JSON.stringify(cure))));
  return shared.length === 0 ? own : shared;
}

/** Without what is set already, and without ways that only set more than another does. */
function needed(cures: readonly Cure[], blamed: readonly Configuration[]): readonly Cure[] {
  const isSet = (key: string, to: string) => blamed.every((on) => dimensionOf(key).read(on) === to);
  const reduced = distinct(
    cures.map(({ settings, advice }) => ({
      settings: Object.fromEntries(Object.entries(settings).filter(([key, to]) => !isSet(key, to))),
      advice,
    })),
  );
  return reduced
    .filter((cure) => !reduced.some((other) => other !== cure && isPart(other, cure)))
    .sort((a, b) => sizeOf(a) - sizeOf(b));
}

const sizeOf = ({ settings }: Cure): number => Object.keys(settings).length || 1;

function isPart(part: Cure, { settings }: Cure): boolean {
  const all = Object.entries(part.settings);
  const isSmaller = all.length > 0 && all.length < Object.keys(settings).length;
  return isSmaller && all.every(([key, to]) => settings[key] === to);
}

/**
 * What mends a disk of a definition, in the definition's words: what it can say itself comes first, then
 * what it hands on to QEMU, then what has to be changed elsewhere.
 *
 * @param blamed - all that the disk may be that have what the rule is about
 * @param standing - what beats the settings that the cures are spelled in
 */
export function spelledCures(
  rule: RuleId,
  id: NotationId,
  blamed: readonly Configuration[],
  standing: readonly Standing[] = [],
): readonly SpelledCure[] {
  const [on] = blamed;
  if (on === undefined) return [];
  const spelt = needed(common(rule, blamed), blamed).flatMap(
    (cure) => spelledCure(id, on, cure, standing) ?? [],
  );
  const found = spelt.filter((each) => !spelt.some((other) => saysLess(other, each)));
  return placesOfSettings.flatMap((place) => found.filter((each) => each.place === place));
}

/** The change of a disk's definition. */
export function changeOf(
  rule: RuleId,
  id: NotationId,
  blamed: readonly Configuration[],
  standing: readonly Standing[] = [],
): string {
  const found = spelledCures(rule, id, blamed, standing);
  if (found.length > 0) return listed(found);
  // Each of the values may have a way of its own, and all of them none in common.
  const isOpen = blamed.length > 1 && blamed.some((on) => spelledCures(rule, id, [on]).length > 0);
  return isOpen
    ? 'settle what is open first: each value has a way of its own'
    : `${notationOf(id).name} has no setting for it`;
}

/** Whether all words of one are among those of the other, as where a mode is two settings. */
function saysLess(one: SpelledCure, other: SpelledCure): boolean {
  const [few, many] = [one, other].map(({ words }) => words.flatMap((each) => each.split(' and ')));
  if (few === undefined || many === undefined) return false;
  return few.length < many.length && few.every((each) => many.includes(each));
}

/** What to change about a configuration that nobody wrote down, in the words of who serves the device. */
export function cureOf(rule: RuleId, on: Configuration): string {
  const id = notationFor(on);
  const found = needed(curesOf(rule, on), [on]).flatMap((cure) => spelledCure(id, on, cure) ?? []);
  return found.length === 0 ? ruleOf(rule).change : listed(found);
}

export function notationFor({ frontend }: Configuration): NotationId {
  if (monitorOf(frontend) === undefined) return 'qemu-drive';
  return frontend === 'firecracker' ? 'firecracker' : 'cloud-hypervisor';
}

/** A third way is told where a line of a screen has room for it. */
const lineMax = 70;

function listed(cures: readonly SpelledCure[]): string {
  const groups: SpelledCure[][] = [];
  for (const cure of cures) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && isVariant(last[0], cure)) last.push(cure);
    else groups.push([cure]);
  }
  const ways = [...new Set(groups.map(variantWords))];
  const three = orList(ways.slice(0, 3));
  return three.length <= lineMax ? three : orList(ways.slice(0, 2));
}

function orList(ways: readonly string[]): string {
  const last = ways.at(-1) ?? '';
  const others = ways.slice(0, -1);
  return others.length === 0 ? last : `${others.join(', ')}, or ${last}`;
}

/** Whether two set the same, and only the last of it to another value. */
function isVariant(one: SpelledCure, other: SpelledCure): boolean {
  const keys = (of: SpelledCure) => JSON.stringify(Object.keys(of.cure.settings));
  const before = (of: SpelledCure) => JSON.stringify(of.words.slice(0, -1));
  return one.cure.advice === '' && keys(one) === keys(other) && before(one) === before(other);
}

/** `cache='none' or 'writeback'`, `cache=none with aio=native`. */
function variantWords(variants: readonly SpelledCure[]): string {
  const [first, ...others] = variants.map(({ words }) => words.at(-1) ?? '');
  const head = variants[0]?.words.slice(0, -1) ?? [];
  const short = others.map((words) => withoutName(words, first ?? ''));
  const last = [[first, ...short.slice(0, -1)].join(', '), ...short.slice(-1)].join(' or ');
  const [start = '', ...more] = [...head, last];
  // What goes and what is set instead are two steps.
  const joint = variants[0]?.taken.length === 0 ? 'with' : 'and set';
  return more.length === 0 ? start : `${start} ${joint} ${more.join(' and ')}`;
}

/** What stands before the value, where both have it. */
function withoutName(words: string, first: string): string {
  const name = /^.+?(?: => | = |: |=)/u.exec(first)?.[0];
  return name !== undefined && words.startsWith(name) ? words.slice(name.length) : words;
}
