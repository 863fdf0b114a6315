import type { Sinks } from './sinks.ts';

/** The real services, loaded when the first thing is sent. Without a region the SDK takes the one it is configured for. */
export function awsSinks({ region }: { readonly region?: string } = {}): Sinks {
  const load = async () => (await import('./aws-services.ts')).realSinks(region);
  let sinks: Promise<Sinks> | undefined;
  const loaded = () => {
    sinks ??= load();
    return sinks;
  };
  return {
    publish: async (notification) => (await loaded()).publish(notification),
    putMetricData: async (request) => (await loaded()).putMetricData(request),
  };
}
