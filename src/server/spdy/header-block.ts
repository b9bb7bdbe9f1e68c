import { constants, deflateRawSync, deflateSync, inflateSync } from "node:zlib";

/** What both ends of a connection have read before it begins: words with their length in front, then loose text. SPDY/3 2.6.10.1 */
const WORDS =
  "options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow authorization " +
  "cache-control connection content-base content-encoding content-language content-length content-location content-md5 content-range " +
  "content-type date etag expect expires from host if-match if-modified-since if-none-match if-range if-unmodified-since last-modified " +
  "location max-forwards pragma proxy-authenticate proxy-authorization range referer retry-after server te trailer transfer-encoding " +
  "upgrade user-agent vary via warning www-authenticate method get status 200+OK version HTTP/1.1 url public set-cookie keep-alive origin";
const LOOSE =
  "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative Information204 No " +
  "Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 " +
  "Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html," +
  "image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=gzip,deflate,sdch" +
  "charset=utf-8charset=iso-8859-1,utf-,*,enq=0.";
const DICTIONARY = Buffer.concat([...WORDS.split(" ").map((word) => lengthAndText(word.replace("+", " "))), Buffer.from(LOOSE)]);
const FLUSHED = { finishFlush: constants.Z_SYNC_FLUSH };

function lengthAndText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Reads header blocks of one connection, which share one compression. */
export function createHeaderReader(): (block: Uint8Array) => Map<string, string> {
  // Blocks are few and small: to read one, all of them are inflated anew.
  let compressed = Buffer.alloc(0);
  let length = 0;
  return (block) => {
    compressed = Buffer.concat([compressed, block]);
    const whole = inflateSync(compressed, { dictionary: DICTIONARY, ...FLUSHED });
    const headers = parse(whole.subarray(length));
    length = whole.length;
    return headers;
  };
}

function parse(bytes: Buffer): Map<string, string> {
  const headers = new Map<string, string>();
  let at = 4;
  const text = (): string => {
    const length = bytes.readUInt32BE(at);
    at += 4 + length;
    return bytes.toString("utf8", at - length, at);
  };
  for (let count = bytes.readUInt32BE(0); count > 0; count--) {
    const name = text();
    headers.set(name.toLowerCase(), text());
  }
  return headers;
}

/** Writes header blocks of one connection; each refers to nothing before it. */
export function createHeaderWriter(): (headers: ReadonlyMap<string, string>) => Uint8Array {
  let isFirst = true;
  return (headers) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(headers.size);
    const plain = Buffer.concat([count, ...[...headers].flatMap(([name, value]) => [lengthAndText(name), lengthAndText(value)])]);
    const block = isFirst ? deflateSync(plain, { dictionary: DICTIONARY, ...FLUSHED }) : deflateRawSync(plain, FLUSHED);
    isFirst = false;
    return block;
  };
}
