import { safeText } from '#core/text/safe-text.ts';

/**
 * Text as code in GitHub's Markdown, whatever it is: all of its punctuation becomes references, which stand for the
 * characters and never for markup, so that no target's words become a link, a mention, an image or a table's end.
 */
export function code(text: string): string {
  return `<code>${literal(text)}</code>`;
}

/** The same without the tag. */
export function literal(text: string): string {
  return safeText(text).replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}
