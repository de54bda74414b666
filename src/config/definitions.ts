import type { VmDefinition } from '../model/vm-disk.js';

/**
 * Definitions of one file with ids that are unique in it: the machine's name before each where
 * there are several machines, a number behind what is there twice.
 */
export function withUniqueIds(definitions: readonly VmDefinition[]): readonly VmDefinition[] {
  const several = definitions.length > 1;
  const names = new Counter();
  return definitions.map((definition, index) => {
    const name = names.unique(definition.name === '' ? `vm${index + 1}` : definition.name);
    const prefix = several ? `${name}/` : '';
    const ids = new Counter();
    const renamed = <T extends { readonly id: string }>(item: T): T => ({
      ...item,
      id: ids.unique(`${prefix}${item.id}`),
    });
    return {
      ...definition,
      disks: definition.disks.map(renamed),
      skipped: definition.skipped.map(renamed),
    };
  });
}

class Counter {
  readonly #seen = new Map<string, number>();

  unique(name: string): string {
    const before = this.#seen.get(name) ?? 0;
    this.#seen.set(name, before + 1);
    return before === 0 ? name : `${name}#${before + 1}`;
  }
}
