import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** The two messages of grpc.health.v1, in the wire format of protocol buffers, each behind gRPC's prefix of five bytes. */

const PREFIX_BYTES = 5;
/** `string service = 1` of the request, `ServingStatus status = 1` of the answer. */
const FIRST = 1;

/** HealthCheckRequest for a service; '' is the whole server. */
export function requestOf(service: string): Buffer {
  const writer = new BinaryWriter();
  if (service !== '') writer.tag(FIRST, WireType.LengthDelimited).string(service);
  const message = writer.finish();
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

/** The number of the ServingStatus in the bytes of an answer; what is wrong with them, in words. */
export function servingOf(answer: Buffer): number | string {
  if (answer.length === 0) return 'status 0 without a message';
  if (answer.length < PREFIX_BYTES) return `message of ${answer.length} bytes, less than its prefix takes`;
  if (answer[0] !== 0) return 'message is compressed, which was not asked for';
  const said = answer.readUInt32BE(1);
  const came = answer.length - PREFIX_BYTES;
  if (said > came) return `message of ${said} bytes ends after ${came}`;
  if (said < came) return 'more than one message';
  try {
    return statusIn(new BinaryReader(answer.subarray(PREFIX_BYTES)));
  } catch {
    return 'message is no HealthCheckResponse';
  }
}

/** The last one counts; 0 where there is none (protobuf's rules). */
function statusIn(reader: BinaryReader): number {
  let status = 0;
  while (reader.pos < reader.len) {
    const [field, wire] = reader.tag();
    if (field === FIRST && wire === WireType.Varint) status = reader.int32();
    else reader.skip(wire, field);
  }
  return status;
}

/** Of the first message, what its prefix says is its length, as soon as that has come; null before. */
export function lengthSaid(beginning: Buffer): number | null {
  return beginning.length < PREFIX_BYTES ? null : beginning.readUInt32BE(1);
}
