/** Why a search is not complete. */
export function endWords(isInterrupted: boolean): string {
  return isInterrupted ? 'interrupted' : 'the search ended at its limit';
}
