import { hash, verify } from '@node-rs/argon2'

/** OWASP's second profile for argon2id: 19 MiB, two passes. The library's default algorithm is argon2id. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost)
}

export async function verifyPassword({ hash: stored, password }: { hash: string; password: string }): Promise<boolean> {
  try {
    return await verify(stored, password.normalize('NFKC'))
  } catch {
    // A stored value that is no argon2 hash belongs to an account without a password.
    return false
  }
}
