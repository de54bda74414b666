import type { GateFinding } from '../model/gate-result.js';
import type { Position } from '../model/vm-disk.js';

/** A finding of which no scenario tells: its rule, its failures and its place. */
export function bareFinding(rule: string, failures: readonly string[], at: Position): GateFinding {
  return {
    rule,
    title: '',
    when: '',
    because: '',
    change: '',
    kinds: [],
    faults: [],
    scenarios: [],
    failures,
    field: '',
    spelled: '',
    at,
    isDefault: false,
    example: null,
  };
}
