/** One key press may arrive twice: from the terminal, and forwarded by npx. */
const samePressMs = 300;

/**
 * The first Ctrl-C asks for an end and the report of what is done; the second ends at once.
 *
 * @returns a signal for the run, and what takes the handler away again
 */
export function onInterrupt(): { readonly signal: AbortSignal; readonly dispose: () => void } {
  const controller = new AbortController();
  let firstMs = 0;
  const handler = (): void => {
    if (!controller.signal.aborted) {
      firstMs = performance.now();
      controller.abort();
    } else if (performance.now() - firstMs > samePressMs) {
      process.exit(130);
    }
  };
  process.on('SIGINT', handler);
  return { signal: controller.signal, dispose: () => process.off('SIGINT', handler) };
}
