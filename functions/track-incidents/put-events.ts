import { AwsClient } from 'aws4fetch';
import type { IncidentEvent } from '#core/report/incident-events.ts';
import { awsUrl } from '../runtime/aws-url.ts';

/** PutEvents takes no more at once. */
const MOST_ENTRIES = 10;
const TIMEOUT_MS = 5_000;

export type EventBus = {
  /** The bus's name or ARN. */
  readonly bus: string;
  readonly region: string;
  /** Where EventBridge is, where it is not where AWS has it. */
  readonly endpoint?: string | undefined;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string | undefined;
  };
};

/** Sends events to a bus; resolves to how many it did not take. Throws when EventBridge does not answer, or refuses all. */
export async function putEvents(
  events: readonly IncidentEvent[],
  { bus, region, endpoint, credentials }: EventBus,
): Promise<number> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    service: 'events',
    region,
    retries: 2,
  });
  let failed = 0;
  for (let at = 0; at < events.length; at += MOST_ENTRIES) {
    const Entries = events.slice(at, at + MOST_ENTRIES).map((event) => ({ ...event, EventBusName: bus }));
    const answer = await client.fetch(endpoint ?? `${awsUrl('events', region)}/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'AWSEvents.PutEvents' },
      body: JSON.stringify({ Entries }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(`EventBridge answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
    const { FailedEntryCount = 0 } = (await answer.json()) as { FailedEntryCount?: number };
    failed += FailedEntryCount;
  }
  return failed;
}
