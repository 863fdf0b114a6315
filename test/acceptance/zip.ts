import { crc32 } from 'node:zlib';

/** A zip archive of a few small text files, stored as they are: all that UpdateFunctionCode needs. */
export function zipped(files: Readonly<Record<string, string>>): Uint8Array {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const [path, data] = [Buffer.from(name), Buffer.from(text)];
    const local = Buffer.concat([header(0x04034b50, Buffer.alloc(0), path, data), path, data]);
    const place = Buffer.alloc(14); // comment, disk and attributes are 0
    place.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, 0]);
    central.push(Buffer.concat([header(0x02014b50, madeBy, path, data), place, path]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

/** What a file's local header and its entry in the directory have in common. */
function header(signature: number, madeBy: Buffer, path: Buffer, data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(signature, 0);
  const rest = Buffer.alloc(26);
  rest.writeUInt16LE(20, 0); // the version of the format
  rest.writeUInt32LE(crc32(data), 10);
  rest.writeUInt32LE(data.length, 14);
  rest.writeUInt32LE(data.length, 18);
  rest.writeUInt16LE(path.length, 22);
  return Buffer.concat([head, madeBy, rest]);
}
