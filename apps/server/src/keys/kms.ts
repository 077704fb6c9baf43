/** A master key that lies in the data folder encrypted by AWS KMS; only KMS can open it. */
import { readFile, rename, writeFile } from 'node:fs/promises'

/** What is used of `@aws-sdk/client-kms`, which is not installed by default: 12 MB that most never need. */
interface KmsModule {
  readonly KMSClient: new (settings: object) => { send(command: unknown): Promise<KmsAnswer> }
  readonly GenerateDataKeyCommand: new (input: { KeyId: string; KeySpec: 'AES_256' }) => unknown
  readonly DecryptCommand: new (input: { KeyId: string; CiphertextBlob: Uint8Array }) => unknown
}

interface KmsAnswer {
  readonly Plaintext?: Uint8Array
  readonly CiphertextBlob?: Uint8Array
}

/** Asks KMS to open the key in the file, or to make one when there is no file. */
export async function unwrapWithKms(keyId: string, path: string): Promise<Uint8Array> {
  const kms = await loadKms()
  const client = new kms.KMSClient({})
  const wrapped = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (wrapped !== undefined) {
    const { Plaintext } = await client.send(new kms.DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped }))
    return asKey(Plaintext)
  }
  const made = await client.send(new kms.GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256' }))
  if (made.CiphertextBlob === undefined) throw new Error('KMS made no data key.')
  await writeFile(`${path}.new`, made.CiphertextBlob, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
  return asKey(made.Plaintext)
}

async function loadKms(): Promise<KmsModule> {
  const name = '@aws-sdk/client-kms'
  try {
    // The package's shape is AWS's public API; nothing here can check it when it is not installed.
    return (await import(name)) as KmsModule
  } catch (cause) {
    throw new Error(`GATEHOUSE_KMS_KEY_ID needs the package ${name}: npm install ${name}`, { cause })
  }
}

function asKey(bytes: Uint8Array | undefined): Uint8Array {
  if (bytes?.length !== 32) throw new Error('KMS answered with something that is not a 32-byte key.')
  return new Uint8Array(bytes)
}
