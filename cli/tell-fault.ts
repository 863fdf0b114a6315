import { CommanderError } from 'commander';
import { safeText } from '#core/text/safe-text.ts';
import { EXIT, interruptedCode } from './exit-codes.ts';
import { type GithubOptions, isForGithub } from './github/options.ts';
import type { Io } from './io.ts';
import { errorText } from './output/failure.ts';
import { say } from './output/say.ts';
import { UsageError } from './usage-error.ts';

/** Says why a command came to nothing, to GitHub Actions too where that is asked for, and answers its exit code. */
export async function tellFault(error: unknown, argv: readonly string[], io: Io): Promise<number> {
  const code = await tell(error, io);
  const isFault = code === EXIT.usage || code === EXIT.failed;
  if (isFault && isForGithub(githubWords(argv), io)) await annotate(error, code, io);
  return code;
}

async function tell(error: unknown, io: Io): Promise<number> {
  // It is printed, or was the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (io.signal.aborted) {
    await say('interrupted before any check was called', io.stderr);
    return interruptedCode(io.signal);
  }
  for (const message of messagesOf(error)) {
    await say(`${error instanceof UsageError ? 'error' : 'rollcall failed'}: ${message}`, io.stderr);
  }
  return error instanceof UsageError ? EXIT.usage : EXIT.failed;
}

function messagesOf(error: unknown): readonly string[] {
  if (error instanceof UsageError) return error.messages;
  return [errorText(error).replace(/^error: /, '')];
}

/** What a command line says of GitHub which was perhaps not understood. */
function githubWords(argv: readonly string[]): GithubOptions {
  const options = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  if (options.includes('--no-github')) return { github: false };
  return options.includes('--github') ? { github: true } : {};
}

async function annotate(error: unknown, code: number, io: Io): Promise<void> {
  const { annotationLine, CALLED_WRONGLY, FAILED } = await import('./github/commands.ts');
  const title = code === EXIT.usage ? CALLED_WRONGLY : FAILED;
  for (const message of messagesOf(error))
    io.stderr.write(annotationLine({ level: 'error', title, message: safeText(message) }));
}
