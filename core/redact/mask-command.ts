import { isSecretName } from './secret-names.ts';

const WORD = /(?:'[^']*'|"(?:\\[\s\S]|[^"\\])*"|\\[\s\S]|[^\s'"\\]|['"])+/g;
/** Options whose value is a credential, or holds one. */
const SECRET_OPTION = /^(?:-[A-Za-z]*[uUb]|--(?:user|proxy-user|oauth2-bearer|cookie|pass|proxy-pass))$/;
const ATTACHED = /^(-[uUb]|--(?:user|proxy-user|oauth2-bearer|cookie|pass|proxy-pass)=)(.+)$/s;
const PAIR = /([\w.-]+)(["']?\s*[:=]\s*["']?)([^&"'\\]+)/g;
const USER_INFO = /(:\/\/)([^/?#\s'"]+)(?=@)/g;

/**
 * A command's text with credentials overwritten at the same length, so that columns stay: for showing a command that
 * could not be read. What can be read is redacted by what it means, not by how it looks.
 */
export function maskCommand(text: string): string {
  let previous = '';
  return text.replace(WORD, (word) => {
    const masked = SECRET_OPTION.test(previous) ? stars(word) : maskWord(word);
    previous = word;
    return masked;
  });
}

function maskWord(word: string): string {
  return word
    .replace(ATTACHED, (_, option: string, value: string) => option + stars(value))
    .replace(USER_INFO, (_, before: string, user: string) => before + stars(user))
    .replace(PAIR, (whole, name: string, between: string, value: string) =>
      isSecretName(name) ? name + between + stars(value) : whole,
    );
}

function stars(text: string): string {
  return '*'.repeat(text.length);
}
