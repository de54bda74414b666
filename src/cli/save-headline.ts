import type { Finding } from '../model/finding.js';

/** Writes the finding that is shown first as a scenario, or says that there is none. */
export async function saveHeadline(finding: Finding | undefined, file: string): Promise<void> {
  if (finding === undefined) {
    process.stderr.write(`note: there is no finding to save in ${file}\n`);
    return;
  }
  const { saveScenario } = await import('./save-scenario.js');
  await saveScenario(finding.replay, file);
}
