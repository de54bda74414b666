import type { Rule } from '../../src/catalogue/rule.js';
import { rules } from '../../src/catalogue/rules.js';
import { plantedBugs } from '../planted-bugs/bugs.js';
import { actionPlanSections } from './action-plan.js';
import { type Sections, tableOf } from './pages.js';
import type { Shell } from './shell.js';

/** Everything in the pages that is made from the source or by the command. */
export function sectionsFrom(shell: Shell): Sections {
  return {
    rules: () => rules.map(ruleText).join('\n\n'),
    'planted-bugs': () => plantedBugsTable(),
    ...actionPlanSections(shell),
  };
}

function ruleText(rule: Rule): string {
  return [
    `## ${rule.id} ${rule.name}`,
    '',
    `${rule.title}. Blamed: \`${rule.layer}\`.`,
    '',
    rule.meaning,
    '',
    `- **Because**: ${rule.because}.`,
    `- **Change**: ${rule.change}.`,
    `- **At risk**: ${rule.atRisk}.`,
    `- **Source** (${rule.confidence}): ${rule.source}.`,
    `- **Since**: blkcheck ${rule.since}.`,
  ].join('\n');
}

function plantedBugsTable(): string {
  return tableOf(
    ['planted in', 'bug', 'law that catches it'],
    plantedBugs.map(({ file, name, caughtBy }) => [`\`src/${file}\``, name, caughtBy]),
  );
}
