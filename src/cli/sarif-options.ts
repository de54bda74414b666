import { createHash } from 'node:crypto';
import { rules } from '../catalogue/rules/rules.js';
import type { SarifOptions } from '../report/gate/sarif.js';

export const sarifOptions: SarifOptions = {
  // GitHub takes no notice of suppressions, and opens an alert for each: codeql-action issue 1230.
  isWaivedListed: process.env['GITHUB_ACTIONS'] !== 'true',
  /** The same disk of the same machine with the same defect, wherever it stands. */
  fingerprint: ({ machine, id }, { rule, field }) => {
    const meaning = JSON.stringify([machine, id, rule, field]);
    return createHash('sha256').update(meaning).digest('hex').slice(0, 32);
  },
  ruleOf: (id) => rules.find((rule) => rule.id === id) ?? null,
};
