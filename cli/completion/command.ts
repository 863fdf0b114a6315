import { Argument, type Command } from 'commander';
import type { Io } from '../io.ts';
import { SHELLS, type Shell } from './scripts.ts';

const HELP = `
  bash: in ~/.bashrc                 eval "$(rollcall completion bash)"
  zsh:  in ~/.zshrc after compinit   eval "$(rollcall completion zsh)"
  fish: rollcall completion fish > ~/.config/fish/conf.d/rollcall.fish
Installed in a project: npx --no rollcall completion SHELL, in that project. What it prints makes rollcall the
one of the project that the shell is in.`;

/** Adds the command that prints a shell's script, and the hidden one that the scripts call. */
export function addCompletion(program: Command, io: Io, done: (exitCode: number) => void): void {
  program
    .command('completion')
    .description('print what makes a shell complete rollcall: commands, options, names of checks')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', HELP)
    .action(async (shell: Shell) => {
      const { completion } = await import('../commands/completion.ts');
      done(completion(shell, io));
    });

  program
    .command('complete [words...]', { hidden: true })
    .helpOption(false)
    .passThroughOptions()
    .allowUnknownOption()
    .action(async (words: readonly string[]) => {
      const { completeWords } = await import('../commands/completion.ts');
      done(await completeWords(program, words, io));
    });
}
