/** Sealed documents in an S3 bucket. What is stored is encrypted before it gets here. */
import type { BlobStore } from '@gatehouse/kyc/store'
import { KycError } from '@gatehouse/kyc/store'

/** What is used of `@aws-sdk/client-s3`, which is not installed by default. */
interface S3Module {
  readonly S3Client: new (settings: object) => { send(command: unknown): Promise<S3Answer> }
  readonly PutObjectCommand: new (input: { Bucket: string; Key: string; Body: Uint8Array }) => unknown
  readonly GetObjectCommand: new (input: { Bucket: string; Key: string }) => unknown
  readonly DeleteObjectCommand: new (input: { Bucket: string; Key: string }) => unknown
}

interface S3Answer {
  readonly Body?: { transformToByteArray(): Promise<Uint8Array> }
}

export async function s3Blobs({ bucket, prefix }: { bucket: string; prefix: string }): Promise<BlobStore> {
  const s3 = await loadS3()
  const client = new s3.S3Client({})
  const keyOf = (name: string) => (prefix === '' ? name : `${prefix.replace(/\/$/, '')}/${name}`)
  return {
    async put(name, sealed) {
      await client.send(new s3.PutObjectCommand({ Bucket: bucket, Key: keyOf(name), Body: sealed }))
    },
    async get(name) {
      try {
        const { Body } = await client.send(new s3.GetObjectCommand({ Bucket: bucket, Key: keyOf(name) }))
        if (Body !== undefined) return await Body.transformToByteArray()
      } catch (cause) {
        if (!(cause instanceof Error) || cause.name !== 'NoSuchKey') throw cause
      }
      throw new KycError('BLOB_MISSING', `Blob ${name} is not in the document store`)
    },
    async delete(name) {
      await client.send(new s3.DeleteObjectCommand({ Bucket: bucket, Key: keyOf(name) }))
    },
  }
}

async function loadS3(): Promise<S3Module> {
  const name = '@aws-sdk/client-s3'
  try {
    // The package's shape is AWS's public API; nothing here can check it when it is not installed.
    return (await import(name)) as S3Module
  } catch (cause) {
    throw new Error(`DOCUMENTS_URL with s3: needs the package ${name}: npm install ${name}`, { cause })
  }
}
