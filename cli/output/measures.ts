import stringWidth from 'string-width';
import type { Measures } from './terminal.ts';
import { wrap } from './wrap.ts';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** For any text: East Asian characters and emoji are two columns wide. It takes a tenth of a start to load. */
export const MEASURES: Measures = {
  width: stringWidth,
  characters: (text) => Array.from(segmenter.segment(text), ({ segment }) => segment),
  wrap,
};
