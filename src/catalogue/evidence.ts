import type { Configuration, QemuReleaseId } from '../model/configuration.js';
import { type DeviceRow, findDevice } from './devices/devices.js';
import { type Confidence, weakest } from './known.js';
import type { QuirkRow } from './quirks/quirk.js';
import { quirks, quirksOf } from './quirks/quirks.js';
import { valuesSince } from './refusals/values-since.js';
import { isOfQemu } from './releases/of-qemu.js';
import { isOlder, qemuReleases, type ReleaseRange, type ReleaseRow } from './releases/releases.js';
import { isEarlier } from './releases/version-names.js';
import { rowOf } from './row-of.js';
import { rules } from './rules/rules.js';

export interface Evidence {
  /** `QEMU 7.2 to 11.1`; `any release` where it does not depend on QEMU's. */
  readonly releases: string;
  /** `measured`; `measured/read` where it differs between the configurations, or the releases. */
  readonly confidence: string;
}

interface Since {
  /** '' where it does not depend on QEMU's release. */
  readonly from: string;
  readonly until: string;
  readonly confidence: Confidence;
}

/** Where an open range ends: at the last release that somebody ran or read. */
const newest = qemuReleases.findLast(({ confidence }: ReleaseRow) => confidence !== 'inferred');

const newestId = newest?.id ?? '';

function withSlashes(texts: readonly string[]): string {
  return [...new Set(texts)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).join('/');
}

/**
 * In which releases configurations like these have the defect, and how that is known. Where some have
 * it since another release, both are named: `QEMU 10.0/10.1 to 11.1`.
 */
export function evidenceOf(ruleId: string, configurations: readonly Configuration[]): Evidence {
  const all = configurations.map((configuration) => since(ruleId, configuration));
  const dated = all.filter(({ from }) => from !== '');
  const from = withSlashes(dated.map((each) => firstOf(each.from)));
  const last = withSlashes(dated.map(({ until }) => until || newestId));
  const range = from === last ? `QEMU ${from}` : `QEMU ${from} to ${last}`;
  return {
    releases: dated.length === all.length ? range : 'any release',
    confidence: withSlashes(all.flatMap(knownOf)),
  };
}

/** A row that begins with an update says so: 10.0.3. */
function firstOf(release: string): string {
  const first = qemuReleases.find(({ id }) => id === release)?.first ?? release;
  return first.split('.').length > 2 ? first : release;
}

/** A defect that was measured, and in the newest release only read. */
function knownOf({ from, until, confidence }: Since): readonly Confidence[] {
  const isOpen = from !== '' && until === '' && confidence === 'measured';
  return isOpen && newest !== undefined ? [confidence, newest.confidence] : [confidence];
}

function since(ruleId: string, configuration: Configuration): Since {
  const rule = rules.find(({ id }): boolean => id === ruleId);
  const confidence = rule?.confidence ?? 'inferred';
  if (!isOfQemu(configuration.frontend)) return { from: '', until: '', confidence };
  const causes = causesOf(ruleId, configuration);
  const device = findDevice(configuration);
  if (causes.length > 0) {
    const known = [confidence, ...causes.map((cause) => cause.confidence)];
    const common = commonTo(causes);
    return { ...common, from: sinceDevice(device, common.from), confidence: weakest(known) };
  }
  if (device !== undefined && isOfDevice.includes(ruleId))
    return { ...device, from: sinceDevice(device, device.from) };
  const from = rule !== undefined && 'fromQemu' in rule ? rule.fromQemu : '';
  return { from, until: '', confidence };
}

/** A device that came with a version of the series has no defect before it: eMMC is there since 9.1. */
function sinceDevice(device: DeviceRow | undefined, from: QemuReleaseId): string {
  const row = valuesSince.find(({ key, id }) => key === 'frontend' && id === device?.id);
  const first = rowOf(qemuReleases, from).first;
  return row !== undefined && isEarlier(first, row.since) ? row.since : from;
}

/** What a device of the catalogue has or lacks. */
const isOfDevice: readonly string[] = ['BLK003', 'BLK004', 'BLK016'];

/** Whether code of QEMU decides it, so that a release which nobody knows may be without it. */
function isByRelease(ruleId: string): boolean {
  return isOfDevice.includes(ruleId) || quirks.some((row) => row.rule === ruleId && isQemus(row));
}

/** What the guest's Linux has a part in: what it sends for fsync, O_DSYNC and a commit, and what it waits for. */
const isOfGuest: readonly string[] = ['BLK002', 'BLK010', 'BLK011', 'BLK012', 'BLK023'];

/** Whose code nobody ran or read: QEMU's, or that of the guest's Linux. */
export type UnknownCode = 'qemu' | 'guest-kernel';

function decides(code: UnknownCode, ruleId: string): boolean {
  return code === 'qemu' ? isByRelease(ruleId) : isOfGuest.includes(ruleId);
}

/** Whether what fails by these rules fails whatever that code does. */
export function holdsWhatever(unknown: readonly UnknownCode[], rules: readonly string[]): boolean {
  const isOpen = (ruleId: string) => unknown.some((code) => decides(code, ruleId));
  return unknown.length === 0 || !rules.every(isOpen);
}

/** What only other monitors do is in no release of QEMU. */
function isQemus({ frontends }: QuirkRow): boolean {
  return frontends === 'any' || frontends.some(isOfQemu);
}

function commonTo(rows: readonly QuirkRow[]): ReleaseRange {
  return {
    from: rows.map((row) => row.from).reduce((a, b) => (isOlder(a, b) ? b : a)),
    until: rows
      .map((row) => row.until)
      .reduce((a, b) => (a === '' || (b !== '' && isOlder(b, a)) ? b : a)),
  };
}

/** The quirk that is the defect, and the one that lets a guest with a write cache meet it. */
function causesOf(ruleId: string, configuration: Configuration): readonly QuirkRow[] {
  const own = quirksOf(configuration);
  const defects = own.filter(({ rule }) => rule === ruleId);
  const { cache, guest } = configuration;
  const isCached = cache.writeback && guest.writeCache !== 'device-off';
  const meetsFua = isCached && ruleId === 'BLK011';
  return [...defects, ...own.filter(({ effect }) => meetsFua && effect.kind === 'offers-fua')];
}
