import { type AlertPlan, DEFAULT_TOPIC, type Route, type TopicFormat } from '../check/alerting.ts';
import type { News } from './news.ts';

/** Where the topics of a plan are; one that is not here is the default topic. */
export type Topics = {
  readonly defaultArn: string;
  readonly arns: ReadonlyMap<string, string>;
  /** Where chat channels hear what goes to the default topic, whose format they cannot show. */
  readonly chatArn?: string | undefined;
};

/** What one topic is told. */
export type Delivery = { readonly topicArn: string; readonly format: TopicFormat; readonly news: readonly News[] };

/** One delivery for each topic that has news: to every route that asks for it, or to the default topic. */
export function deliveriesOf(news: readonly News[], plan: AlertPlan, topics: Topics): readonly Delivery[] {
  const formats = new Map(plan.formats);
  const deliveries = new Map<string, { format: TopicFormat; news: News[] }>();
  for (const one of news) {
    for (const [arn, format] of destinationsOf(one, plan.routes, topics, formats)) {
      const delivery = deliveries.get(arn) ?? { format, news: [] };
      delivery.news.push(one);
      deliveries.set(arn, delivery);
    }
  }
  return [...deliveries].map(([topicArn, delivery]) => ({ topicArn, ...delivery }));
}

/** By ARN: two topics of the plan may be one (all of them are with --publish --topic). */
function destinationsOf(
  news: News,
  routes: readonly Route[],
  { defaultArn, arns, chatArn }: Topics,
  formats: ReadonlyMap<string, TopicFormat>,
): ReadonlyMap<string, TopicFormat> {
  const wanted = routes.filter((route) => asksFor(route, news)).map(({ topic }) => topic);
  const names = wanted.length === 0 ? [DEFAULT_TOPIC] : wanted;
  const destinations = new Map(names.map((name) => [arns.get(name) ?? defaultArn, formats.get(name) ?? 'full']));
  if (chatArn !== undefined && destinations.has(defaultArn)) destinations.set(chatArn, 'chat');
  return destinations;
}

function asksFor({ severities, tags }: Route, { severity, evidence }: News): boolean {
  const isSevere = severities === null || severities.includes(severity);
  return isSevere && (tags === null || tags.some((tag) => evidence.tags.includes(tag)));
}
