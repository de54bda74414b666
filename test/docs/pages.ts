/** What a page's commands print today; the caller decides how they run. */
export type RunCommand = (command: string) => Promise<string>;

/** Parts of pages that are made from the source, by name. */
export type Sections = Readonly<Record<string, () => string | Promise<string>>>;

const consoleBlock = /^```console\n([\s\S]*?)^```$/gm;
const section = /^<!-- generated: (\S+) -->\n[\s\S]*?^<!-- end of generated -->$/gm;

/** The page with the output of its commands, and its generated parts, as they are now. */
export async function refresh(page: string, run: RunCommand, sections: Sections): Promise<string> {
  const withOutputs = await replaceEach(page, consoleBlock, async ([, body = '']) => {
    const blocks: string[] = [];
    for (const command of commandsIn(body)) blocks.push(`$ ${command}\n${await run(command)}`);
    return `\`\`\`console\n${blocks.join('\n')}\`\`\``;
  });
  return replaceEach(withOutputs, section, async ([, name = '']) => {
    const make = sections[name];
    if (make === undefined) throw new Error(`no generated section is called ${name}`);
    return `<!-- generated: ${name} -->\n\n${await make()}\n\n<!-- end of generated -->`;
  });
}

/** Lines that begin with `$ `, with the lines that a backslash continues. */
function commandsIn(body: string): readonly string[] {
  return [...body.matchAll(/^\$ ((?:.*\\\n)*.*)$/gm)].map(([, command = '']) => command);
}

/** Commands for a fresh machine, which are not run: their blocks are `sh`. */
export function shellCommandsIn(page: string): readonly string[] {
  const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
  return blocks.flatMap(([, body = '']) => body.split('\n')).filter((line) => line !== '');
}

async function replaceEach(
  text: string,
  pattern: RegExp,
  replacement: (match: RegExpExecArray) => Promise<string>,
): Promise<string> {
  let result = '';
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    result += text.slice(end, match.index) + (await replacement(match));
    end = match.index + match[0].length;
  }
  return result + text.slice(end);
}

/** Text without its code blocks, which hold no links and no headings. */
function proseOf(page: string): string {
  return page
    .replaceAll(/^```[\s\S]*?^```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()#]/g, ' '));
}

/** Targets of `[text](target)` that stay in the repository. */
export function linksIn(page: string): readonly string[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors that a page offers: its headings, as GitHub names them. */
export function anchorsOf(page: string): readonly string[] {
  const headings = page.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

/** A Markdown table; cells hold no `|`. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
