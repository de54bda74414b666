import { failOnNames } from '../gate/summary.js';
import { ofPart, type Waiving, waived } from '../gate/waivers.js';
import type { GateResult } from '../model/gate-result.js';
import { baselineOfBase } from '../run/base/baseline-of.js';
import { comparedWithBase } from '../run/base/compare-with-base.js';
import type { BaseSubject } from '../run/base/keep-baseline.js';
import { checkApart } from '../run/gate/apart.js';
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
  const { definitions, only, inputFormat, qemu, siteFile, storageFile, ignoreUnknown, ...others } =
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
  return inOptionWords(async () => {
    checkApart(flagsOf(checked));
    return (await judged(checked, async () => undefined)).told;
  });
}

/** The flags for options that contradict others. */
export function flagsOf({ only, base }: CheckOptions): readonly string[] {
  return [...(only === undefined ? [] : ['--only']), ...(base === undefined ? [] : ['--base'])];
}

/** What was found, before and after waivers and the comparison with a base. */
export interface Judged<Prepared> {
  readonly found: GateResult;
  readonly told: GateResult;
  readonly prepared: Prepared;
}

/** @param prepare - looks at what is going to be run, and may refuse it */
export async function judged<Prepared>(
  options: CheckOptions,
  prepare: (subject: BaseSubject) => Promise<Prepared>,
): Promise<Judged<Prepared>> {
  const { base, signal = new AbortController().signal, onProgress = () => undefined } = options;
  const { given, texts, names } = sortedDefinitions(options);
  const fileWaivers = await loadWaivers(options.waiversFile ?? '');
  const gateOptions = gateOptionsOf(options);
  const gate = await planGate(gateOptions);
  if (options.ignoreUnknown !== true && base === undefined) checkDisksFound(gate, names);
  const qemu = options.qemu ?? '';
  const baseline = base === undefined ? null : await baselineOfBase(base, gate.plan, qemu);
  if (base !== undefined && baseline === null && texts.length > 0)
    throw usageError(`base: ${texts[0]?.name} is a text, of which there is no other state`);
  const { read, plan } = gate;
  const named = { names: gateOptions.configs.names, given, base: nameOf(base) };
  const hasTexts = texts.length > 0;
  const prepared = await prepare({ ...named, hasTexts, baseline, read, plan, qemu });
  const waiving: Waiving = {
    waivers: [...fileWaivers, ...(await loadCommentWaivers(read))],
    today: options.today ?? new Date().toISOString().slice(0, 10),
    failOn: options.failOn ?? failOnNames[0],
  };
  const judge = async (one: GatePlan) =>
    (await runGate(one, waiving.failOn, signal, onProgress)).result;
  const result = await judge(gate);
  const assumptions = [...result.assumptions, ...siteAssumptions(gate)];
  const found = { ...result, assumptions };
  const toldOf = async () => {
    if (base !== undefined)
      return comparedWithBase(gateOptions, {
        ...named,
        baseline,
        now: found,
        read,
        waiving,
        judge,
      });
    const all = waived(found, waiving);
    return options.only === undefined ? all : ofPart(all);
  };
  return { found, told: await toldOf(), prepared };
}

/** What messages and results call it; '' for none. */
function nameOf(base: CheckOptions['base']): string {
  return typeof base === 'object' ? base.name : (base ?? '');
}
