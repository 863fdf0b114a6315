/** The user asked for something that cannot be done: the message says what, and what to do. Ends the CLI with code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError' as const;

  /** What is wrong, a message each. */
  readonly messages: readonly string[];

  constructor(messages: string | readonly string[], options?: ErrorOptions) {
    const all = typeof messages === 'string' ? [messages] : messages;
    super(all.join('; '), options);
    this.messages = all;
  }
}

/** What all of them answer, in their order. Throws one UsageError with everything that was wrong. */
export async function allOrFaults<T>(asked: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(asked);
  const reasons: unknown[] = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  const ours = reasons.find((reason) => !(reason instanceof UsageError));
  if (ours !== undefined) throw ours;
  const faults = reasons as readonly UsageError[];
  if (faults.length > 0) {
    throw new UsageError(
      faults.flatMap(({ messages }) => messages),
      { cause: faults[0] },
    );
  }
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}
