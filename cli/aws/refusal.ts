import { UsageError } from '../usage-error.ts';

/** What AWS was asked: the action as a policy names it, what it was asked of, and the Region, null when nobody said. */
export type Asked = { readonly action: string; readonly of: string; readonly region: string | null };

const BAD_CREDENTIALS = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'InvalidAccessKeyId',
]);
const THROTTLED = new Set(['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'RequestLimitExceeded']);
const GONE = new Set(['StateMachineDoesNotExist', 'ExecutionDoesNotExist', 'StateMachineDeleting']);
const UNREACHABLE = new Set(['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'ETIMEDOUT']);

/** AWS cannot be asked: nothing here says who asks, or in which Region. */
export class NotSignedIn extends UsageError {}

/** Awaits the answer of AWS; what it refuses is thrown in plain words. */
export async function ask<T>(asked: Asked, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw refusal(asked, cause);
  }
}

/**
 * What the user can set right (credentials, Region, a name) is a UsageError; what only AWS or an administrator can is
 * a plain error, with what AWS said as its cause.
 */
function refusal({ action, of, region }: Asked, cause: unknown): Error {
  const { name, message, code } = faultOf(cause);
  const where = region === null ? '' : ` in ${region}`;
  if (message.includes('Region is missing')) {
    return new NotSignedIn('no AWS Region; set AWS_REGION, or add --region REGION', { cause });
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return new NotSignedIn(
      `no AWS credentials (${firstLine(message)}); set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY`,
      { cause },
    );
  }
  if (BAD_CREDENTIALS.has(name)) {
    return new UsageError(`AWS does not take these credentials (${name}); sign in again, or set AWS_PROFILE`, {
      cause,
    });
  }
  if (GONE.has(name) || (name === 'ValidationError' && message.includes('does not exist'))) {
    return new UsageError(`there is no ${of}${where}; is the Region right (--region), and is it deployed there?`, {
      cause,
    });
  }
  if (name === 'InvalidArn') return new UsageError(`${of} is not an ARN that AWS takes`, { cause });
  if (THROTTLED.has(name)) return new Error(`AWS throttles ${action}; wait a minute and try again`, { cause });
  if (name.startsWith('AccessDenied')) {
    return new Error(`not allowed to ${action}; give these credentials that action on ${of}`, { cause });
  }
  if (UNREACHABLE.has(code)) {
    return new Error(`AWS cannot be reached${where}; is that a Region (--region), and is there a network?`, { cause });
  }
  return new Error(`${action} of ${of} failed`, { cause });
}

function faultOf(cause: unknown): { name: string; message: string; code: string } {
  if (!(cause instanceof Error)) return { name: '', message: String(cause), code: '' };
  return { name: cause.name, message: cause.message, code: (cause as NodeJS.ErrnoException).code ?? '' };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
