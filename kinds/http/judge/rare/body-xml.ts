import { BODY_CAP_BYTES } from '#core/contract.ts';
import { numberIn } from '#core/matching/exact-json.ts';
import { compileXPath, parseXml, type Xml } from '#core/matching/xpath.ts';
import { told } from '#core/text/safe-text.ts';
import type { Reason } from '#core/verdict/reason.ts';
import type { MoreExpect, XmlExpect } from '../../check.ts';
import { doubtOf, type Page, textOf } from '../page.ts';
import { bodyFault, type Found, SHOWN_BYTES, valueReasons } from './values.ts';

/** Gives a reason for each thing in an XML body that is not as expected. Throws PatternFault. */
export function xmlJudge({ xml = [] }: MoreExpect): (page: Page) => Reason[] {
  for (const { path } of xml) compileXPath(path);
  return (page) => {
    const document = parsed(page);
    if ('unread' in document) return [bodyFault(document.unread)];
    const doubt = doubtOf(page);
    return xml.flatMap((expected) => placeReasons(document.value, expected, doubt));
  };
}

function parsed({ response, ...page }: Page): { readonly value: Xml } | { readonly unread: string } {
  if (response.truncated) {
    const most = `${BODY_CAP_BYTES / 1024 / 1024} MiB`;
    return { unread: `the body is longer than the ${most} that are read, so it cannot be read as XML` };
  }
  if (response.body.length === 0) return { unread: 'the body is empty, wanted XML' };
  try {
    return { value: parseXml(textOf({ response, ...page })) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { unread: `the body is not XML: ${told(error.message, SHOWN_BYTES)}` };
  }
}

function placeReasons(document: Xml, expected: XmlExpect, doubt: string | null): Reason[] {
  const { namespaces: _, ...wanted } = expected;
  return valueReasons({ ...foundIn(document, expected), doubt }, { ...wanted, as: 'number' });
}

/** All there is in XML is text: what is held against a number is read as one. */
function foundIn(document: Xml, { path, namespaces = {}, equals }: XmlExpect): Found {
  const found = compileXPath(path).valuesIn(document, namespaces);
  const isNumber = typeof equals === 'number';
  const values = found.map((value) => (isNumber && typeof value === 'string' ? (numberIn(value) ?? value) : value));
  // What is no node is of count(), not() and the like, or of a comparison.
  const isComputed = /\[/.test(path) || found.some((value) => typeof value !== 'string');
  return { what: 'XML', values, isSingular: false, isComputed, doubt: null };
}

/** What a path comes to in a body that can be read; nothing in another. */
export function xmlValues(page: Page, expected: XmlExpect): Found {
  const document = parsed(page);
  return 'unread' in document
    ? { what: 'XML', values: [], isSingular: false, isComputed: false, doubt: null }
    : foundIn(document.value, expected);
}
