/**
 * What may happen to a target, and a check may be allowed to miss. That there is no answer is not among them, nor what
 * offends an expectation.
 */
export const ALLOWABLE = ['wrong-status', 'empty-body', 'error-page', 'slow', 'expired-certificate'] as const;

/** The name of something that a check may miss. */
export type Allowable = (typeof ALLOWABLE)[number];
