import { type RuleId, ruleOf } from '../../catalogue/rules/rules.js';
import type { Stack } from '../../stack/stack.js';

/** What layers note without being told by the stack. */
export const notedByLayers: readonly RuleId[] = ['BLK001', 'BLK008', 'BLK014', 'BLK017'];

/**
 * What a stack has its layers note, each place by itself; '' where nothing is to be noted. What is blamed
 * for all that a fault breaks (`ruleOfFault`) is no part of it.
 */
export function rulesOf({ driver, device, backend, host }: Stack): readonly (RuleId | '')[] {
  const qemu = backend.kind === 'qemu' ? backend : null;
  return [
    driver.refusedBecause,
    driver.noFlushBecause,
    driver.answersFlush,
    driver.dropsFua,
    device.ignoresFua,
    qemu?.skipsOwnFlush ?? '',
    qemu?.skipsFirstFlush ?? '',
    host.noFlushBecause,
  ];
}

/**
 * Whether two machines that do the same agree on which failures show one defect: what one rule stands
 * for on the one is one rule of the same layer on the other, and the other way round. A place where one
 * of them has no rule is one that no script comes to.
 */
export function blamesAlike(one: Stack, other: Stack): boolean {
  const others = rulesOf(other);
  const pairs = [
    ...notedByLayers.map((rule) => [rule, rule] as const),
    ...rulesOf(one).map((rule, place) => [rule, others[place] ?? ''] as const),
  ];
  const there = new Map<RuleId, RuleId>();
  const back = new Map<RuleId, RuleId>();
  for (const [a, b] of pairs) {
    if (a === '' || b === '') continue;
    if (ruleOf(a).layer !== ruleOf(b).layer) return false;
    if ((there.get(a) ?? b) !== b || (back.get(b) ?? a) !== a) return false;
    there.set(a, b);
    back.set(b, a);
  }
  return true;
}
