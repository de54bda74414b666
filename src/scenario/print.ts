import { Document, isMap, isScalar, visit } from 'yaml';
import type { RecoverySpec, Script } from '../model/script.js';
import { compileScenario } from './compile.js';
import { printPromises } from './print/promises.js';
import { printSteps } from './print/steps.js';
import { readScenario } from './read.js';
import type { Pinned, Scenario } from './scenario.js';

/** What a script does not know about itself. */
export type PrintDetails = Pick<Scenario, 'name' | 'suite' | 'summary' | 'models' | 'pinned'>;

export type Printed = { readonly text: string } | { readonly reason: string };

/** Mappings under these keys fit on a line. */
const inLine: ReadonlySet<unknown> = new Set([
  'disk',
  'acknowledge',
  'ordered',
  'powerCut',
  'guests',
]);

function regionsData(script: Script): Record<string, unknown> {
  const entries = script.regions.map(({ name, extents }) => {
    const { lba: at = 0, sectorCount: sectors = 1 } = extents[0] ?? {};
    return [name, { at, sectors, ...(extents.length > 1 ? { count: extents.length } : {}) }];
  });
  return Object.fromEntries(entries);
}

function recoveryData({ kind, ...fields }: RecoverySpec): object {
  if (kind === 'none') return {};
  const given = Object.entries(fields).filter(
    ([key, value]) => value !== '' && !(key === 'records' && value === 'pages'),
  );
  return { recovery: { [kind]: Object.fromEntries(given) } };
}

/** A failure in terms of the steps as they are numbered in the printed file. */
function renumbered(pinned: Pinned, printed: readonly number[]): Pinned {
  const step = (id: number) => printed.filter((each) => each <= id).length;
  const { operation, event } = pinned.powerCut;
  return {
    fault: pinned.fault,
    powerCut: { operation: step(operation), event },
    choices: pinned.choices.map((choice) => ({ ...choice, subject: step(choice.subject) })),
  };
}

function trustData({ atomicBytes, keepsCompleted, direct }: Script): object {
  return {
    ...(keepsCompleted !== undefined && { keepsCompleted }),
    ...(atomicBytes !== undefined && { atomicBytes }),
    ...(direct !== undefined && { direct }),
  };
}

function scenarioData(script: Script, details: PrintDetails, overlap: boolean): object {
  const { steps, printed } = printSteps(script);
  const promises = printPromises(script);
  const { name, suite, summary, models, pinned } = details;
  return {
    blkcheck: 'scenario/1',
    name,
    suite,
    summary,
    models,
    ...(suite === 'barrier' ? { guests: { linux: { until: '2.6.36' } } } : {}),
    disk: { sectors: script.sectorCount, ...trustData(script) },
    ...(overlap ? { overlap: 'declared' } : {}),
    regions: regionsData(script),
    steps,
    ...(promises.length > 0 ? { promises } : {}),
    ...recoveryData(script.recovery),
    ...(pinned.length > 0 ? { pinned: pinned.map((each) => renumbered(each, printed)) } : {}),
  };
}

function yamlText(data: object): string {
  const document = new Document(data, { aliasDuplicateObjects: false });
  visit(document, {
    Pair: (_, { key, value }) => {
      if (isScalar(key) && isMap(value) && inLine.has(key.value)) value.flow = true;
    },
    Map: (_, node) => {
      // A region, a choice.
      if (node.has('at') || node.has('subject')) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 100 });
}

function attempt(script: Script, details: PrintDetails, overlap: boolean): Printed {
  const text = yamlText(scenarioData(script, details, overlap));
  const read = readScenario(text, details.name);
  const compiled = 'scenario' in read ? compileScenario(read.scenario, {}, []) : read;
  if ('script' in compiled) return { text };
  return { reason: compiled.diagnostics.map(({ message }) => message).join('; ') };
}

/**
 * A script as a scenario file: every loop unrolled, every draw made. What is returned has been read
 * and compiled again. Where steps that waited were taken out of the script, writes overlap that did
 * not before, and the file says so. A script whose recovery is a module's cannot be printed.
 */
export function printScenario(script: Script, details: PrintDetails): Printed {
  if (script.recovery.kind === 'module') {
    return { reason: 'its recovery is JavaScript, which a scenario file cannot hold' };
  }
  try {
    const plain = attempt(script, details, script.overlapDeclared);
    return 'text' in plain ? plain : attempt(script, details, true);
  } catch (error) {
    if (error instanceof RangeError) return { reason: error.message };
    throw error;
  }
}
