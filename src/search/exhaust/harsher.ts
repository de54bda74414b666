import type { FaultOrNone } from '../../model/fault.js';
import { nothingLeft, sparedAtOnce } from '../../stack/faults.js';
import type { Stack } from '../../stack/stack.js';

/**
 * Whether one fault spares no place that the other does not spare: then it can leave all that the other
 * can. Not where the medium itself is gone, because what is left then is nothing, and no older version.
 */
export function isHarsher(stack: Stack, fault: FaultOrNone, than: FaultOrNone): boolean {
  if (fault === 'none' || than === 'none') return false;
  const [spared, sparedByOther] = [sparedAtOnce(stack, fault), sparedAtOnce(stack, than)];
  if (spared === nothingLeft || sparedByOther === nothingLeft) return false;
  return (spared & ~sparedByOther) === 0;
}
