/** What was answered before, by a key of the kind's own; null where nothing is kept. */
export type KeptAnswers = {
  readonly recall: (key: string) => Promise<string | null>;
  readonly keep: (key: string, text: string) => Promise<void>;
};

/** A day's answers of some hundred domains; what is larger is not kept. */
const MOST_BYTES = 256 * 1024;

/**
 * Keeps answers for later attempts, of other processes too: a file each, in a folder of the system's temporary one that only
 * this user may write to. Where that cannot be had nothing is kept, and nothing fails. Modules are loaded when first used:
 * most checkers never do.
 */
export function keptAnswers(): KeptAnswers {
  return {
    async recall(key) {
      const fs = process.getBuiltinModule('node:fs');
      try {
        const path = pathOf(key);
        return path === null || fs.statSync(path).size > MOST_BYTES ? null : fs.readFileSync(path, 'utf8');
      } catch {
        return null;
      }
    },
    async keep(key, text) {
      const fs = process.getBuiltinModule('node:fs');
      try {
        const path = pathOf(key);
        if (path === null || Buffer.byteLength(text) > MOST_BYTES) return;
        // Whole or not at all, whoever reads meanwhile.
        const draft = `${path}.${process.pid}`;
        fs.writeFileSync(draft, text, { mode: 0o600 });
        fs.renameSync(draft, path);
      } catch {
        // A full or read-only disk: the registry is asked again.
      }
    },
  };
}

/** The file of a key; null where the folder is not this user's own. */
function pathOf(key: string): string | null {
  const fs = process.getBuiltinModule('node:fs');
  const { join } = process.getBuiltinModule('node:path');
  const { createHash } = process.getBuiltinModule('node:crypto');
  const uid = process.getuid?.() ?? 0;
  const folder = join(process.getBuiltinModule('node:os').tmpdir(), `rollcall-${uid}`);
  fs.mkdirSync(folder, { mode: 0o700, recursive: true });
  const stat = fs.lstatSync(folder);
  const isOwn = stat.isDirectory() && (process.getuid === undefined || (stat.uid === uid && (stat.mode & 0o022) === 0));
  return isOwn ? join(folder, `${createHash('sha256').update(key).digest('hex')}.json`) : null;
}
