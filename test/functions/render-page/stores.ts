import { createHash } from 'node:crypto';
import { type CheckWords, packed, unpacked } from '#core/history/packed.ts';
import type { RunHistory } from '#core/history/run-history.ts';
import type { Objects } from '#functions/render-page/objects.ts';
import type { Runs } from '#functions/render-page/runs.ts';

type Kept = { readonly body: Buffer<ArrayBuffer>; readonly contentType: string; readonly modifiedAt: number };

/** A bucket in memory, as S3 answers. `written`: keys in the order of writes. */
export function memoryObjects(now: () => number) {
  const kept = new Map<string, Kept>();
  const written: string[] = [];
  const etagOf = ({ body }: Kept) => `"${createHash('md5').update(body).digest('hex')}"`;
  const objects: Objects = {
    list: async () => [...kept].map(([key, one]) => ({ key, etag: etagOf(one), modifiedAt: one.modifiedAt })),
    async get(key) {
      const one = kept.get(key);
      return one === undefined ? null : { body: one.body, etag: etagOf(one) };
    },
    async put(key, { body, contentType }, condition) {
      const before = kept.get(key);
      if (condition !== undefined) {
        const holds = 'ifMatch' in condition ? before && etagOf(before) === condition.ifMatch : before === undefined;
        if (!holds) return false;
      }
      kept.set(key, { body: Buffer.from(body), contentType, modifiedAt: now() });
      written.push(key);
      return true;
    },
    remove: async (key) => void kept.delete(key),
  };
  const textOf = (key: string): string => kept.get(key)?.body.toString() ?? '';
  return { ...objects, kept, written, textOf };
}

/** Runs by their shards, as they come back out of the table. */
export function memoryRuns(wordsOf: (name: string) => CheckWords | null) {
  const kept: { readonly shard: string; readonly run: RunHistory }[] = [];
  const of = (shard: string) => {
    const own = kept.filter((one) => one.shard === shard).map(({ run }) => run);
    return own.toSorted((a, b) => Date.parse(a.run.startedAt) - Date.parse(b.run.startedAt));
  };
  const runs: Runs = {
    async between(shard, from, until) {
      return of(shard).filter(({ run }) => Date.parse(run.startedAt) >= from && Date.parse(run.startedAt) < until);
    },
    latest: async (shard, count) => of(shard).slice(-count),
    async earliest(shard) {
      const [first] = of(shard);
      return first === undefined ? null : Date.parse(first.run.startedAt);
    },
  };
  const keep = (shard: string, run: RunHistory): void => {
    const back = unpacked(JSON.parse(JSON.stringify(packed(run))), wordsOf);
    if (back !== null) kept.push({ shard, run: back });
  };
  return { ...runs, keep };
}
