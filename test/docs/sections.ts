import { devices } from '../../src/catalogue/devices/devices.js';
import { queueLimits } from '../../src/catalogue/dimensions/queue-depths.js';
import { diskClasses, type RangeUs } from '../../src/catalogue/disk-classes.js';
import { faults } from '../../src/catalogue/faults.js';
import { sourceWords } from '../../src/catalogue/known.js';
import { valuesSince } from '../../src/catalogue/refusals/values-since.js';
import { removedTypes } from '../../src/catalogue/releases/machine-types.js';
import type { Rule } from '../../src/catalogue/rules/rule.js';
import { rules } from '../../src/catalogue/rules/rules.js';
import { places } from '../../src/model/place.js';
import { shippedScenarios } from '../../src/run/scenarios/shipped-scenarios.js';
import { plantedBugs } from '../planted-bugs/bugs.js';
import { analysisBugs, searchBugs } from '../planted-bugs/engine-bugs.js';
import type { PlantedBug } from '../planted-bugs/planted-bug.js';
import { actionPlanSections } from './action-plan.js';
import { type Sections, tableOf } from './pages.js';
import type { Shell } from './shell.js';

/** Everything in the pages that is made from the source or by the command. */
export function sectionsFrom(shell: Shell): Sections {
  return {
    faults: () => faultsTable(),
    rules: () => rules.map(ruleText).join('\n\n'),
    'planted-bugs': () => tableOfBugs(plantedBugs),
    'planted-engine-bugs': () => tableOfBugs([...searchBugs, ...analysisBugs]),
    'shipped-scenarios': () => scenariosTable(),
    'disk-classes': () => diskClassesTable(),
    'machine-types': () => machineTypesTable(),
    'values-since': () => valuesSinceTable(),
    'queue-depths': () => queueDepthsTable(),
    ...actionPlanSections(shell),
  };
}

function faultsTable(): string {
  return tableOf(
    ['fault', 'what happens', 'places that it erases'],
    faults.map(({ id, sentence, erases }) => {
      const erased = places.filter((place) => erases.some((each) => each === place));
      return [`\`${id}\``, sentence, erased.map((place) => place.replace('-', ' ')).join(', ')];
    }),
  );
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

async function scenariosTable(): Promise<string> {
  const rows = (await shippedScenarios()).map(({ name, suite, guests, models }) => {
    const { linuxFrom: from, linuxUntil: until } = guests;
    const linux = [from && `from ${from}`, until && `up to ${until}`].filter((each) => each);
    return [`\`${name}\``, suite, linux.join(' '), models];
  });
  return tableOf(['scenario', 'suite', 'Linux', 'models'], rows);
}

function machineTypesTable(): string {
  return tableOf(
    ['machine types', 'gone since', 'source'],
    removedTypes.map(({ family, first, last, since, ...row }) => [
      `\`${family}-${first}\` to \`${last}\``,
      since,
      sourceWords(row),
    ]),
  );
}

function valuesSinceTable(): string {
  return tableOf(
    ['what', 'since', 'source'],
    valuesSince.map(({ key, id, of, since, ...row }) => [
      key === 'frontend' ? `\`${id}\`` : `\`${key}=${id}\``,
      `${of} ${since}`,
      sourceWords(row),
    ]),
  );
}

function queueDepthsTable(): string {
  const todays = devices.filter(({ until }) => until === '');
  return tableOf(
    ['device', 'requests in flight', 'more'],
    todays.map(({ id, queueDepth }) => {
      const limit = queueLimits.find(({ frontends }) => frontends.includes(id));
      const usual = String(queueDepth);
      if (limit === undefined) return [`\`${id}\``, usual, 'as many as there are values for'];
      const { requestsMax, sentence } = limit;
      const most = requestsMax > queueDepth ? `up to ${requestsMax}` : 'no';
      return [`\`${id}\``, usual, `${most}: ${sentence} (${sourceWords(limit)})`];
    }),
  );
}

function microseconds({ low, high }: RangeUs): string {
  return `${low} to ${high}`;
}

function diskClassesTable(): string {
  return tableOf(
    ['class', 'what', 'to its cache (µs)', 'flush, or past the cache (µs)', 'source', 'known from'],
    diskClasses.map(({ id, sentence, toCache, toMedium, source, confidence }) => [
      `\`${id}\``,
      sentence,
      microseconds(toCache),
      microseconds(toMedium),
      source,
      confidence === 'read' ? 'reading' : 'memory',
    ]),
  );
}
