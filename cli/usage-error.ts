/** The user asked for something that cannot be done: the message says what, and what to do. Ends the CLI with code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError' as const;
}
