import type { QuietNow } from '../../status/remembered.ts';
import { type Html, html, joinedHtml } from '../../text/html.ts';
import { around, type Format } from '../words/format.ts';

/** Why nobody is told of something now, and until when. */
export function quietWords(quiet: readonly QuietNow[], format: Format): Html {
  return joinedHtml(
    quiet.map((one) => reasonOf(one, format)),
    html` · `,
  );
}

function reasonOf({ because, by, until }: QuietNow, { words, moment }: Format): Html {
  const ends = until === null ? null : html` ${around(words.quiet.until, moment(until))}`;
  switch (because) {
    case 'maintenance':
      return html`${by === null ? words.state.maintenance : words.quiet.maintenance(by)}${ends}`;
    case 'parent':
      return html`${words.quiet.parent(by ?? '')}${ends}`;
    case 'muted':
    case 'offline':
      return html`${words.quiet[because]}${ends}`;
  }
}
