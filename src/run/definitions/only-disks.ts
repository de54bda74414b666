import { fits, starsMax } from '../../config/site/glob.js';
import { diskNames } from '../../config/site/rules.js';
import type { VmDefinition, VmFile } from '../../model/vm-disk.js';
import { didYouMean } from '../../scenario/language/suggest.js';
import { usageError } from '../usage-error.js';

/**
 * Files with only some of their drives, and the machines that have one of them: those whose id, or `machine/id`,
 * fits a word; of words that begin with `!`, those that fit none. Patterns are those of blkcheck.config.yaml.
 *
 * @param words - each may be several, with commas between them; none for all drives
 * @throws UsageError for a word that fits nothing.
 */
export function onlyDisks(files: readonly VmFile[], words: readonly string[]): readonly VmFile[] {
  if (words.length === 0) return files;
  const all = words.flatMap((word) => word.split(',')).map((word) => word.trim());
  const left = all.filter((word) => word.startsWith('!')).map((word) => word.slice(1));
  const wanted = all.filter((word) => !word.startsWith('!'));
  checkWords([...wanted, ...left], files);
  const isKept = (names: readonly string[]) =>
    (wanted.length === 0 || wanted.some((word) => fitsOne(word, names))) &&
    !left.some((word) => fitsOne(word, names));
  const kept = files.map((file) => ({ ...file, definitions: keptIn(file, isKept) }));
  const some = kept.filter(({ definitions }) => definitions.length > 0);
  if (some.length === 0) throw usageError(`--only ${words.join(',')} leaves no disk`);
  return some;
}

const fitsOne = (word: string, names: readonly string[]) => names.some((name) => fits(word, name));

function keptIn(
  { definitions }: VmFile,
  isKept: (names: readonly string[]) => boolean,
): readonly VmDefinition[] {
  const isOneOfSeveral = definitions.length > 1;
  const reduced = definitions.map((definition) => {
    const isWanted = (disk: { readonly id: string }) =>
      isKept(diskNames({ definition, isOneOfSeveral, disk }));
    const { disks, skipped } = definition;
    return { ...definition, disks: disks.filter(isWanted), skipped: skipped.filter(isWanted) };
  });
  return reduced.filter(({ disks, skipped }) => disks.length + skipped.length > 0);
}

/** Nobody is to take what was misspelt for something that was judged. */
function checkWords(words: readonly string[], files: readonly VmFile[]): void {
  const many = words.find((word) => word.split('*').length - 1 > starsMax);
  if (many !== undefined) throw usageError(`--only: more than ${starsMax} stars in ${many}`);
  const all = files.flatMap(({ definitions }) =>
    definitions.flatMap((definition) =>
      [...definition.disks, ...definition.skipped].map((disk) =>
        diskNames({ definition, isOneOfSeveral: definitions.length > 1, disk }),
      ),
    ),
  );
  const wrong = words.find((word) => !all.some((names) => fitsOne(word, names)));
  if (wrong === undefined) return;
  const names = [...new Set(all.map((each) => each.at(-1) ?? ''))];
  throw usageError(`--only: no disk is called \`${wrong}\``, didYouMean(wrong, names));
}
