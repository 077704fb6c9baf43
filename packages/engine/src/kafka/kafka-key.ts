// Keys of messages as Kafka's own Java serializers write them: partitions and consumers go by these bytes.

export type KeyBytes =
  | { readonly ok: true; readonly bytes: Buffer | undefined }
  | { readonly ok: false; readonly reason: string }

type Write = (key: string | number) => Buffer

const writers: Readonly<Record<string, Write>> = {
  StringSerializer: (key) => Buffer.from(String(key)),
  IntegerSerializer(key) {
    const bytes = Buffer.alloc(4)
    bytes.writeInt32BE(Number(key))
    return bytes
  },
  LongSerializer(key) {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64BE(BigInt(key))
    return bytes
  },
}

/** @param serializer a class of `org.apache.kafka.common.serialization`, with or without that package. */
export function keyBytes(key: string | number | undefined, serializer: string): KeyBytes {
  const name = serializer.replace(/^org\.apache\.kafka\.common\.serialization\./, '')
  const write = writers[name]
  if (!write) {
    return { ok: false, reason: `Unknown keySerializer ${serializer}. Known: ${Object.keys(writers).join(', ')}.` }
  }
  if (key === undefined) return { ok: true, bytes: undefined }
  const isWhole = /^-?\d+$/.test(String(key))
  if (name !== 'StringSerializer' && !isWhole) {
    return { ok: false, reason: `The key '${key}' is not the whole number that ${serializer} takes.` }
  }
  try {
    return { ok: true, bytes: write(key) }
  } catch {
    return { ok: false, reason: `The key ${key} is out of the range of ${serializer}.` }
  }
}
