import type { Receiver } from '#core/check/alerting.ts';
import { textOf, titleOf } from '#core/report/bodies.ts';
import type { Notification } from '#core/report/notification.ts';
import { told } from '#core/text/safe-text.ts';
import { type Ending, ReceiverFault } from './receiver-fault.ts';

/** For all of it: a server that never stops to talk is never silent for as long as the times below. */
const TIMEOUT_MS = 30_000;
const TIMES = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

type Smtp = Extract<Receiver, { kind: 'smtp' }>;

/** Sends an e-mail. With `starttls` nothing is said before the connection is encrypted. */
export async function mailTo(
  { host, port, tls, login, from, to }: Smtp,
  notification: Notification,
  { timeoutMs = TIMEOUT_MS, signal }: Ending = {},
): Promise<void> {
  // Loaded here, so that a run without mail does not pay for it.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host,
    port,
    secure: tls === 'always',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'never',
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(login && { auth: { user: login.user, pass: login.password } }),
    ...TIMES,
  });
  const late = AbortSignal.timeout(timeoutMs);
  const mail = {
    from,
    to: [...to],
    subject: titleOf(notification),
    text: textOf(notification),
    headers: { 'auto-submitted': 'auto-generated' },
    signal: signal === undefined ? late : AbortSignal.any([late, signal]),
  };
  try {
    await transport.sendMail(mail);
  } catch (cause) {
    if (late.aborted) {
      throw new ReceiverFault(`the mail server ${host}:${port} did not take it in ${timeoutMs / 1000} s`, true, {
        cause,
      });
    }
    throw faultOf(`${host}:${port}`, cause);
  } finally {
    transport.close();
  }
}

/** 4xx of SMTP means later, 5xx never. A wrong password stays wrong. */
function faultOf(server: string, cause: unknown): ReceiverFault {
  const { responseCode, code, message } = cause as { responseCode?: number; code?: string; message?: string };
  const isPassing = responseCode === undefined ? code !== 'EAUTH' && code !== 'EENVELOPE' : responseCode < 500;
  return new ReceiverFault(
    `the mail server ${server} did not take it: ${told(message ?? code ?? '', 300)}`,
    isPassing,
    {
      cause,
    },
  );
}
