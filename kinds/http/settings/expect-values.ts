import * as z from 'zod';
import { count, filledText, flag, settings, someSettings, text } from '#core/settings/setting.ts';

/** What is expected of values in a JSON or XML body, as it is written. */

const WRITE_JSON = 'write a map such as {path: $.status, equals: up}';
const WRITE_XML = 'write a map such as {path: //status, equals: up}';
const WRITE_NAMESPACE =
  'write a map of prefixes and namespaces, such as {soap: "http://schemas.xmlsoap.org/soap/envelope/"}';
const WRITE_NUMBER = 'write a number';
const MOST_COUNT = 1_000_000;
/** What to write in place of something that is no regex. */
export const WRITE_REGEX = 'write a regex of 1 to 1000 characters, in single quotes: \'"status": ?"up"\'';
/** A regex in RE2's language. */
export const regex = text(/^[\s\S]{1,1000}$/, WRITE_REGEX);
const limit = z.union([z.number({ error: WRITE_NUMBER }), text(/^-?\d{16,40}$/, WRITE_NUMBER)], {
  error: WRITE_NUMBER,
});

/** What must hold of values in a body, whatever leads to them. */
const ofValues = {
  matches: regex.optional().describe('Regex that the text there matches.'),
  exists: flag().optional().describe('true: something is there, null included. false: nothing is.'),
  count: z
    .union(
      [
        count(0, MOST_COUNT),
        someSettings(
          {
            less: count(1, MOST_COUNT).optional().describe('Fewer than this.'),
            greater: count(0, MOST_COUNT).optional().describe('More than this.'),
          },
          'write a whole number, or a map such as {greater: 0}',
        ),
      ],
      { error: 'write a whole number, or a map such as {greater: 0}' },
    )
    .optional()
    .describe('How many items the array there has, or how many values a path with several selects.'),
  less: limit.optional().describe('The number there is less than this; beyond 2^53 in quotes.'),
  greater: limit.optional().describe('The number there is greater than this; beyond 2^53 in quotes.'),
};

/** `expect.json`: places in a JSON body. */
export const jsonSchema = settings(
  {
    path: text(/^\$[\s\S]{0,999}$/, 'write a JSONPath such as $.items[0].id')
      .meta({ examples: ['$.status', '$.items[0].id', '$..error'] })
      .describe('JSONPath by RFC 9535.'),
    equals: z
      .unknown()
      .optional()
      .describe('Any JSON value; keys in any order, and whole numbers beyond 2^53 in quotes.'),
    ...ofValues,
    as: z
      .literal('number', { error: 'write number, or leave it out' })
      .optional()
      .describe('number: text such as "217.2" is held against less and greater as the number that it says.'),
  },
  WRITE_JSON,
);

/** `expect.xml`: places in an XML body. */
export const xmlSchema = settings(
  {
    path: text(/^[\s\S]{1,1000}$/, 'write an XPath such as //status')
      .meta({ examples: ['//status', 'count(//item)', '/health/@state'] })
      .describe('XPath 1.0.'),
    namespaces: z
      .record(z.string().regex(/^[A-Za-z_][\w.-]*$/), filledText(WRITE_NAMESPACE), { error: WRITE_NAMESPACE })
      .optional()
      .describe(
        'What the prefixes in the path stand for, such as {soap: "http://schemas.xmlsoap.org/soap/envelope/"}.',
      ),
    equals: z
      .union([z.string(), z.number(), z.boolean()], { error: 'write text, a number, true or false' })
      .optional()
      .describe('The text there, the number that it says, or what a path such as "count(//item) > 0" comes to.'),
    ...ofValues,
  },
  WRITE_XML,
);
