import { pino, stdTimeFunctions } from 'pino';
import { safeText } from '#core/text/safe-text.ts';
import type { Log } from '#local/watch/log.ts';
import type { Out } from '../io.ts';
import { fitter } from './fitted.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A log of JSON, a line each; on a terminal of words: when, how bad, what. */
export async function logTo(out: Out, level: LogLevel): Promise<Log> {
  const toFit = out.isTTY ? await fitter() : null;
  const log = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      messageKey: 'message',
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => void out.write(toFit === null ? line : toFit(spoken(line), out, MESSAGE_AT)) },
  );
  return {
    debug: (fields, message) => log.debug(fields, message),
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
  };
}

/** Columns before the message. */
const MESSAGE_AT = 17;

function spoken(line: string): string {
  const { time, level, message } = JSON.parse(line) as Readonly<Record<'time' | 'level' | 'message', string>>;
  return `${time.slice(11, 19)}  ${level.toUpperCase().padEnd(5)}  ${safeText(message)}\n`;
}
