import type { Operation, Script } from '../../model/script.js';
import { nowhere } from '../language/source.js';
import { type Compilation, complain } from './compilation.js';

const isWrite = ({ kind }: Operation) => kind === 'write' || kind === 'barrier';

function checkAscends(work: Compilation, script: Script, log: string): void {
  let last = 0;
  for (const operation of script.operations) {
    if (operation.region !== log || !isWrite(operation)) continue;
    if (operation.transaction < last) {
      const message = `\`${operation.label}\` (operation ${operation.id}) belongs to transaction `;
      const found = `${operation.transaction}, after one of transaction ${last}`;
      complain(work, nowhere, message + found, 'the transactions of a log ascend');
      return;
    }
    last = operation.transaction;
  }
}

function checkNotReused(work: Compilation, script: Script, region: string, help: string): void {
  const owners = new Map<number, number>();
  for (const operation of script.operations) {
    if (operation.region !== region || !isWrite(operation)) continue;
    const owner = owners.get(operation.element) ?? operation.transaction;
    if (owner !== operation.transaction) {
      const message = `\`${operation.label}\` (operation ${operation.id}) of transaction `;
      const found = `${operation.transaction} overwrites transaction ${owner}`;
      complain(work, nowhere, message + found, help);
      return;
    }
    owners.set(operation.element, operation.transaction);
  }
}

/** The region whose writes make a transaction what recovery can find; '' for none. */
function regionOfTransactions({ recovery }: Script): string {
  switch (recovery.kind) {
    case 'write-ahead-log':
      return recovery.log;
    case 'journal':
      return recovery.commit;
    case 'double-write':
      return recovery.pages;
    case 'shadow-paging':
      return recovery.roots;
    case 'rollback-journal':
      return recovery.header;
    case 'manifest':
      return recovery.log;
    case 'none':
    case 'module':
      return '';
  }
}

function checkAcknowledged(work: Compilation, script: Script): void {
  const region = regionOfTransactions(script);
  if (region === '' || work.scenario.random) return;
  const known = new Set(
    script.operations.filter((each) => each.region === region).map((each) => each.transaction),
  );
  for (const { transaction } of script.obligations) {
    if (transaction === 0 || known.has(transaction)) continue;
    const missing = `\`${region}\` has no write of it`;
    const message = `transaction ${transaction} is acknowledged, and ${missing}`;
    complain(work, nowhere, message, 'give the write `transaction`');
    return;
  }
}

/** What a built-in recovery takes for granted about the program. */
export function checkRecovery(work: Compilation, script: Script): void {
  const { recovery } = script;
  checkAcknowledged(work, script);
  if (recovery.kind === 'write-ahead-log') {
    checkAscends(work, script, recovery.log);
    const help = 'without a `header` recovery cannot know where a log that wraps begins';
    if (recovery.header === '') checkNotReused(work, script, recovery.log, help);
  }
  if (recovery.kind === 'rollback-journal') checkAscends(work, script, recovery.header);
  if (recovery.kind === 'manifest') {
    checkAscends(work, script, recovery.manifest);
    checkAscends(work, script, recovery.log);
  }
  if (recovery.kind === 'journal') {
    const help = 'a journal is not reused inside one script; a `write-ahead-log` may wrap';
    checkAscends(work, script, recovery.commit);
    checkNotReused(work, script, recovery.journal, help);
    checkNotReused(work, script, recovery.commit, help);
  }
}
