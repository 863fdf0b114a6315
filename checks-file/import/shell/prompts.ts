import { quote } from '#core/text/shell-quoting.ts';

const CURL = String.raw`(?:\S*\/)?curl(?:\.exe)?[ \t]`;
/** `$ `, `user@host:~$ `, `[user@host dir]# `, `PS C:\> `, `C:\Users\me> `, `❯ `, each with an environment's name before it or not. */
const PROMPT =
  /^[ \t]*(?:\([\w.-]+\)[ \t]*)?(?:\[[^\]\n]*\][#$%>]|[\w.-]+@[\w.-]+[^\n$#%>]*[#$%>]|PS(?:[ \t][^>\n]*)?>|[A-Za-z]:\\[^>\n]*>|[\w.-]*[$%>]|[❯➜»›λ])[ \t]+(?=\S)/;
/** A comment looks like root's prompt: what follows must look like a command that asks for something. */
const ROOT_PROMPT =
  /^[ \t]*#[ \t]+(?=(?:sudo[ \t]+)?(?:\S*\/)?curl(?:\.exe)?[ \t]+(?:-|["'$<]|https?:|\w[\w.-]*[.:/]))/;
/** `> ` before a line that goes on. */
const CONTINUATION = /^[ \t]*>[ \t]+/;
const CRON_FIELD = String.raw`(?:\*|\d)[\d*/,-]*[ \t]+(?:[\w*/,-]+[ \t]+){4}`;
const CRONTAB = new RegExp(String.raw`^[ \t]*(?:@[a-z]+[ \t]+|${CRON_FIELD})(?:[a-z_][\w-]*[ \t]+)?(?=${CURL})`);
const JSON_WORDS = /^[^\n[]*(\[[ \t]*"(?:CMD|CMD-SHELL|curl|\/[\w/.-]*curl)"[^\n]*\])[ \t]*$/;

/**
 * A text without what stands before commands as people copy them: prompts, the fields of a crontab. Everything stays at
 * its line and column: what is taken out becomes blanks. `#` is root's prompt, in a script (`#!`) a comment.
 */
export function withoutPrompts(text: string): string {
  const isScript = text.startsWith('#!');
  let goesOn = false;
  return text
    .split('\n')
    .map((written) => {
      const line = joined(written);
      const plain = goesOn ? blanked(line, CONTINUATION) : unprompted(line, isScript);
      goesOn = plain.endsWith('\\');
      return plain;
    })
    .join('\n');
}

function unprompted(line: string, isScript: boolean): string {
  const bare = blanked(line, PROMPT);
  const root = isScript ? bare : blanked(bare, ROOT_PROMPT);
  if (CRONTAB.test(root)) return blanked(root, CRONTAB).replaceAll('\\%', ' %');
  return fromJson(root);
}

function blanked(line: string, pattern: RegExp): string {
  return line.replace(pattern, (found) => ' '.repeat(found.length));
}

/** PowerShell's backtick at the end of a line, and a backslash with blanks behind it, as what was meant. */
function joined(line: string): string {
  if (/[ \t]`[ \t]*$/.test(line)) return line.replace(/`([ \t]*)$/, '$1\\');
  return line.replace(/(?<=[ \t])\\([ \t]+)$/, '$1\\');
}

/** `["CMD", "curl", "-f", "http://…"]`, as Docker has it, is a command in words. */
function fromJson(line: string): string {
  const words = wordsIn(JSON_WORDS.exec(line)?.[1]);
  if (words === null) return line;
  const [first, ...rest] = words;
  if (first === 'CMD-SHELL') return rest.join(' ');
  return (first === 'CMD' ? rest : words).map(quote).join(' ');
}

function wordsIn(json: string | undefined): readonly string[] | null {
  try {
    const value: unknown = JSON.parse(json ?? 'null');
    return Array.isArray(value) && value.every((word) => typeof word === 'string') ? value : null;
  } catch {
    return null;
  }
}
