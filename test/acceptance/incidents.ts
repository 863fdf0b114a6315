import { readFileSync } from 'node:fs';
import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { EXPRESS_LIMIT_S } from '#core/contract.ts';
import { settleTime } from '#core/incident/settle-time.ts';
import { type Bodies, bodiesOf } from '#core/report/bodies.ts';
import { putClocksForward } from './damage.ts';
import type { Deployment } from './deployment.ts';
import type { Alert } from './inbox.ts';
import type { Lane } from './lane.ts';
import { expectThat, expectTrue } from './report.ts';
import { SWITCH } from './targets.ts';

const SHARD = '1m-0';

/** One outage is one message when it opens and one when it is over, however often a run is delivered. */
export async function fromOpeningToEnd({ deploy, targets }: Lane): Promise<void> {
  const deployment = await deploy(targets.incidentYaml);
  const start = Date.now() - 4 * 60_000;
  const minute = (at: number, up: boolean) => {
    targets.turn(up);
    return delivered(deployment, new Date(start + at * 60_000).toISOString());
  };
  expectThat('the first NG run opens nothing', subjectsOf(await minute(0, false)), NOTHING);
  const opening = await minute(1, false);
  expectThat('the second opens the incident, once', subjectsOf(opening), both(`NG 1 of 2: ${SWITCH}`));
  expectThat('it is remembered', [...(await deployment.memory()).keys()], [SWITCH]);
  expectThat('the third NG run is silent', subjectsOf(await minute(2, false)), NOTHING);
  const end = await minute(3, true);
  expectThat('the OK run ends it, once', subjectsOf(end), both(`recovered: ${SWITCH}`));

  await openingBodies(deployment, opening);
  await endBodies(deployment, end);
  await forgotten(deployment);
}

/** What the run of a minute and all its repeats sent, to the default topic and to the chat topic. */
type Minute = {
  readonly execution: DescribeExecutionOutput;
  readonly mail: readonly Alert[];
  readonly chat: readonly Alert[];
};

const NOTHING = { mail: [], chat: [] };
const both = (subject: string) => ({ mail: [subject], chat: [subject] });

function subjectsOf({ mail, chat }: Minute): { mail: string[]; chat: string[] } {
  return { mail: mail.map(({ Subject }) => Subject), chat: chat.map(({ Subject }) => Subject) };
}

/** A run of the schedule; its schedule delivered twice; and its question to the memory asked again, twice. */
async function delivered(deployment: Deployment, scheduledTime: string): Promise<Minute> {
  const input = { shard: SHARD, scheduledTime };
  const execution = await deployment.execute(input);
  const memory = await deployment.memory();
  const { run, results } = JSON.parse(execution.output ?? '{}');
  const answers = [];
  for (const _ of ['again', 'and again']) {
    answers.push(await deployment.answerOf('TrackIncidents', { run, verdicts: results, mode: 'decide' }));
  }
  await deployment.execute(input);
  const at = scheduledTime.slice(11, 16);
  expectThat(`${at}: a run that asks again hears what it heard, each time`, answers[1], answers[0]);
  expectThat(`${at}: neither that nor a second delivery changes what is remembered`, await deployment.memory(), memory);
  return { execution, mail: await deployment.alerts(), chat: await deployment.received('teamchat') };
}

/** What was sent when it opened, in each form. */
async function openingBodies(deployment: Deployment, { execution, mail: [mail], chat: [chat] }: Minute): Promise<void> {
  const [bodies] = await sentBodies(deployment, execution, deployment.topicArn);
  const document = JSON.parse(mail?.Message ?? '{}');
  expectDocument('opened', document, bodies);
  expectThat('its attributes arrive, for filter policies', mail?.MessageAttributes, {
    severity: { Type: 'String', Value: 'critical' },
    severities: { Type: 'String.Array', Value: '["critical"]' },
    outcome: { Type: 'String', Value: 'NG' },
    region: { Type: 'String', Value: 'us-east-1' },
    tags: { Type: 'String.Array', Value: `["${SWITCH}"]` },
    checks: { Type: 'String.Array', Value: `["${SWITCH}"]` },
  });
  const { since, curl } = document.news[0];
  expectLines('the e-mail says all that it takes to act', bodies?.email, [
    `NG ${SWITCH} · status 503, wanted 2xx`,
    `since ${since} (1 min), 2 NG runs`,
    'said: the card network does not answer',
    `try: ${curl}`,
    'runbook: https://wiki.example.com/switch',
    execution.executionArn ?? '',
  ]);
  expectSms('opened', bodies);
  const { content, metadata, ...rest } = JSON.parse(chat?.Message ?? '{}');
  expectThat(
    'the chat channel gets a custom notification',
    { ...rest, textType: content.textType, thread: metadata.threadId },
    {
      version: '1.0',
      source: 'custom',
      id: execution.executionArn,
      textType: 'client-markdown',
      thread: `${SWITCH} target ${since}`,
    },
  );
  expectLines('the chat says it too', [content.description, ...content.nextSteps].join('\n'), [
    'status 503, wanted 2xx',
    'the card network does not answer',
    'https://wiki.example.com/switch',
    curl,
    execution.executionArn ?? '',
  ]);
}

/** What was sent when it was over. */
async function endBodies(deployment: Deployment, { execution, mail: [mail], chat: [chat] }: Minute): Promise<void> {
  const [bodies] = await sentBodies(deployment, execution, deployment.topicArn);
  const document = JSON.parse(mail?.Message ?? '{}');
  expectDocument('recovered', document, bodies);
  expectThat('its outcome is OK', mail?.MessageAttributes?.['outcome'], { Type: 'String', Value: 'OK' });
  const { since } = document.news[0];
  expectLines('the e-mail says what is over', bodies?.email, [
    `recovered ${SWITCH} · was: status 503, wanted 2xx`,
    `since ${since} (3 min), 3 NG runs`,
  ]);
  expectSms('recovered', bodies);
  const thread = JSON.parse(chat?.Message ?? '{}').metadata?.threadId;
  expectThat('the chat says it in the thread where it began', thread, `${SWITCH} target ${since}`);
}

const schema = JSON.parse(readFileSync('docs/alert.schema.json', 'utf8'));
const matchesSchema = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);

function expectDocument(event: string, document: { news?: { event: string }[] }, bodies: Bodies | undefined): void {
  matchesSchema(document);
  expectThat(`${event}: the queue gets the document of docs/alert.schema.json`, matchesSchema.errors ?? [], []);
  expectThat(
    `${event}: it says so`,
    document.news?.map((news) => news.event),
    [event],
  );
  expectThat(`${event}: it is what SNS got for queues`, document, JSON.parse(bodies?.default ?? '{}'));
}

function expectSms(event: string, bodies: Bodies | undefined): void {
  const sms = bodies?.sms ?? '';
  expectTrue(
    `${event}: the text message has 140 characters at most`,
    sms !== '' && /^[\x20-\x7e]{1,140}$/.test(sms),
    sms,
  );
}

function expectLines(what: string, text: string | undefined, parts: readonly string[]): void {
  const missing = parts.filter((part) => !text?.includes(part));
  expectTrue(what, missing.length === 0, { missing, text });
}

/** What SNS was given of an execution's alerts to a topic, a body for each protocol: no queue gets those for people. */
async function sentBodies(
  deployment: Deployment,
  execution: DescribeExecutionOutput,
  topicArn: string,
): Promise<Bodies[]> {
  const history = await deployment.history(execution);
  const given = history.flatMap(({ taskScheduledEventDetails: event }) =>
    event?.resourceType === 'sns' ? [JSON.parse(event.parameters ?? '{}')] : [],
  );
  return given.flatMap(({ TopicArn, Message }) => (TopicArn === topicArn ? [bodiesOf({ message: Message })] : []));
}

/** Once no run can come late any more, the next OK run empties the table. */
async function forgotten(deployment: Deployment): Promise<void> {
  expectThat(
    'a check that is well is remembered while a run may come late',
    [...(await deployment.memory()).keys()],
    [SWITCH],
  );
  const later = settleTime(EXPRESS_LIMIT_S) + 60_000;
  await putClocksForward(deployment, later);
  const scheduledTime = new Date(Date.now() + later).toISOString();
  const { output } = await deployment.execute({ shard: SHARD, scheduledTime });
  const { run, results } = JSON.parse(output ?? '{}');
  expectThat(
    'the run after that is the schedule’s own, and OK',
    { trigger: run?.trigger, outcomes: results?.map(({ outcome }: { outcome: string }) => outcome) },
    { trigger: 'schedule', outcomes: ['OK', 'OK'] },
  );
  expectThat('it tells nothing', await deployment.alerts(), []);
  expectThat('the incident table is empty', [...(await deployment.memory()).keys()], []);
}
