import { defineScalarTag, floatJsonTag, intJsonTag, NOT_RESOLVED } from 'js-yaml';

/** A number that is not written as JSON writes it: `4e12`, `1.50`, `-0`, or `0x1F`, `1_000`, `010`, which stay text. */
export class OddNumber {
  readonly source: string;
  /** What it is read as. */
  readonly value: number | string;

  constructor(source: string, value: number | string) {
    this.source = source;
    this.value = value;
  }
}

const ODD_TEXT = /^[-+]?(?:0[xob][\da-f_]+|[\d_]+(?:\.[\d_]*)?(?:e[-+]?\d+)?|\.[\d_]+(?:e[-+]?\d+)?|\.(?:inf|nan))$/i;

/**
 * Tags that read numbers as JSON does, and what only YAML takes for a number as text. `onOdd`: what to read one as that JSON
 * writes in another way.
 */
export function numberTags(onOdd: (odd: OddNumber) => unknown) {
  const read = (source: string, isExplicit: boolean, tagName: string): unknown => {
    for (const tag of [intJsonTag, floatJsonTag]) {
      const value = tag.resolve(source, isExplicit, tagName);
      if (typeof value !== 'number') continue;
      const isPlain = Number.isFinite(value) && !Object.is(value, -0) && String(value) === source;
      return isPlain ? value : onOdd(new OddNumber(source, value));
    }
    return !isExplicit && /\d|^[-+]?\./.test(source) && ODD_TEXT.test(source)
      ? onOdd(new OddNumber(source, source))
      : NOT_RESOLVED;
  };
  const options = { implicit: true, implicitFirstChars: [...'-+.0123456789'], identify: () => false, resolve: read };
  return [intJsonTag, floatJsonTag].map(({ tagName }) => defineScalarTag(tagName, options));
}
