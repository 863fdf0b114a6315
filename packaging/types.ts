import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { PACKAGE_ROOT } from '../package-root.ts';

const SPECIFIER = /((?:\bfrom |\bimport\(|\bimport )["'])([^"']+)(["'])/g;

/** What may be imported of others: what an app with the construct has installed. */
const PEERS = /^(?:aws-cdk-lib|constructs)(?:\/|$)/;

/** In place of checks-file/file.ts: its type as packaging/authored-file.ts writes it out. */
const AUTHORED =
  "import { authored } from '../packaging/authored-file.ts';\nexport type AuthoredFile = typeof authored;\n";

/**
 * Writes the declarations of index.ts and of what they mention into `outdir`, for `import` (.d.ts) and for `require`
 * (.d.cts). Throws when they need a package that an app does not have.
 */
export function writeTypes(outdir: string): void {
  const made = mkdtempSync(join(tmpdir(), 'rollcall-types-'));
  try {
    const tsc = join(PACKAGE_ROOT, 'node_modules', '.bin', 'tsc');
    execFileSync(tsc, ['-p', join(PACKAGE_ROOT, 'tsconfig.types.json'), '--outDir', made], { stdio: 'inherit' });
    writeFileSync(join(made, 'checks-file', 'file.d.ts'), AUTHORED);
    for (const file of reachable(made)) {
      const text = readFileSync(join(made, file), 'utf8');
      write(join(outdir, file), withSpecifiers(text, file, '.js'));
      write(join(outdir, file.replace(/\.d\.ts$/, '.d.cts')), withSpecifiers(text, file, '.cjs'));
    }
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

/** The declarations that index.d.ts leads to, by path. */
function reachable(folder: string): ReadonlySet<string> {
  const found = new Set(['index.d.ts']);
  for (const file of found) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, , specifier = ''] of text.matchAll(SPECIFIER)) {
      const source = sourceOf(specifier, file);
      if (source !== null) found.add(source.replace(/\.ts$/, '.d.ts'));
      else if (!PEERS.test(specifier)) throw new Error(`${file} needs ${specifier}, which an app need not have`);
    }
  }
  return found;
}

/** The file that a specifier of ours names, from the root on; null for a package's. */
function sourceOf(specifier: string, from: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1);
  return specifier.startsWith('.') ? join(dirname(from), specifier) : null;
}

/** Our own specifiers as paths between the declarations: `#core/x.ts` is of this package.json's `imports`, which is not theirs. */
function withSpecifiers(text: string, from: string, extension: '.js' | '.cjs'): string {
  return text.replace(SPECIFIER, (whole, before: string, specifier: string, after: string) => {
    const source = sourceOf(specifier, from);
    if (source === null) return whole;
    const path = relative(dirname(from), source).replace(/\.ts$/, extension);
    return `${before}${path.startsWith('.') ? path : `./${path}`}${after}`;
  });
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
