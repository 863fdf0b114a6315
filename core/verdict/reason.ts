/**
 * What went wrong, by the field's standard words: an expectation, the way there, a setting, or ours. `answer`: another answer
 * than expected, for kinds that ask for something else than HTTP. `silent` and `reported`: a heartbeat that did not come, or
 * came with bad news. `expiry`: of a registered domain. `degraded`: an OK beyond a limit, of incidents alone.
 */
export type ReasonCode =
  | 'status'
  | 'keyword'
  | 'absent'
  | 'header'
  | 'latency'
  | 'body'
  | 'certificate'
  | 'dns'
  | 'refused'
  | 'reset'
  | 'connect-timeout'
  | 'timeout'
  | 'tls'
  | 'protocol'
  | 'too-large'
  | 'redirect'
  | 'blocked'
  | 'answer'
  | 'silent'
  | 'reported'
  | 'expiry'
  | 'degraded'
  | 'config'
  | 'checker-fault';

/** `message` is one sentence with the real value beside the wanted one: `status 503, wanted 200`. */
export type Reason = { readonly code: ReasonCode; readonly message: string };

/** The first reason gives the code, the others are reported with it. */
export function joined(first: Reason | null, next: Reason | null): Reason | null {
  if (first === null || next === null) return first ?? next;
  return { code: first.code, message: `${first.message}; also ${next.message}` };
}
