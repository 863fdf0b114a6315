/** A reference to a secret, or a templated value: text that only the checker replaces, so that nothing here may cut it. */
const REFERENCE = /\$\{(?:env|ssm|secret):[^{}\s'"`]+\}|\{\{[A-Za-z][\w.-]*\}\}/g;

// Plane 16 is for private use and no font or vendor is known to use it, so one character of it can stand for a reference.
const FIRST_VEIL = 0x10_0000;
const VEIL = /[\u{100000}-\u{10FFFD}]/gu;

/** Each reference of a text becomes one character that no rule of curl's touches, and comes back afterwards. */
export type Veil = { readonly hide: (text: string) => string; readonly show: <T>(value: T) => T };

export function veil(): Veil {
  const hidden: string[] = [];
  const hide = (text: string): string =>
    text.replace(REFERENCE, (reference) => String.fromCodePoint(FIRST_VEIL + hidden.push(reference) - 1));
  const showText = (text: string): string =>
    text.replace(VEIL, (char) => hidden[(char.codePointAt(0) ?? 0) - FIRST_VEIL] ?? char);
  const show = (value: unknown): unknown => {
    if (typeof value === 'string') return showText(value);
    if (Array.isArray(value)) return value.map(show);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, show(inner)]));
  };
  return { hide, show: show as <T>(value: T) => T };
}

/** Whether a text that was hidden holds a reference; for a text that was not, whether it could be mistaken for one. */
export function isVeiled(text: string): boolean {
  return text.search(VEIL) !== -1;
}

/** The text with each reference overwritten at the same length, for a reader that would take `${` for its own. */
export function overwritten(text: string): string {
  return text.replace(REFERENCE, (reference) => 'R'.repeat(reference.length));
}
