import type { ConfigNote, VmDefinition } from '../model/vm-disk.js';

/** What is said of a text as a whole is said with its first machine, which stands for all. */
export function withFirstNoted(
  [first, ...others]: readonly VmDefinition[],
  notes: readonly ConfigNote[],
): readonly VmDefinition[] {
  if (first === undefined) return [];
  return [{ ...first, notes: [...first.notes, ...notes] }, ...others];
}

/**
 * Definitions of one file with ids that are unique in it: the machine's name before each where
 * there are several machines, a number behind what is there twice. What is called by its number is
 * marked as counted.
 */
export function withUniqueIds(definitions: readonly VmDefinition[]): readonly VmDefinition[] {
  const several = definitions.length > 1;
  const qualified = new Counter(definitions.map(qualifiedName));
  const names = new Counter([]);
  return definitions.map((definition, index) => {
    const isUnnamed = definition.name === '';
    const whole = qualifiedName(definition);
    const isCounted = several && (isUnnamed || qualified.isRepeated(whole));
    const name = names.unique(isUnnamed ? `vm${index + 1}` : definition.name);
    const prefix = several ? `${name}/` : '';
    return {
      ...definition,
      name: isUnnamed ? '' : name,
      ...(isCounted ? { isCounted: true } : {}),
      ...(several && !isUnnamed ? { qualified: whole } : {}),
      ...withIds(definition, prefix),
    };
  });
}

const qualifiedName = ({ name, qualified = name }: VmDefinition) => qualified;

interface Numbered {
  readonly id: string;
  readonly isCounted?: true;
}

/** What is called by a name that is written keeps it, wherever it stands. */
function withIds(
  { disks, skipped }: VmDefinition,
  prefix: string,
): Pick<VmDefinition, 'disks' | 'skipped'> {
  const named = disks.filter(({ isCounted }) => isCounted !== true);
  const ids = new Counter(named.map(({ id }) => id));
  const given = new Map<Numbered, string>();
  for (const item of [...named, ...disks, ...skipped])
    if (!given.has(item)) given.set(item, ids.unique(`${prefix}${item.id}`));
  const renamed = <T extends Numbered>(item: T): T => ({ ...item, id: given.get(item) ?? item.id });
  return {
    disks: disks.map((disk) =>
      ids.isRepeated(disk.id) ? { ...renamed(disk), isCounted: true } : renamed(disk),
    ),
    skipped: skipped.map(renamed),
  };
}

class Counter {
  readonly #seen = new Map<string, number>();
  readonly #repeated: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    const seen = new Set<string>();
    this.#repeated = new Set(names.filter((name) => seen.has(name) || !seen.add(name)));
  }

  isRepeated(name: string): boolean {
    return this.#repeated.has(name);
  }

  unique(name: string): string {
    const before = this.#seen.get(name) ?? 0;
    this.#seen.set(name, before + 1);
    return before === 0 ? name : `${name}#${before + 1}`;
  }
}
