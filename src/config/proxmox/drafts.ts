import { addToGroup } from '../../model/group-by.js';
import type { ConfigNote, Position } from '../../model/vm-disk.js';
import { openNote } from '../draft.js';
import type { Word } from '../shell/word.js';
import type { NamedVm } from './machine-ids.js';
import type { Made } from './script-options.js';
import type { Setting, Settings } from './settings.js';

/** A machine while a script is read. */
export interface Draft extends Made {
  readonly id: NamedVm;
  readonly at: Position;
  /** How many branches, loops and functions are around the call that comes first. */
  readonly depth: number;
  /** Why it may have more than stands here; null where all of it does. */
  origin: ConfigNote | null;
  /** Storages of volumes that were imported, and that nothing is known to be attached to. */
  readonly loose: Word[];
}

/** Machines of one name: beyond this nobody wrote the script. */
const twinsMax = 20;

const changed = 'the VM is there already: what it has, and is not named here, is not known';

/** The machines of a script. One that is made twice, in branches or with another number each time, is two. */
export class Drafts {
  readonly #all = new Map<string, Draft[]>();

  get size(): number {
    return this.#all.size;
  }

  /** All that the words may mean, the last one first. */
  of({ key }: NamedVm): readonly Draft[] {
    return this.#all.get(key)?.slice(-twinsMax).toReversed() ?? [];
  }

  /** One that is new, or was only changed before. */
  begun(id: NamedVm, at: Position, depth: number): Draft {
    const last = this.of(id)[0];
    return last === undefined || last.origin === null ? this.#begin(id, at, depth) : last;
  }

  /** The machine that is changed, or one that the script does not make. */
  known(id: NamedVm, at: Position, depth: number): Draft {
    return this.of(id)[0] ?? this.#begin(id, at, depth);
  }

  #begin(id: NamedVm, at: Position, depth: number): Draft {
    const origin = openNote('unreadable', changed, at);
    const draft: Draft = { id, at, depth, entries: new Map(), notes: [], origin, loose: [] };
    addToGroup(this.#all, id.key, draft);
    return draft;
  }

  /** @param ofAll - notes of every machine */
  settings(ofAll: readonly ConfigNote[]): readonly Settings[] {
    return [...this.#all.values()].flat().map((draft) => {
      const { id, at, notes, origin } = draft;
      return {
        isFile: false,
        isWhole: origin === null,
        vm: id.name,
        at,
        entries: withLoose(draft),
        pending: [],
        notes: [...(origin === null ? [] : [origin]), ...ofAll, ...notes],
      };
    });
  }
}

/** add_unused_volume of PVE/AbstractConfig.pm takes the lowest number that is free. */
function withLoose({ entries, loose }: Draft): Draft['entries'] {
  const all = new Map(entries);
  let number = 0;
  for (const value of loose) {
    while (all.has(`unused${number}`)) number += 1;
    all.set(`unused${number}`, { key: `unused${number}`, value });
  }
  return all;
}

/** What a machine has not, and may have been given. */
export function addMissing({ entries }: Made, settings: Iterable<Setting>): void {
  for (const setting of settings) {
    if (!entries.has(setting.key)) entries.set(setting.key, setting);
  }
}

const ofDisks = /^(ide|sata|scsi|virtio|efidisk)\d+$|^(args|scsihw|machine|bios)$/;

/** Settings of a call that may not run, or may be for another machine. */
export function mayBeGiven(machine: Made, given: Made, at: Position): void {
  const other = [...given.entries.values()].find(({ key, value }) => {
    const own = machine.entries.get(key)?.value.text ?? value.text;
    return ofDisks.test(key) && own !== value.text;
  });
  addMissing(machine, given.entries.values());
  machine.notes.push(...given.notes);
  if (other === undefined) return;
  const message = `whether it has this ${other.key} or that of before is not known`;
  machine.notes.push(openNote('unreadable', message, at));
}
