/** A word quoted so that bash, and `unquote`, read back the very same text. */
export function quote(text: string): string {
  // Zsh would look for a command behind a leading =.
  if (/^(?!=)[\w@%+=:,./-]+$/.test(text)) return text;
  if (!/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => escapedChar(char.codePointAt(0) ?? 0));
  return `$'${escaped}'`;
}

function escapedChar(code: number): string {
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
