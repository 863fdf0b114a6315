import { readBlackbox } from './blackbox/read-blackbox.ts';
import { readCompose } from './compose.ts';
import type { Input } from './detect.ts';
import { readGatus } from './gatus/read-gatus.ts';
import { readHurl } from './hurl/read-hurl.ts';
import type { Reading, ReadOptions } from './imported-check.ts';
import { readKuma } from './kuma.ts';
import { readUrlList } from './url-list.ts';

/** The formats whose checks are made as settings, not as requests. */
export function otherReading(input: Input, options: ReadOptions): Reading {
  switch (input.format) {
    case 'gatus':
      return readGatus(input.document);
    case 'kuma':
      return readKuma(input.document);
    case 'compose':
      return readCompose(input.document, options);
    case 'blackbox':
      return readBlackbox(input.document, options);
    case 'hurl':
      return readHurl(input.text, options);
    case 'urls':
      return readUrlList(input.text);
    default:
      throw new TypeError(`${input.format} is read elsewhere`);
  }
}
