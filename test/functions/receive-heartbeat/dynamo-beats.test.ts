import { expect, it } from 'vitest';
import { readBeats } from '#functions/check-heartbeat/read-beats.ts';
import { dynamoBeats } from '#functions/receive-heartbeat/dynamo-beats.ts';
import { AwsError, type AwsJson } from '#functions/runtime/aws-json.ts';
import type { Beats } from '#kinds/heartbeat/beats.ts';
import { withPing } from '#kinds/heartbeat/with-ping.ts';

const AT = Date.parse('2026-05-16T22:51:00Z');
const start = (rid: string) => (beats: Beats) => withPing(beats, { sort: 'start', rid, exit: null, text: '' }, AT);

type Attribute = { readonly S?: string; readonly N?: string };

/** A table of one item that knows the two calls, as far as they are made. `first`: is done before each write. */
function table(first: (writes: number) => void = () => undefined) {
  let item: Record<string, Attribute> | undefined;
  const calls: string[] = [];
  const aws: AwsJson = async (_, action, body) => {
    calls.push(action);
    if (action === 'GetItem') return { ...(item && { Item: { ...item } }) };
    first(calls.filter((call) => call === 'UpdateItem').length);
    const { ExpressionAttributeValues: values, ConditionExpression: condition } = body as {
      ExpressionAttributeValues: Record<string, Attribute>;
      ConditionExpression?: string;
    };
    if (condition !== undefined && item?.['version']?.N !== values[':version']?.N) {
      throw new AwsError('UpdateItem', 400, 'ConditionalCheckFailedException');
    }
    item = { since: values[':at'] ?? {}, ...item };
    if (values[':beats'] !== undefined) {
      item = { ...item, beats: values[':beats'], version: values[':next'] ?? {}, expiresAt: values[':expiry'] ?? {} };
    }
    return {};
  };
  return {
    aws,
    calls,
    item: () => item,
    meddle: (beats: Beats, version: string) => {
      item = { ...item, beats: { S: JSON.stringify(beats) }, version: { N: version } };
    },
  };
}

it('keeps what is reported, beside when the job was first looked for', async () => {
  const { aws, item } = table();
  expect(await readBeats(aws, 'T', 'nightly', AT - 5_000)).toMatchObject({ since: AT - 5_000, beats: { ok: null } });
  await dynamoBeats(aws, 'T', async () => undefined).change('nightly', AT, start('a'));

  expect(await readBeats(aws, 'T', 'nightly', AT + 5_000)).toMatchObject({
    since: AT - 5_000,
    beats: { runs: [{ rid: 'a' }] },
  });
  expect(item()).toMatchObject({ version: { N: '1' }, since: { S: '2026-05-16T22:50:55.000Z' } });
});

it('looks once for a job that it knows, and writes nothing', async () => {
  const { aws, calls } = table();
  await dynamoBeats(aws, 'T', async () => undefined).change('nightly', AT, start('a'));
  calls.length = 0;
  await readBeats(aws, 'T', 'nightly', AT);
  expect(calls).toEqual(['GetItem']);
});

it('writes nothing of a report that comes again', async () => {
  const { aws, calls } = table();
  const store = dynamoBeats(aws, 'T', async () => undefined);
  await store.change('nightly', AT, start('a'));
  calls.length = 0;
  await store.change('nightly', AT, start('a'));
  expect(calls).toEqual(['GetItem']);
});

it('begins again where another report was first, and loses neither', async () => {
  const others = table((writes) => {
    if (writes === 1)
      others.meddle(
        withPing(
          { ok: null, previous: null, fail: null, runs: [], log: null },
          { sort: 'start', rid: 'other', exit: null, text: '' },
          AT,
        ),
        '7',
      );
  });
  const pauses: number[] = [];
  await dynamoBeats(others.aws, 'T', async (tries) => void pauses.push(tries)).change('nightly', AT, start('a'));

  const { runs } = JSON.parse(others.item()?.['beats']?.S ?? '{}') as Beats;
  expect(runs.map(({ rid }) => rid)).toEqual(['other', 'a']);
  expect(others.item()?.['version']).toEqual({ N: '8' });
  expect(pauses).toEqual([1]);
});

it('gives up when others are always first, and at once when the table refuses', async () => {
  let version = 100;
  const busy = table(() =>
    busy.meddle({ ok: null, previous: null, fail: null, runs: [], log: null }, String(version++)),
  );
  await expect(dynamoBeats(busy.aws, 'T', async () => undefined).change('n', AT, start('a'))).rejects.toThrow(
    'came first',
  );
  expect(busy.calls.filter((call) => call === 'UpdateItem')).toHaveLength(12);

  const refusing: AwsJson = async () => Promise.reject(new AwsError('GetItem', 400, 'AccessDeniedException'));
  await expect(dynamoBeats(refusing, 'T', async () => undefined).change('n', AT, start('a'))).rejects.toThrow(
    'AccessDenied',
  );
});
