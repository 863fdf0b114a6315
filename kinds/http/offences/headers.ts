import { type HttpResponse, headerBytes } from '../observation.ts';

/** The response with this one value of a header, or without the header. */
export function withHeader(healthy: HttpResponse, name: string, value: string | null): HttpResponse {
  const wanted = name.toLowerCase();
  const others = healthy.rawHeaders.filter((_, index, all) => all[index - (index % 2)]?.toLowerCase() !== wanted);
  return { ...healthy, rawHeaders: value === null ? others : [...others, name, headerBytes(value)] };
}
