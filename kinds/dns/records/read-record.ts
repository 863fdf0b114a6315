import type { DnsType } from '../check.ts';
import { BrokenMessage, bytesAt, numberAt } from '../wire/broken-message.ts';
import { escaped } from '../wire/escapes.ts';
import type { Entry } from '../wire/message.ts';
import { nameAt } from '../wire/name.ts';
import { FORMS, PARAMS, type Part, shortIpv6 } from './forms.ts';

type Data = { readonly bytes: Buffer; at: number; readonly to: number };

/** A record's data as text, in one form for each meaning: it is compared as text. Throws BrokenMessage. */
export function recordText(bytes: Buffer, { from, to }: Pick<Entry, 'from' | 'to'>, type: DnsType): string {
  const data: Data = { bytes, at: from, to };
  const parts = FORMS[type].parts.map((part) => READ[part](data));
  if (data.at !== to)
    throw new BrokenMessage(`the data of a record of type ${type} in it is of another length than ${type} has`);
  return parts.filter((part, index) => part !== '' || index === 0).join(' ');
}

const READ: Readonly<Record<Part, (data: Data) => string>> = {
  u8: (data) => String(number(data, 1)),
  u16: (data) => String(number(data, 2)),
  u32: (data) => String(number(data, 4)),
  name: (data) => {
    const { name, next } = nameAt(data.bytes, data.at);
    data.at = next;
    return name;
  },
  ipv4: (data) => take(data, 4).join('.'),
  ipv6: (data) => ipv6Text(take(data, 16)),
  word: (data) => escaped(take(data, number(data, 1)), '"', true).toLowerCase(),
  quoted: (data) => `"${escaped(take(data, number(data, 1)), '"')}"`,
  rest: (data) => `"${escaped(remaining(data), '"')}"`,
  texts: (data) => {
    const texts: Buffer[] = [];
    do texts.push(take(data, number(data, 1)));
    while (data.at < data.to);
    return escaped(Buffer.concat(texts), '');
  },
  hex: (data) => remaining(data).toString('hex').toUpperCase(),
  params: (data) => {
    const params: string[] = [];
    while (data.at < data.to) {
      const key = number(data, 2);
      params.push(paramText(key, take(data, number(data, 2))));
    }
    return params.join(' ');
  },
};

function number(data: Data, size: 1 | 2 | 4): number {
  const value = numberAt(data.bytes, data.at, size, data.to);
  data.at += size;
  return value;
}

function take(data: Data, size: number): Buffer {
  const value = bytesAt(data.bytes, data.at, size, data.to);
  data.at += size;
  return value;
}

function remaining(data: Data): Buffer {
  return take(data, Math.max(data.to - data.at, 0));
}

function ipv6Text(address: Buffer): string {
  return shortIpv6((address.toString('hex').match(/.{4}/g) ?? []).join(':'));
}

/** RFC 9460, 14.3.2. A key without a name is shown with its bytes. */
function paramText(key: number, value: Buffer): string {
  const name = PARAMS[key] ?? `key${key}`;
  if (value.length === 0) return name;
  return `${name}=${valueText(name, { bytes: value, at: 0, to: value.length })}`;
}

function valueText(name: string, data: Data): string {
  switch (name) {
    case 'mandatory':
      return each(data, () => READ.u16(data))
        .map((key) => PARAMS[Number(key)] ?? `key${key}`)
        .join(',');
    case 'alpn':
      return each(data, () => escaped(take(data, number(data, 1)), ',"', true)).join(',');
    case 'port':
      return READ.u16(data);
    case 'ipv4hint':
      return each(data, () => READ.ipv4(data)).join(',');
    case 'ipv6hint':
      return each(data, () => READ.ipv6(data)).join(',');
    case 'ech':
      return remaining(data).toString('base64');
    default:
      return escaped(remaining(data), '"', true);
  }
}

function each(data: Data, read: () => string): readonly string[] {
  const values: string[] = [];
  while (data.at < data.to) values.push(read());
  return values;
}
