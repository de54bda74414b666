import { type Rule, rules } from '../../src/catalogue/rules.js';
import { type PlantedBug, plantedBugs } from '../planted-bugs/bugs.js';
import { analysisBugs, searchBugs } from '../planted-bugs/engine-bugs.js';
import { actionPlanSections } from './action-plan.js';
import { type Sections, tableOf } from './pages.js';
import type { Shell } from './shell.js';

/** Everything in the pages that is made from the source or by the command. */
export function sectionsFrom(shell: Shell): Sections {
  return {
    rules: () => rules.map(ruleText).join('\n\n'),
    'planted-bugs': () => tableOfBugs(plantedBugs),
    'planted-engine-bugs': () => tableOfBugs([...searchBugs, ...analysisBugs]),
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

function tableOfBugs(bugs: readonly PlantedBug[]): string {
  return tableOf(
    ['planted in', 'bug', 'law that catches it'],
    bugs.map(({ file, name, caughtBy }) => [`\`src/${file}\``, name, caughtBy]),
  );
}
