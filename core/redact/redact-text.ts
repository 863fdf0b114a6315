import type { OnSecret } from './map-secrets.ts';
import { isSecretJson, isSecretName } from './secret-names.ts';

const JSON_PAIR = /("((?:[^"\\]|\\.)*)"\s*:\s*)("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*)/g;
const JSON_LIST = /("((?:[^"\\]|\\.)*)"\s*:\s*\[)([^[\]{}]*)/g;
const JSON_TEXT = /"((?:[^"\\]|\\.)*)"/g;
const XML_ELEMENT = /(<([\w:.-]+)(?:\s[^<>]*)?>)([^<>]+)(?=<\/)/g;
const FORM_PAIR = /(^|&)([^&=\s"<>{}]+)=([^&\s]*)/g;

/**
 * A body's text with the values of secret-looking JSON keys, XML elements and form fields replaced, and not a byte else
 * changed: a body that is none of these, or broken, is looked through the same way.
 */
export function redactText(text: string, onSecret: OnSecret): string {
  const json = text.replace(JSON_PAIR, (whole, before: string, key: string, value: string) => {
    const inner = value.startsWith('"') ? value.slice(1, -1) : value;
    if (!isSecretJson(key, inner)) return whole;
    return `${before}"${onSecret(inner, `JSON key ${key}`)}"`;
  });
  const lists = json.replace(JSON_LIST, (whole, before: string, key: string, values: string) => {
    if (!isSecretName(key)) return whole;
    return before + values.replace(JSON_TEXT, (_, value: string) => `"${onSecret(value, `JSON key ${key}`)}"`);
  });
  const xml = lists.replace(XML_ELEMENT, (whole, open: string, name: string, value: string) =>
    isSecretName(name) ? open + onSecret(value, `XML element ${name}`) : whole,
  );
  if (/^\s*[[{<]/.test(text)) return xml;
  return xml.replace(FORM_PAIR, (whole, before: string, name: string, value: string) =>
    isSecretName(name) ? `${before}${name}=${onSecret(value, `form field ${name}`)}` : whole,
  );
}
