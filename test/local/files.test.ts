import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder, plainFileError } from '#local/files.ts';

const dir = mkdtempSync(join(tmpdir(), 'rollcall-files-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('makeFolder', () => {
  it('makes a folder and those above it, and lets one be that is there', () => {
    makeFolder(join(dir, 'a/b/c'));
    makeFolder(join(dir, 'a/b/c'));
    expect(statSync(join(dir, 'a/b/c')).isDirectory()).toBe(true);
  });

  it('ends where a folder takes no other, as /proc does', () => {
    expect(() => makeFolder('/proc/rollcall/reports')).toThrow();
  });

  it('fails below a file, in plain words', () => {
    writeFileSync(join(dir, 'file'), '');
    let fault: unknown;
    try {
      makeFolder(join(dir, 'file/a/b'));
    } catch (error) {
      fault = error;
    }
    expect(plainFileError(fault)).toMatch(/^a part of its path is a file, not a folder/);
  });
});
