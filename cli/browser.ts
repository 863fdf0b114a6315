import { spawn } from 'node:child_process';
import type { Io } from './io.ts';

/** What shows a page, as a command that takes its address last; null where nobody looks, as on a server. */
export function browserOf(platform: string, env: Io['env']): readonly [command: string, ...args: string[]] | null {
  switch (platform) {
    case 'darwin':
      return ['open'];
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler'];
    default:
      return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null;
  }
}

/** Shows a page; that there is no such command is no fault, for the address is printed as well. */
export function browse(url: string): void {
  const [command, ...args] = browserOf(process.platform, process.env) ?? [];
  if (command === undefined) return;
  spawn(command, [...args, url], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
