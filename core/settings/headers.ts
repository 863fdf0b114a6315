/** What may be the name of a header. */
export const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;

/** What may be its value: Latin-1 on one line. */
export const HEADER_VALUE = /^[\t\x20-\x7e\u0080-\u00ff]*$/;

/** What is said of another name. */
export const HEADER_NAME_RULE = "is no header name; write letters, digits and !#$%&'*+.^_`|~- only";

/** What to write in place of another value. */
export const HEADER_VALUE_RULE =
  'write printable ASCII or Latin-1 text on one line, or a whole number, true or false (quotes keep other numbers as they are)';
