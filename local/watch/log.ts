/** What watch says of itself, a line each: fields for machines and words for people. No secrets are in what is logged. */
export type Log = Readonly<Record<'debug' | 'info' | 'warn' | 'error', (fields: object, message: string) => void>>;
