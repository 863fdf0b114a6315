import { ENV } from '#core/contract.ts';
import type { Tracked } from '#core/run/run.ts';
import { requireEnv } from '../runtime/env.ts';
import { type TrackIncidentsEvent, trackIncidents } from './track-incidents.ts';

const topicArn = requireEnv(ENV.topicArn);

export const handler = async (event: TrackIncidentsEvent): Promise<Tracked> => trackIncidents(event, { topicArn });
