/**
 * Whether a run is to stop, in memory that all of its threads see: a message would wait in a worker
 * until its proof has ended.
 */
export type StopFlag = Int32Array<SharedArrayBuffer>;

export function createStopFlag(): StopFlag {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** Raises the flag when the signal aborts; returns what ends that. */
export function raiseOnAbort(flag: StopFlag, signal: AbortSignal): () => void {
  const raise = (): void => {
    Atomics.store(flag, 0, 1);
  };
  if (signal.aborted) raise();
  signal.addEventListener('abort', raise, { once: true });
  return () => signal.removeEventListener('abort', raise);
}

export function isRaised(flag: StopFlag): boolean {
  return Atomics.load(flag, 0) !== 0;
}
