import type { Deployment } from './deployment.ts';
import { expectThat, expectTrue } from './report.ts';
import type { Targets } from './targets.ts';

const CHECK = 'switch';

/** One outage is one message when it opens and one when it is over, however often a run is delivered. */
export async function fromOpeningToEnd(deployment: Deployment, targets: Targets): Promise<void> {
  const start = Date.now() - 4 * 60_000;
  /** A minute's run of the schedule, delivered twice; what the chat channel and the others got of it. */
  const minute = async (at: number, up: boolean) => {
    targets.turn(up);
    const scheduledTime = new Date(start + at * 60_000).toISOString();
    for (const _ of ['delivery', 'duplicate']) await deployment.execute({ shard: '5m-0', scheduledTime });
    return { chats: await deployment.chats(), news: (await deployment.alerts()).flatMap(newsOf) };
  };
  expectThat('the first NG run opens nothing', summary(await minute(0, false)), { chats: [], news: [] });
  const opening = await minute(1, false);
  expectThat('the second opens the incident, once', summary(opening), {
    chats: [`NG 9 of 16: ${CHECK}`],
    news: ['opened 2'],
  });
  expectChat(opening.chats[0]?.Message ?? '{}');
  expectThat('it is remembered', (await deployment.remembered()).includes(CHECK), true);
  expectThat('the third NG run is silent', summary(await minute(2, false)), { chats: [], news: [] });
  const end = await minute(3, true);
  expectThat('the OK run ends it, once', summary(end), { chats: [`recovered: ${CHECK}`], news: ['recovered 3'] });
  expectThat('in the thread where it began', threadOf(end.chats), threadOf(opening.chats));
  await forgotten(deployment);
}

/** An hour after the end no repeat can come any more, and the next OK run forgets the check. */
async function forgotten(deployment: Deployment): Promise<void> {
  const { output } = await deployment.execute({ only: [CHECK] });
  const { run, results } = JSON.parse(output ?? '{}');
  expectThat('a repeat is provided for at first', (await deployment.remembered()).includes(CHECK), true);
  const startedAt = new Date(Date.now() + 61 * 60_000).toISOString();
  const later = { run: { ...run, id: 'an-hour-later', startedAt }, verdicts: results, mode: 'decide' };
  expectThat('the run an hour later tells nothing', await deployment.answerOf('TrackIncidents', later), {
    recorded: true,
    notifications: [],
  });
  expectThat('and its item is gone', (await deployment.remembered()).includes(CHECK), false);
}

/** A table out of reach silences nobody; the execution tells of it. */
export async function tableGone(deployment: Deployment, targets: Targets): Promise<void> {
  targets.turn(false);
  await deployment.deleteTable();
  const { status, error } = await deployment.execute({ only: ['health', CHECK] });
  expectThat(
    'no incident table: the execution fails with the error of DynamoDB',
    { status, error },
    { status: 'FAILED', error: 'ResourceNotFoundException' },
  );
  const alerts = await deployment.alerts();
  expectThat('no incident table: the alert is out, marked, once', alerts.flatMap(newsOf), ['undeduplicated null']);
  targets.turn(true);
}

type Minute = { readonly chats: readonly { Subject: string }[]; readonly news: readonly string[] };

const summary = ({ chats, news }: Minute) => ({ chats: chats.map(({ Subject }) => Subject), news });

/** What a document says of the switch. */
function newsOf({ Message }: { readonly Message: string }): string[] {
  const { news } = JSON.parse(Message) as { news: { check: string; event: string; streak: number | null }[] };
  return news.flatMap(({ check, event, streak }) => (check === CHECK ? [`${event} ${streak}`] : []));
}

const threadOf = (chats: readonly { Message: string }[]) =>
  chats.map(({ Message }) => JSON.parse(Message).metadata?.threadId);

/** What a channel of Amazon Q Developer in chat applications takes, and nothing else. */
function expectChat(text: string): void {
  const chat = JSON.parse(text);
  expectThat(
    'the chat channel gets a custom notification',
    [chat.version, chat.source, chat.content?.textType, Object.keys(chat).toSorted()],
    ['1.0', 'custom', 'client-markdown', ['content', 'id', 'metadata', 'source', 'version']],
  );
  expectTrue(
    'with the reason, the runbook and the execution',
    /status 503/.test(chat.content?.description) && /wiki\.example\.com\/switch/.test(chat.content?.nextSteps?.join()),
    chat.content,
  );
}
