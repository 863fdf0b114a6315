/** A receiver did not take a notification. The message says which and why, and nothing that could be a secret. */
export class ReceiverFault extends Error {
  override readonly name = 'ReceiverFault' as const;
  /** Whether another try could do better. */
  readonly isPassing: boolean;

  constructor(message: string, isPassing: boolean, options?: ErrorOptions) {
    super(message, options);
    this.isPassing = isPassing;
  }
}

/** When a receiver that has not taken a notification is left alone, whatever it does: after this long, or by a signal. */
export type Ending = { readonly timeoutMs?: number; readonly signal?: AbortSignal };
