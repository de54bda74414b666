import type { Diagnostic } from '../model/diagnostic.js';
import { OracleError } from '../scenario/module/recovery.js';
import { type Examination, type ExamineJob, examine } from '../search/examine.js';
import { ScriptError } from '../search/script-error.js';
import type { ScenarioSource } from './scenario-source.js';
import { workloadOf } from './workload.js';

/** A job as it crosses to a worker: plain data, without the functions of a module. */
export interface WorkerTask extends Omit<ExamineJob, 'workload'> {
  readonly source: ScenarioSource;
}

/** Mistakes cross back as data too: of an error, only the message would arrive. */
export type WorkerAnswer =
  | { readonly kind: 'examined'; readonly examination: Examination }
  /** The user's own recovery failed, so nothing is known. */
  | { readonly kind: 'inconclusive'; readonly reason: string }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/** What a worker is asked; the same function serves runs without workers. */
export async function answer({ source, ...task }: WorkerTask): Promise<WorkerAnswer> {
  const workload = await workloadOf(source);
  try {
    return { kind: 'examined', examination: examine({ ...task, workload }) };
  } catch (error) {
    if (error instanceof ScriptError) return { kind: 'refused', diagnostics: error.diagnostics };
    if (error instanceof OracleError) return { kind: 'inconclusive', reason: error.message };
    throw error;
  }
}
