import type { Progress } from '../run/options.js';

export interface ProgressLine {
  readonly show: (progress: Progress) => void;
  /** Leaves nothing on the terminal. */
  readonly end: () => void;
}

const heartbeatMs = 30_000;
const redrawMs = 100;

const silent: ProgressLine = { show: () => {}, end: () => {} };

/**
 * On a terminal one line that is rewritten; in CI a line every 30 seconds, so that a long run is
 * not taken for a dead one; nothing elsewhere.
 */
export async function progressLine(quiet: boolean): Promise<ProgressLine> {
  if (quiet) return silent;
  const inCi = (process.env['CI'] ?? '') !== '';
  if (inCi) return heartbeat();
  return process.stderr.isTTY ? rewrittenLine() : silent;
}

async function rewrittenLine(): Promise<ProgressLine> {
  const { createLogUpdate } = await import('log-update');
  const update = createLogUpdate(process.stderr);
  let lastMs = 0;
  const show = (progress: Progress): void => {
    const nowMs = performance.now();
    if (nowMs - lastMs < redrawMs) return;
    lastMs = nowMs;
    update(textOf(progress));
  };
  const end = (): void => {
    update.clear();
    // Shows the cursor again.
    update.done();
  };
  return { show, end };
}

/** By the clock and not by what is done: a single row may take minutes. */
function heartbeat(): ProgressLine {
  let latest = 'running';
  const timer = setInterval(() => process.stderr.write(`blkcheck: ${latest}\n`), heartbeatMs);
  return {
    show(progress) {
      latest = textOf(progress);
    },
    end: () => clearInterval(timer),
  };
}

function textOf({ done, total, unsafe, last }: Progress): string {
  return `${done}/${total} checks · ${unsafe} unsafe · ${last}`;
}
