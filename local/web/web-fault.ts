/** Why the server does not start, with what to do about it. Ends the command with code 2. */
export class WebFault extends Error {
  override readonly name = 'WebFault' as const;
}
