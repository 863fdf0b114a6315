import { heartbeatChecks } from '#core/check/heartbeat-checks.ts';
import { receiveHeartbeat } from '#functions/receive-heartbeat/receive-heartbeat.ts';
import type { HeartbeatCheck } from '#kinds/heartbeat/check.ts';
import { HEARTBEAT_PATH } from '../heartbeat-path.ts';
import type { Asked } from '../http/asked.ts';
import type { Route } from '../http/route.ts';
import type { Shared } from '../shared.ts';

/** More than that no job has to say. */
const MOST_BODY = 1024 * 1024;
/** Of which the end is looked at. */
const LAST_BYTES = 64 * 1024;

/** Reports of jobs: the token in the URL is all that is needed, wherever they come from. */
export function heartbeatRoutes({ watching, beats, heartbeatKey, now }: Shared): readonly Route[] {
  const receive = async ({ asked }: { readonly asked: Asked }) => {
    const jobs = heartbeatChecks(watching.inUse().list);
    const versions = new Map(jobs.map((job) => [job.name, (job as HeartbeatCheck).target.tokenVersion]));
    const body = asked.method === 'POST' ? (await asked.tail(MOST_BODY, LAST_BYTES)).toString('utf8') : '';
    const event = {
      rawPath: asked.rawPath.slice(HEARTBEAT_PATH.length),
      rawQueryString: asked.rawQuery,
      headers: { authorization: asked.headers.authorization },
      requestContext: { http: { method: asked.method } },
      body,
    };
    const receiving = { versions, key: async () => heartbeatKey, store: beats, now };
    const { statusCode, headers, body: said } = await receiveHeartbeat(event, receiving);
    return { status: statusCode, type: headers['content-type'] ?? '', body: said, keep: 'nobody' } as const;
  };
  return [{ path: `${HEARTBEAT_PATH}/:job*`, on: { GET: receive, POST: receive }, hasOwnToken: true }];
}
