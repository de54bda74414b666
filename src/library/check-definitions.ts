import { failOnNames } from '../gate/summary.js';
import { type Waiving, waived } from '../gate/waivers.js';
import type { GateResult } from '../model/gate-result.js';
import { baselineOfBase } from '../run/base/baseline-of.js';
import { comparedWithBase } from '../run/base/compare-with-base.js';
import { runGate } from '../run/gate/gate.js';
import { type GateOptions, type GatePlan, planGate } from '../run/gate/gate-plan.js';
import { checkDisksFound } from '../run/gate/without-disks.js';
import type { RunOptions } from '../run/options.js';
import { usageError } from '../run/usage-error.js';
import { loadCommentWaivers, loadWaivers } from '../run/waivers/waivers-file.js';
import { checkedOptions } from './check-options.js';
import { configOptionsOf, sortedDefinitions } from './config-options.js';
import type { CheckOptions } from './definition-options.js';
import { checkEntries } from './option-schemas.js';
import { inOptionWords } from './option-words.js';
import { siteAssumptions } from './site-assumptions.js';

/** Without what is about definitions and not about runs. */
function runOptionsOf(options: CheckOptions): RunOptions {
  const { definitions, inputFormat, qemu, siteFile, storageFile, ignoreUnknown, ...others } =
    options;
  const { base, waiversFile, today, failOn, ...run } = others;
  return run;
}

function gateOptionsOf(options: CheckOptions): GateOptions {
  const configs = { ...configOptionsOf(options), mayBeEmpty: options.base !== undefined };
  return { configs, run: runOptionsOf(options), isWanted: () => true };
}

/** of-definitions.ts says what it does, and loads it. */
export async function checkDefinitions(options: CheckOptions): Promise<GateResult> {
  const checked = checkedOptions(checkEntries, options, ['definitions']);
  return inOptionWords(() => judged(checked));
}

async function judged(options: CheckOptions): Promise<GateResult> {
  const { base, signal = new AbortController().signal, onProgress = () => undefined } = options;
  const { given, texts, names } = sortedDefinitions(options);
  if (base !== undefined && texts.length > 0)
    throw usageError(`base: ${texts[0]?.name} is a text, of which there is no other state`);
  const fileWaivers = await loadWaivers(options.waiversFile ?? '');
  const gateOptions = gateOptionsOf(options);
  const gate = await planGate(gateOptions);
  if (options.ignoreUnknown !== true && base === undefined) checkDisksFound(gate, names);
  const baseline =
    base === undefined ? null : await baselineOfBase(base, gate.plan, options.qemu ?? '');
  const waiving: Waiving = {
    waivers: [...fileWaivers, ...(await loadCommentWaivers(gate.read))],
    today: options.today ?? new Date().toISOString().slice(0, 10),
    failOn: options.failOn ?? failOnNames[0],
  };
  const judge = async (one: GatePlan) =>
    (await runGate(one, waiving.failOn, signal, onProgress)).result;
  const found = await judge(gate);
  const now = { ...found, assumptions: [...found.assumptions, ...siteAssumptions(gate)] };
  if (base === undefined) return waived(now, waiving);
  const { read } = gate;
  return comparedWithBase(gateOptions, { base, baseline, given, now, read, waiving, judge });
}
