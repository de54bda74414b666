import type { TraceRow } from '../../model/finding.js';
import {
  type DiskVerdict,
  diskName,
  type GateFinding,
  type GateResult,
} from '../../model/gate-result.js';
import type { Position } from '../../model/vm-disk.js';
import type { Waiver } from '../../model/waiver.js';
import { inert } from '../text/inert.js';
import { jsonText } from '../text/json-text.js';
import {
  changeLines,
  factsOf,
  groundLine,
  headlineOf,
  openOf,
  remarksOf,
  staleLines,
  unreadLines,
  waivedBecause,
  waivedLines,
} from './blocks.js';

const schema = 'https://json.schemastore.org/sarif-2.1.0.json';
const home = 'https://www.npmjs.com/package/blkcheck';

/**
 * SARIF 2.1.0 (OASIS): a result for each disk and rule, its story as a code flow. Plain data, held against the
 * schema by the tests: node-sarif-builder 5 needs Node 22.
 */
export function renderSarif(result: GateResult, options: SarifOptions): string {
  const { ruleOf } = options;
  const found = foundIn(result, options);
  const ids = [...new Set(found.map(({ finding }) => finding.rule))].sort();
  const driver = {
    name: 'blkcheck',
    version: result.blkcheckVersion,
    informationUri: home,
    rules: ids.map((id) => ruleObject(id, ruleOf(id))),
  };
  const results = found.map((each) => resultObject(each, ids, options));
  const run = {
    tool: { driver },
    columnKind: 'utf16CodeUnits',
    invocations: [invocationOf(result)],
    results,
  };
  return jsonText({ $schema: schema, version: '2.1.0', runs: [run] });
}

interface Found {
  readonly disk: DiskVerdict;
  readonly finding: GateFinding;
  /** null where it counts. */
  readonly by: Waiver | null;
}

function foundIn({ disks }: GateResult, { isWaivedListed }: SarifOptions): readonly Found[] {
  return disks.flatMap((disk) => [
    ...disk.findings.map((finding) => ({ disk, finding, by: null })),
    ...(isWaivedListed ? disk.waived : []).flatMap(({ finding, by }) =>
      finding === null ? [] : [{ disk, finding, by }],
    ),
  ]);
}

function resultObject(
  { disk, finding, by }: Found,
  ids: readonly string[],
  { fingerprint }: SarifOptions,
) {
  const level = disk.verdict === 'unsafe' ? 'error' : 'warning';
  return {
    ruleId: finding.rule,
    ruleIndex: ids.indexOf(finding.rule),
    level: by === null ? level : 'note',
    message: { text: messageOf(disk, finding) },
    locations: [locationOf(finding.at)],
    partialFingerprints: { 'blkcheck/v1': fingerprint(disk, finding) },
    ...(by === null ? {} : { suppressions: [suppressionOf(by)] }),
    ...flowsOf(finding),
  };
}

function suppressionOf(by: Waiver) {
  return {
    kind: by.isComment ? 'inSource' : 'external',
    status: 'accepted',
    justification: waivedBecause(by),
    location: locationOf(by.at),
  };
}

/** What has no place among the defects: changes, waivers that are over, disks that are not decided. */
function invocationOf(result: GateResult) {
  const lines = [
    groundLine(result),
    ...changeLines(result),
    ...staleLines(result),
    ...waivedLines(result, disksMax).map((line) => `waived: ${line}`),
    ...unreadLines(result),
  ];
  const said = lines.filter((line) => line !== '');
  const notes = said.map((text) => ({ level: 'note', message: { text } }));
  const open = openOf(result).map((disk) => ({
    level: 'warning',
    message: { text: inert(`${diskName(disk)}: inconclusive: ${disk.reason}`) },
    locations: [locationOf(disk.at)],
  }));
  const remarks = remarksOf(result).map(({ rule, message, at }) => ({
    level: 'note',
    message: { text: inert(`${rule}: ${message}`) },
    locations: [locationOf(at)],
  }));
  const executionSuccessful = !result.interrupted;
  return { executionSuccessful, toolExecutionNotifications: [...open, ...remarks, ...notes] };
}

const disksMax = 5;

export interface SarifOptions {
  /** Whether what is waived is listed, as suppressed. */
  readonly isWaivedListed: boolean;
  /** By meaning, so that lines may move. */
  readonly fingerprint: (disk: DiskVerdict, finding: GateFinding) => string;
  /** null for what is wrong with a definition itself. */
  readonly ruleOf: (id: string) => RuleText | null;
}

/** What a catalogue says of a rule. */
interface RuleText {
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
  readonly because: string;
  readonly change: string;
  readonly source: string;
}

function ruleObject(id: string, known: RuleText | null) {
  if (known === null) return { id, shortDescription: { text: id } };
  const { name, title, meaning, because, change, source } = known;
  return {
    id,
    name,
    shortDescription: { text: title },
    fullDescription: { text: meaning },
    help: { text: `${because}\nChange: ${change}\nSource: ${source}` },
  };
}

function messageOf(disk: DiskVerdict, finding: GateFinding): string {
  return inert([`${diskName(disk)}: ${headlineOf(finding)}`, ...factsOf(finding)].join('. '));
}

function locationOf({ file, line, column, endColumn }: Position) {
  const region = { startLine: Math.max(line, 1), startColumn: Math.max(column, 1) };
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file) },
      region: { ...region, endColumn: Math.max(endColumn, region.startColumn) },
    },
  };
}

/** A relative reference with forward slashes, as viewers resolve it against the repository. */
function uriOf(file: string): string {
  // Half a character has no address.
  const whole = file.replaceAll(/\p{Cs}/gu, '\ufffd');
  return whole.split(/[\\/]/u).map(encodeURIComponent).join('/') || '.';
}

function flowsOf({ example, at }: GateFinding) {
  const trace = example?.trace ?? [];
  if (trace.length === 0) return {};
  const locations = trace.map((row, index) => ({
    executionOrder: index + 1,
    location: { ...locationOf(at), message: { text: stepOf(row) } },
  }));
  return { codeFlows: [{ threadFlows: [{ locations }] }] };
}

function stepOf({ guest, device, host, disk }: TraceRow): string {
  const lanes = [guest, device, host, disk].filter((lane) => lane !== '');
  return inert(lanes.join(' · ')) || '...';
}
