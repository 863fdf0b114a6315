/** SNS: "up to 100 characters long". */
export const SUBJECT_CHARACTERS = 100;

/** `text` as SNS takes a subject: printable ASCII, at most 100 characters, beginning with none that is blank. */
export function asSubject(text: string): string {
  const ascii = text.replaceAll(/[^\x20-\x7e]/gu, '?').trim();
  return ascii.length <= SUBJECT_CHARACTERS ? ascii : `${ascii.slice(0, SUBJECT_CHARACTERS - 3)}...`;
}
