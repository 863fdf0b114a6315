import { type Command, InvalidArgumentError, Option } from 'commander';
import { baseUrl } from './arguments.ts';

/** What is said of the server of watch. */
export type WebOptionsGiven = {
  readonly host: string;
  readonly port: number;
  readonly baseUrl?: readonly string[];
  readonly tokenFile?: string;
};

const MOST_PORT = 65_535;

/** Adds the options of the server. */
export function withWeb(command: Command): Command {
  return command
    .option('--host <address>', 'where the page, metrics and the API listen', '127.0.0.1')
    .addOption(new Option('--port <port>', 'the port; 0 for any that is free').argParser(portIn).default(8080))
    .option('--base-url <url>', 'the address that people know it by, behind a proxy; several times', addedUrl)
    .option('--token-file <file>', 'the token for who may see everything and act (or ROLLCALL_TOKEN)');
}

function addedUrl(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, baseUrl(value)];
}

function portIn(value: string): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= MOST_PORT) return port;
  throw new InvalidArgumentError(`use a whole number from 0 to ${MOST_PORT}`);
}
