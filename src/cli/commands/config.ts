import type { Sites } from '../../model/site.js';
import type { VmFile } from '../../model/vm-disk.js';
import { renderConfigJson } from '../../report/config/config-json.js';
import { renderConfigText } from '../../report/config/config-text.js';
import { unreadLines, unusedRulesLine } from '../../report/gate/blocks.js';
import { paintOf } from '../../report/text/paint.js';
import { expandNames } from '../../run/definitions/expand-names.js';
import { readConfigs } from '../../run/definitions/read-configs.js';
import { usageError } from '../../run/usage-error.js';
import { chalkFor } from '../chalk-for.js';
import { configOptionsOf } from '../definition-flags.js';
import type { ConfigFlags } from '../reading-flags.js';
import { columnsOf } from '../streams.js';

/** Prints the settings of every disk that the files define, and where each comes from. */
export async function configCommand(names: readonly string[], flags: ConfigFlags): Promise<number> {
  if (names.length === 0) throw usageError('no file is named', 'blkcheck config vm.xml');
  const { files, isSingle, passedOver, sites, unusedRules, ...unread } = await readConfigs(
    configOptionsOf(expandNames(names), names, flags),
  );
  if (passedOver > 0) {
    process.stderr.write(`note: ${passedOver} other files of the folders are no VM definitions\n`);
  }
  for (const line of unreadLines(unread)) process.stderr.write(`note: ${line}\n`);
  const unused = unusedRulesLine(unusedRules);
  if (unused !== '') process.stderr.write(`note: ${unused}\n`);
  if (flags.json) process.stdout.write(renderConfigJson(files, isSingle, sites));
  else process.stdout.write(textOf(files, sites, flags));
  return 0;
}

function textOf(files: readonly VmFile[], sites: Sites, { color }: ConfigFlags): string {
  const paint = paintOf(chalkFor(process.stdout, color));
  return renderConfigText(files, sites, paint, columnsOf(process.stdout));
}
