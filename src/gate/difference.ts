import { bareNode, tellingWords } from '../catalogue/cures/telling-values.js';
import type { Configuration } from '../model/configuration.js';
import type { Verdict } from '../model/verdict.js';

interface CandidateVerdict {
  readonly configuration: Configuration;
  readonly verdict: Verdict;
}

/**
 * Which of all that a disk may be is unsafe.
 *
 * @param cacheBytes - of a cache that is taken for none as well; 0 where there is no such cache
 */
export function differenceBetween(judged: readonly CandidateVerdict[], cacheBytes: number): string {
  if (cacheBytes === 0) return unsaid(judged);
  const none = judged.filter(({ configuration }) => configuration.disk.kind === 'no-wce');
  const endless = judged.filter((each) => !none.includes(each));
  const anyway = unsaid(none);
  if (unsafeOf(none).length === unsafeOf(endless).length) return anyway;
  const size = `if its cache had no limit: what one of ${cacheBytes} bytes loses is not modelled`;
  const among = unsaid(endless);
  const more = among === '' ? `unsafe ${size}` : `${among}, ${size}`;
  return anyway === '' ? more : `${anyway}; ${more}`;
}

function unsafeOf(judged: readonly CandidateVerdict[]): readonly CandidateVerdict[] {
  return judged.filter(({ verdict }) => verdict === 'unsafe');
}

/** libvirt commit 6eaf3614, and what it needs of QEMU: `keepsRawDriver`. */
const whoLeavesItOut = ' (libvirt 10 and later leaves it out on QEMU 9.0 and later)';

/** Words of what a file leaves open, with that. */
export function whichNobodySays(words: string): string {
  return `${words}, which the file does not say${words.includes(bareNode) ? whoLeavesItOut : ''}`;
}

/** Where nothing that the file leaves open tells them apart: ''. */
function unsaid(judged: readonly CandidateVerdict[]): string {
  const configurationsOf = (some: readonly CandidateVerdict[]) =>
    some.map(({ configuration }) => configuration);
  const unsafe = unsafeOf(judged);
  if (unsafe.length === 0) return '';
  const words = tellingWords(configurationsOf(unsafe), configurationsOf(judged));
  return words === '' ? '' : `unsafe ${whichNobodySays(words)}`;
}
