/** Staff of the demo bank: one of each role, and two where four eyes are needed. */
import { hkdfSync } from 'node:crypto'
import type { DemoAccounts } from '@gatehouse/kyc/wire'
import type { Role } from './staff.ts'
import type { StaffAuth } from './staff-auth.ts'

const people: readonly { readonly email: string; readonly name: string; readonly roles: readonly Role[] }[] = [
  { email: 'anna@demo.gatehouse.example', name: 'Anna Lindqvist', roles: ['analyst'] },
  { email: 'bruno@demo.gatehouse.example', name: 'Bruno Keller', roles: ['analyst'] },
  { email: 'chiara@demo.gatehouse.example', name: 'Chiara Moretti', roles: ['senior_analyst'] },
  { email: 'dmitri@demo.gatehouse.example', name: 'Dmitri Vogel', roles: ['mlro'] },
  { email: 'elena@demo.gatehouse.example', name: 'Elena Marsh', roles: ['compliance_admin'] },
  { email: 'farid@demo.gatehouse.example', name: 'Farid Haddad', roles: ['compliance_admin'] },
  { email: 'greta@demo.gatehouse.example', name: 'Greta Olsen', roles: ['auditor'] },
  { email: 'hugo@demo.gatehouse.example', name: 'Hugo Navarro', roles: ['support'] },
  { email: 'ines@demo.gatehouse.example', name: 'Ines Duarte', roles: ['operator'] },
  { email: 'jonas@demo.gatehouse.example', name: 'Jonas Weber', roles: ['author'] },
]

/** Creates what is missing. The password follows from the installation's own secret, so it needs no place to be kept. */
export async function seedDemoAccounts(auth: StaffAuth, secret: Uint8Array): Promise<DemoAccounts> {
  const password = demoPassword(secret)
  const known = new Set((await auth.listStaff()).map((staff) => staff.email))
  await Promise.all(
    people.filter(({ email }) => !known.has(email)).map((person) => auth.createStaff({ ...person, password })),
  )
  return people.map((person) => ({ ...person, roles: [...person.roles], password }))
}

function demoPassword(secret: Uint8Array): string {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'gatehouse demo accounts', 5))
  return `gatehouse-${bytes.toString('hex')}`
}
