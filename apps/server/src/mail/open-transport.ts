/** The way to a mail server. Its library is loaded by those who have one. */
import type { Transporter } from 'nodemailer'

/** In milliseconds. The library would wait for minutes, and with it whoever asked for the mail. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** @param url `smtp://user:password@host:port` or `smtps://…`; its query may set the timeouts. */
export async function openTransport(url: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer')
  const withTimeouts = new URL(url)
  for (const [name, ms] of Object.entries(timeouts)) {
    if (!withTimeouts.searchParams.has(name)) withTimeouts.searchParams.set(name, String(ms))
  }
  return createTransport(withTimeouts.href)
}
